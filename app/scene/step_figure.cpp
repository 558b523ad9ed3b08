#include "app/scene/step_figure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr double shortest_reach = 34, longest_reach = 150, longest_comparison = 210, shape_radius = 46;  // in unscaled pixels
constexpr double most_of_figures = 4;  // how much larger than the arrows a figure may be and still fit as a whole
constexpr int corners = 72;  // of an ellipse

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

std::vector<Point> ellipse(const Point& centre, const Eigen::Matrix2d& root) {
    std::vector<Point> points;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        points.push_back(centre + root * Point(std::cos(angle), std::sin(angle)));
    }
    return points;
}

// The matrix scaled so that its ellipse has a handy size on screen.
Eigen::Matrix2d of_handy_size(const Eigen::Matrix2d& root, const Mapping& map, double unit) {
    double largest = 0;
    for (const Point& p : ellipse(Point::Zero(), root)) largest = std::max(largest, map.length(p));
    return largest > 0 && std::isfinite(largest) ? Eigen::Matrix2d(root * (shape_radius * unit / largest)) : Eigen::Matrix2d::Zero();
}

const Value* find(const Anatomy& anatomy, std::string_view name) {
    const auto at = anatomy.names.find(name);
    return at == anatomy.names.end() ? nullptr : &at->second;
}

// A figure of the optimizer's facts in the plane, at its true size; no points where its quantities are not there.
struct PlaneOutline {
    const Figure* facts;
    std::vector<Point> points;
    Eigen::Matrix2d root = Eigen::Matrix2d::Zero();  // of an ellipse
};

PlaneOutline outline(const Figure& figure, const Anatomy& anatomy) {
    PlaneOutline out{&figure, {}};
    const Value* of = find(anatomy, figure.of);
    const Value* centre_value = figure.centre.empty() ? nullptr : find(anatomy, figure.centre);
    const Point centre = centre_value ? centre_value->vector() : anatomy.theta;
    if (!of || (!figure.centre.empty() && !centre_value)) return out;
    switch (figure.kind) {
        case Figure::Kind::ellipse:
            out.root = of->rank == Value::Rank::matrix ? of->m : Eigen::Matrix2d(of->vector().asDiagonal());
            out.points = ellipse(centre, out.root);
            break;
        case Figure::Kind::circle: out.points = ellipse(centre, of->vector().x() * Eigen::Matrix2d::Identity()); break;
        case Figure::Kind::segment: out.points = {centre, of->vector()}; break;
        case Figure::Kind::triangle:
            if (const Value *second = find(anatomy, figure.second), *third = find(anatomy, figure.third); second && third)
                out.points = {of->vector(), second->vector(), third->vector()};
            break;
    }
    if (std::any_of(out.points.begin(), out.points.end(), [](const Point& p) { return !p.allFinite(); })) out.points.clear();
    return out;
}

std::string preconditioner_label(const OptimizerSpec& optimizer) {
    for (const Quantity& q : optimizer.derived)
        if (q.id == "effective_rate") return "preconditioner, shape of " + std::string(q.symbol);
    return "preconditioner, shape only";
}

// What stands beside an arrow: the symbol of its source; decay is known by its name.
std::string caption_of(const OptimizerSpec& optimizer, const AnatomyPart& part) { return part.decay.empty() ? symbol_in(optimizer, part.source) : "decay"; }

}  // namespace

StepFigure step_figure(const Anatomy& anatomy, const ViewRect& view, PixelSize size, double unit, std::optional<double> wanted, double former) {
    const Mapping map{view, size};
    StepFigure figure;
    std::vector<PlaneOutline> own;
    const double arrows = reach_of(anatomy, map);
    double reach = arrows;
    for (const Figure& facts : anatomy.optimizer->figures) {
        own.push_back(outline(facts, anatomy));
        if (!facts.scale_free)
            for (const Point& p : own.back().points) reach = std::max(reach, std::min(map.length(p - anatomy.theta), most_of_figures * arrows));
    }
    figure.magnification = wanted.value_or(magnification_for(reach, unit, former));
    const auto tip = [&](const Point& move) { return map(anatomy.theta + figure.magnification * move); };
    // What a racer at rest still moves by would show the rounding of its numbers.
    const double rounding = 1e-13 * anatomy.theta.norm();
    const auto visible = [&](const Point& move) { return move.allFinite() && move.norm() > rounding && map.length(move) * figure.magnification > unit; };

    int comparison = 0;
    for (const AnatomyPart& other : anatomy.comparisons) {
        if (!visible(other.move)) continue;
        const double length = map.length(other.move) * figure.magnification, most = longest_comparison * unit;
        const Point drawn = length > most ? Point(other.move * (most / length)) : other.move;
        figure.arrows.push_back({StepArrow::Role::comparison, other.source == "g" ? "−αg" : "raw", other.label, tip(Point::Zero()), tip(drawn), length > most, comparison++});
    }
    if (anatomy.parts.size() > 1) {
        Point at = Point::Zero();
        int index = 0;
        for (const AnatomyPart& part : anatomy.parts) {
            if (visible(part.move)) figure.arrows.push_back({StepArrow::Role::part, caption_of(*anatomy.optimizer, part), part.label, tip(at), tip(at + part.move), false, index});
            at += part.move;
            ++index;
        }
    }
    if (const Point step = anatomy.next - anatomy.theta; visible(step)) figure.arrows.push_back({StepArrow::Role::whole, "step", "the step taken", tip(Point::Zero()), tip(step)});

    const auto add_outline = [&](std::string symbol, std::string label, const std::vector<Point>& points, auto&& place, bool closed) {
        if (points.empty()) return;
        StepOutline out{std::move(symbol), std::move(label), {}, closed};
        for (const Point& p : points) out.points.push_back(place(p));
        figure.outlines.push_back(std::move(out));
    };
    if (anatomy.preconditioner && anatomy.preconditioner->allFinite())
        add_outline("P", preconditioner_label(*anatomy.optimizer), ellipse(anatomy.theta, of_handy_size(*anatomy.preconditioner, map, unit)), map, true);
    for (const PlaneOutline& o : own) {
        const std::string symbol = symbol_in(*anatomy.optimizer, o.facts->of), label(o.facts->meaning);
        if (o.facts->scale_free && o.facts->kind == Figure::Kind::ellipse) {
            if (o.root.allFinite()) add_outline(symbol, label, ellipse(anatomy.theta, of_handy_size(o.root, map, unit)), map, true);
        } else {
            add_outline(symbol, label, o.points, [&](const Point& p) { return tip(p - anatomy.theta); }, o.facts->kind != Figure::Kind::segment);
        }
    }
    return figure;
}

}  // namespace thalweg::app
