// Writes a trajectory's vertices: cut to what is near the picture, with arc lengths for its dashes.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "app/scene/path_geometry.hpp"

namespace thalweg::app {

struct Node {
    double x, y, step, strength;
};

inline double distance_squared(const Node& a, const Node& b) { return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y); }
inline double distance(const Node& a, const Node& b) { return std::sqrt(distance_squared(a, b)); }  // hypot is ten times slower; infinite is fine
inline Node between(const Node& a, const Node& b, double t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.step + (b.step - a.step) * t, a.strength + (b.strength - a.strength) * t}; }

// Cuts the segment to the guard rectangle (Liang–Barsky): the part [t0, t1] that lies inside, if any.
struct Guard {
    double x_lo, x_hi, y_lo, y_hi;

    bool contains(const Node& p) const { return p.x >= x_lo && p.x <= x_hi && p.y >= y_lo && p.y <= y_hi; }

    bool cut(const Node& a, const Node& b, double& t0, double& t1) const {
        t0 = 0;
        t1 = 1;
        if (contains(a) && contains(b)) return true;
        return cut_axis(a.x, b.x, x_lo, x_hi, t0, t1) && cut_axis(a.y, b.y, y_lo, y_hi, t0, t1) && t0 < t1;
    }

private:
    static bool cut_axis(double a, double b, double lo, double hi, double& t0, double& t1) {
        const double d = b - a;
        if (d == 0) return a >= lo && a <= hi;
        const double to_lo = (lo - a) / d, to_hi = (hi - a) / d;
        t0 = std::max(t0, std::min(to_lo, to_hi));
        t1 = std::min(t1, std::max(to_lo, to_hi));
        return t0 < t1;
    }
};

// Writes vertices, cut to the guard rectangle, and counts the arc length; off-screen parts count too, so dashes stand still while panning.
class Pen {
public:
    Pen(PathGeometry& geometry, const Guard& rect, double dash_period) : out_(geometry.vertices), guard_(rect), period_(dash_period) {}

    void move_to(const Node& p) {
        lift();
        last_ = p;
    }

    void line_to(const Node& p) {
        if (!last_) return move_to(p);
        const double length = distance(*last_, p);
        double t0 = 0, t1 = 1;
        if (length > 0 && guard_.cut(*last_, p, t0, t1)) {
            if (!down_ || t0 > 0) begin(between(*last_, p, t0), arc_ + t0 * length);
            put(between(*last_, p, t1), arc_ + t1 * length);
            if (t1 < 1) lift_strip();
        } else if (length > 0) {
            lift_strip();
        }
        arc_ = wrapped(arc_ + length);
        last_ = p;
    }

    // A way that is not drawn, between a lift and the next move_to.
    void skip(double length) { arc_ = wrapped(arc_ + length); }

    void lift() {
        lift_strip();
        last_.reset();
    }

private:
    double wrapped(double arc) const {
        if (arc < period_) return arc;
        if (!(arc < 1e12)) return 0;  // beyond any picture
        return period_ > 0 ? arc - period_ * std::floor(arc / period_) : arc;  // fmod takes ten times as long
    }

    void begin(const Node& p, double arc) {
        lift_strip();
        if (out_.empty()) separate(p);
        put(p, arc);
        down_ = true;
    }

    void put(const Node& p, double arc) {
        // The clamp only bites where an end lies so far out that the cut itself is lost in rounding.
        out_.push_back({static_cast<float>(std::clamp(p.x, guard_.x_lo, guard_.x_hi)), static_cast<float>(std::clamp(p.y, guard_.y_lo, guard_.y_hi)),
                        static_cast<float>(wrapped(arc)), static_cast<float>(p.step), static_cast<float>(p.strength)});
    }

    void separate(const Node& p) { out_.push_back({static_cast<float>(p.x), static_cast<float>(p.y), 0, path_gap}); }

    void lift_strip() {
        if (!down_) return;
        out_.push_back({out_.back().x, out_.back().y, 0, path_gap});
        down_ = false;
    }

    std::vector<PathVertex>& out_;
    Guard guard_;
    double period_;
    double arc_ = 0;
    bool down_ = false;
    std::optional<Node> last_;
};

}  // namespace thalweg::app
