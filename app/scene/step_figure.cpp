#include "app/scene/step_figure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr double shortest_reach = 34, longest_reach = 150, longest_comparison = 210, shape_radius = 46;  // in unscaled pixels
constexpr int corners = 72;                                                    // of an ellipse

struct Mapping {
    const ViewRect& view;
    PixelSize size;

    PixelPoint operator()(const Point& p) const { return view.to_pixel({p.x(), p.y()}, size); }
    double length(const Point& move) const { return std::hypot(move.x() / view.width() * size.width, move.y() / view.height() * size.height); }
};

// How far the arrows reach from θ, in pixels, unmagnified.
double reach_of(const Anatomy& anatomy, const Mapping& map) {
    double reach = map.length(anatomy.next - anatomy.theta);
    Point tip = Point::Zero();
    for (const AnatomyPart& part : anatomy.parts) {
        tip += part.move;
        reach = std::max(reach, map.length(tip));
    }
    return reach;
}

double magnification_for(double reach, double unit, double former) {
    if (!(reach > 0) || !std::isfinite(reach)) return 1;
    const auto suits = [&](double m) { return reach * m >= shortest_reach * unit && reach * m <= longest_reach * unit; };
    if (former > 0 && suits(former)) return former;
    if (suits(1)) return 1;
    const double wanted = 90 * unit / reach, decade = std::pow(10, std::floor(std::log10(wanted)));
    return decade * (wanted / decade >= 5 ? 5 : wanted / decade >= 2 ? 2 : 1);
}

std::vector<PixelPoint> ellipse(const Point& centre, const Eigen::Matrix2d& root, const Mapping& map) {
    std::vector<PixelPoint> points;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        points.push_back(map(centre + root * Point(std::cos(angle), std::sin(angle))));
    }
    return points;
}

// The matrix scaled so that its ellipse has a handy size on screen.
Eigen::Matrix2d of_handy_size(const Eigen::Matrix2d& root, const Mapping& map, double unit) {
    double largest = 0;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        largest = std::max(largest, map.length(root * Point(std::cos(angle), std::sin(angle))));
    }
    return largest > 0 && std::isfinite(largest) ? Eigen::Matrix2d(root * (shape_radius * unit / largest)) : Eigen::Matrix2d::Zero();
}

const Value* find(const Anatomy& anatomy, std::string_view name) {
    const auto at = anatomy.names.find(name);
    return at == anatomy.names.end() ? nullptr : &at->second;
}

std::optional<StepOutline> outline(const Figure& figure, const Anatomy& anatomy, const Mapping& map, double unit) {
    const Value* of = find(anatomy, figure.of);
    const Value* centre_value = figure.centre.empty() ? nullptr : find(anatomy, figure.centre);
    const Point centre = centre_value ? centre_value->vector() : anatomy.theta;
    if (!of || !of->m.allFinite()) return {};
    StepOutline out{std::string(figure.meaning), {}, true};
    switch (figure.kind) {
        case Figure::Kind::ellipse: {
            const Eigen::Matrix2d root = of->rank == Value::Rank::matrix ? of->m : Eigen::Matrix2d(of->vector().asDiagonal());
            out.points = ellipse(centre, figure.scale_free ? of_handy_size(root, map, unit) : root, map);
            break;
        }
        case Figure::Kind::circle: out.points = ellipse(centre, of->scalar() * Eigen::Matrix2d::Identity(), map); break;
        case Figure::Kind::segment:
            out.points = {map(centre), map(of->vector())};
            out.closed = false;
            break;
        case Figure::Kind::triangle: {
            const Value *second = find(anatomy, figure.second), *third = find(anatomy, figure.third);
            if (!second || !third) return {};
            out.points = {map(of->vector()), map(second->vector()), map(third->vector())};
            break;
        }
    }
    return out;
}

}  // namespace

StepFigure step_figure(const Anatomy& anatomy, const ViewRect& view, PixelSize size, double unit, std::optional<double> wanted, double former) {
    const Mapping map{view, size};
    StepFigure figure;
    figure.magnification = wanted.value_or(magnification_for(reach_of(anatomy, map), unit, former));
    const auto tip = [&](const Point& move) { return map(anatomy.theta + figure.magnification * move); };
    const auto visible = [&](const Point& move) { return move.allFinite() && map.length(move) * figure.magnification > unit; };

    for (const AnatomyPart& other : anatomy.comparisons) {
        if (!visible(other.move)) continue;
        const double length = map.length(other.move) * figure.magnification, most = longest_comparison * unit;
        const Point drawn = length > most ? Point(other.move * (most / length)) : other.move;
        figure.arrows.push_back({StepArrow::Role::comparison, other.source == "g" ? "−αg" : "raw", other.label, tip(Point::Zero()), tip(drawn), length > most});
    }
    if (anatomy.parts.size() > 1) {
        Point at = Point::Zero();
        int index = 0;
        for (const AnatomyPart& part : anatomy.parts) {
            if (visible(part.move)) figure.arrows.push_back({StepArrow::Role::part, symbol_in(*anatomy.optimizer, part.source), part.label, tip(at), tip(at + part.move), false, index});
            at += part.move;
            ++index;
        }
    }
    if (const Point step = anatomy.next - anatomy.theta; visible(step)) figure.arrows.push_back({StepArrow::Role::whole, "step", "the step taken", tip(Point::Zero()), tip(step)});

    if (anatomy.preconditioner && anatomy.preconditioner->allFinite())
        figure.outlines.push_back({"preconditioner, shape only", ellipse(anatomy.theta, of_handy_size(*anatomy.preconditioner, map, unit), map), true});
    for (const Figure& own : anatomy.optimizer->figures)
        if (auto shape = outline(own, anatomy, map, unit)) figure.outlines.push_back(*std::move(shape));
    return figure;
}

}  // namespace thalweg::app
