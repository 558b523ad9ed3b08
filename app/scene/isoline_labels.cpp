#include "app/scene/isoline_labels.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace thalweg::app {
namespace {

// Mapped heights on a coarse grid of pixels, with bilinear values and gradients in between.
class Grid {
public:
    Grid(const HeightField& field, const HeightMapping& mapping, const ViewRect& view, PixelSize size, double cell)
        : cell_(cell), columns_(static_cast<int>(size.width / cell) + 2), rows_(static_cast<int>(size.height / cell) + 2) {
        values_.reserve(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
        for (int j = 0; j < rows_; ++j)
            for (int i = 0; i < columns_; ++i) values_.push_back(height(field, mapping, view.from_pixel({i * cell, j * cell}, size)));
    }

    int columns() const { return columns_; }
    int rows() const { return rows_; }
    double cell() const { return cell_; }
    double at(int i, int j) const { return values_[static_cast<std::size_t>(j) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(i)]; }

    struct Slope {
        double value, gx, gy;
        double length() const { return std::hypot(gx, gy); }
    };

    // NaN outside and near holes.
    Slope at(PixelPoint p) const {
        const double u = p.x / cell_, v = p.y / cell_;
        const int i = static_cast<int>(std::floor(u)), j = static_cast<int>(std::floor(v));
        if (i < 0 || j < 0 || i + 1 >= columns_ || j + 1 >= rows_) return {NAN, NAN, NAN};
        const double s = u - i, t = v - j, a = at(i, j), b = at(i + 1, j), c = at(i, j + 1), d = at(i + 1, j + 1);
        return {(a * (1 - s) + b * s) * (1 - t) + (c * (1 - s) + d * s) * t, ((b - a) * (1 - t) + (d - c) * t) / cell_,
                ((c - a) * (1 - s) + (d - b) * s) / cell_};
    }

private:
    static double height(const HeightField& field, const HeightMapping& mapping, WorldPoint p) {
        const double u = (p.x - field.rect.x_lo) / field.dx() - 0.5, v = (p.y - field.rect.y_lo) / field.dy() - 0.5;
        if (!(u > -1.6 && v > -1.6 && u < field.width + 0.6 && v < field.height + 0.6)) return NAN;
        const double fu = std::floor(u), fv = std::floor(v), s = u - fu, t = v - fv;
        const int i = static_cast<int>(fu), j = static_cast<int>(fv);
        const float corners[4] = {field.at(i, j), field.at(i + 1, j), field.at(i, j + 1), field.at(i + 1, j + 1)};
        for (const float h : corners)
            if (h >= no_value) return NAN;
        const double low = static_cast<double>(corners[0]) * (1 - s) + static_cast<double>(corners[1]) * s;
        const double high = static_cast<double>(corners[2]) * (1 - s) + static_cast<double>(corners[3]) * s;
        return mapping.map(low * (1 - t) + high * t + field.base);
    }

    double cell_;
    int columns_, rows_;
    std::vector<double> values_;
};

struct Candidate {
    IsolineLabel label;
    double half_width = 0;
    double score = 0;
};

// Walks along the isoline from p; false where it bends away, ends or leaves the grid within `reach`.
bool runs_on(const Grid& grid, PixelPoint p, double level, double direction, double reach) {
    constexpr double step = 5;
    double tx = 0, ty = 0;
    for (double walked = 0; walked < reach; walked += step) {
        const Grid::Slope slope = grid.at(p);
        const double length = slope.length();
        if (!(length > 0)) return false;
        const double nx = -slope.gy / length * direction, ny = slope.gx / length * direction;
        if (walked == 0) {
            tx = nx;
            ty = ny;
        } else if (nx * tx + ny * ty < 0.72) {  // turned by more than 44°
            return false;
        }
        p = {p.x + nx * step, p.y + ny * step};
        const Grid::Slope ahead = grid.at(p);
        const double steepness = ahead.gx * ahead.gx + ahead.gy * ahead.gy;
        if (!(steepness > 0)) return false;
        const double back = std::clamp((level - ahead.value) / steepness, -step / std::sqrt(steepness), step / std::sqrt(steepness));
        p = {p.x + back * ahead.gx, p.y + back * ahead.gy};
    }
    return true;
}

double readable(double angle) {
    constexpr double pi = std::numbers::pi;
    if (angle <= -pi / 2) return angle + pi;
    if (angle > pi / 2) return angle - pi;
    return angle;
}

class Placer {
public:
    Placer(const Grid& grid, const HeightMapping& mapping, PixelSize size, std::span<const PixelPoint> avoid, const IsolineLabelOptions& options)
        : grid_(grid), mapping_(mapping), size_(size), avoid_(avoid), options_(options) {}

    void consider(PixelPoint p, int level) {
        const Grid::Slope slope = grid_.at(p);
        const double steepness = slope.length();
        if (!(steepness > 0)) return;
        const double gap = mapping_.spacing / steepness, scale = options_.scale;  // pixels to the next isoline
        if (gap < 7 * scale || gap > 0.2 * size_.height) return;  // crowded; or a flat place, where lines cross or wander
        Candidate c;
        c.label.centre = p;
        c.label.angle = readable(std::atan2(slope.gx, -slope.gy));
        c.label.level = level;
        c.label.fraction = std::clamp(mapping_.fraction(mapping_.level_mapped(level)), 0.0, 1.0);
        // Horizontal text covers least of a horizontal line; and a little asymmetry keeps labels from lining up in symmetric pictures.
        const double off_centre = std::hypot(p.x / size_.width - 0.5, p.y / size_.height - 0.5);
        c.score = std::min(gap / (40 * scale), 1.0) + 1.2 * std::cos(c.label.angle) - 0.5 * off_centre + 0.05 * p.x / size_.width;
        candidates_.push_back(std::move(c));
    }

    std::vector<IsolineLabel> place() {
        std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
        std::set<int> levels;
        for (const Candidate& c : candidates_) levels.insert(c.label.level);
        per_level_ = std::clamp(options_.at_most / std::max(1, static_cast<int>(levels.size())), 1, 3);
        for (Candidate& c : candidates_) {
            if (static_cast<int>(placed_.size()) >= options_.at_most) break;
            if (!is_free(c)) continue;
            c.label.text = level_label(mapping_, c.label.level);
            c.half_width = half_width(c.label.text);
            const double reach = std::max(1.3 * c.half_width + 8 * options_.scale, 36 * options_.scale), level = mapping_.level_mapped(c.label.level);
            if (!inside(c) || !runs_on(grid_, c.label.centre, level, 1, reach) || !runs_on(grid_, c.label.centre, level, -1, reach)) continue;
            placed_.push_back(c.label);
        }
        return std::move(placed_);
    }

private:
    double half_width(const std::string& text) const {
        const auto glyphs = std::count_if(text.begin(), text.end(), [](char ch) { return (static_cast<unsigned char>(ch) & 0xc0U) != 0x80U; });
        return 0.5 * static_cast<double>(glyphs) * options_.glyph_width * options_.scale;
    }

    bool inside(const Candidate& c) const {
        const double x = c.half_width + 14 * options_.scale, y = 0.5 * (options_.text_height) * options_.scale + 12 * options_.scale;
        return c.label.centre.x > x && c.label.centre.x < size_.width - x && c.label.centre.y > y && c.label.centre.y < size_.height - y;
    }

    bool is_free(const Candidate& c) const {
        const auto near = [&](PixelPoint p, double d) { return std::hypot(p.x - c.label.centre.x, p.y - c.label.centre.y) < d * options_.scale; };
        for (const PixelPoint p : avoid_)
            if (near(p, 44)) return false;
        for (const IsolineLabel& other : placed_)
            if (near(other.centre, other.level == c.label.level ? 260 : 96)) return false;
        const auto same = std::count_if(placed_.begin(), placed_.end(), [&](const IsolineLabel& other) { return other.level == c.label.level; });
        return same < per_level_;
    }

    const Grid& grid_;
    const HeightMapping& mapping_;
    PixelSize size_;
    std::span<const PixelPoint> avoid_;
    IsolineLabelOptions options_;
    std::vector<Candidate> candidates_;
    int per_level_ = 1;  // labels for each height, so that every height gets its turn
    std::vector<IsolineLabel> placed_;
};

// Calls visit(level) for every major level between two heights.
template <class Visit>
void for_majors_between(const HeightMapping& m, double a, double b, Visit visit) {
    const double first = std::ceil((std::min(a, b) - m.origin) / m.spacing), last = std::floor((std::max(a, b) - m.origin) / m.spacing);
    if (!(last >= first) || last - first > 8) return;  // NaN, or far too steep for a label
    for (int k = static_cast<int>(std::max(first, 0.0)); k <= static_cast<int>(std::min(last, 1e6)); ++k)
        if (m.is_major(k)) visit(k);
}

}  // namespace

std::vector<IsolineLabel> isoline_labels(const HeightField& field, const HeightMapping& mapping, const ViewRect& view, PixelSize size,
                                         std::span<const PixelPoint> avoid, const IsolineLabelOptions& options) {
    if (field.empty() || size.width < 80 || size.height < 60) return {};
    const Grid grid(field, mapping, view, size, 8 * options.scale);
    Placer placer(grid, mapping, size, avoid, options);
    for (int j = 0; j < grid.rows(); ++j)
        for (int i = 0; i < grid.columns(); ++i) {
            const double here = grid.at(i, j);
            if (i + 1 < grid.columns()) {
                const double right = grid.at(i + 1, j);
                for_majors_between(mapping, here, right, [&](int k) {
                    placer.consider({(i + (mapping.level_mapped(k) - here) / (right - here)) * grid.cell(), j * grid.cell()}, k);
                });
            }
            if (j + 1 < grid.rows()) {
                const double below = grid.at(i, j + 1);
                for_majors_between(mapping, here, below, [&](int k) {
                    placer.consider({i * grid.cell(), (j + (mapping.level_mapped(k) - here) / (below - here)) * grid.cell()}, k);
                });
            }
        }
    return placer.place();
}

}  // namespace thalweg::app
