#include "app/scene/path_geometry.hpp"

#include "app/scene/path_coverage.hpp"
#include "app/scene/point_run.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace thalweg::app {
namespace {

constexpr double tolerance = 0.2;  // pixels, on each axis, between a dropped step and where the line has it
constexpr double strength_tolerance = 0.03;
constexpr std::size_t few = 400;          // vertices: up to there every move is drawn, repeated or not
constexpr double guard = 256;             // pixels around the picture in which lines are kept: more than half of any line width

struct Node {
    double x, y, step, strength;
};

double distance_squared(const Node& a, const Node& b) { return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y); }
double distance(const Node& a, const Node& b) { return std::sqrt(distance_squared(a, b)); }  // hypot is ten times slower; infinite is fine
Node between(const Node& a, const Node& b, double t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.step + (b.step - a.step) * t, a.strength + (b.strength - a.strength) * t}; }

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

    void lift() {
        lift_strip();
        last_.reset();
    }

private:
    double wrapped(double arc) const {
        if (arc < period_) return arc;  // most are; fmod takes ten times as long
        if (!std::isfinite(arc)) return 0;  // beyond any picture
        return period_ > 0 ? std::fmod(arc, period_) : arc;
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

// Drops steps that nobody would miss: those where a straight, steady move from the last kept step to a later one has them anyway. As positions
// are compared at equal steps, the playhead still cuts the line where its disc stands. One division a step, however many are dropped:
// every dropped step leaves a range of velocities that pass it closely enough, and only the intersection of these ranges is kept.
class Thinner {
public:
    explicit Thinner(Pen& pen) : pen_(pen) {}

    void add(const Node& p) {
        if (!started_) return start(p);
        double per_step = 1.0 / (p.step - from_.step);
        double vx = (p.x - from_.x) * per_step, vy = (p.y - from_.y) * per_step;
        if (!passing_.contain(vx, vy) || std::abs(p.strength - from_.strength) > strength_tolerance) {
            turn();
            per_step = 1.0 / (p.step - from_.step);
            vx = (p.x - from_.x) * per_step;
            vy = (p.y - from_.y) * per_step;
        }
        const double slack = tolerance * per_step;
        passing_.meet({vx - slack, vx + slack, vy - slack, vy + slack});
        last_ = p;
    }

    // The same for a whole run of equal strength, the first of it being step `first`. False, and nothing is added, where the line has to turn within it.
    bool add(const PointRun& run, double first, const Node& end) {
        if (!started_ || from_.strength != end.strength) return false;
        const double far = 1.0 / (end.step - from_.step), vx = (end.x - from_.x) * far, vy = (end.y - from_.y) * far;
        if (!passing_.contain(vx, vy)) return false;
        Velocities passing = passing_;
        passing.meet(at_least(run.box(), 1.0 / (first - from_.step), far));
        if (!passing.contain(vx, vy)) {
            passing = passing_;
            passing.meet(run.passing(from_.x, from_.y, first - from_.step, tolerance));
            if (!passing.contain(vx, vy)) return false;
        }
        passing_ = passing;
        last_ = end;
        return true;
    }

    void finish() {
        if (started_ && last_.step > from_.step && distance(from_, last_) > 0.02) pen_.line_to(last_);
        pen_.lift();
        started_ = false;
    }

private:
    void start(const Node& p) {
        pen_.move_to(p);
        last_ = p;
        started_ = true;
        forget();
    }

    void turn() {
        pen_.line_to(last_);
        forget();
    }

    void forget() {
        from_ = last_;
        passing_ = {};
    }

    // Of the velocities that pass all steps somewhere in the box, those that are cheap to tell.
    Velocities at_least(const PointRun::Box& box, double near, double far) const {
        const auto slowest = [&](double above) { return above * (above > 0 ? near : far); };
        const auto fastest = [&](double below) { return below * (below > 0 ? far : near); };
        return {slowest(box.x_hi - tolerance - from_.x), fastest(box.x_lo + tolerance - from_.x), slowest(box.y_hi - tolerance - from_.y), fastest(box.y_lo + tolerance - from_.y)};
    }

    Pen& pen_;
    bool started_ = false;
    Node from_{}, last_{};  // the last kept step; the last one seen
    Velocities passing_;    // every step since, from the last kept one
};

// Finds the steps that stand apart from both neighbours; the end of a path counts as far away.
class DotPicker {
public:
    DotPicker(PathGeometry& geometry, PixelSize size, double apart)
        : out_(geometry.dots), picture_{-8, size.width + 8.0, -8, size.height + 8.0}, apart_squared_(apart * apart) {}

    void add(const Node& p) {
        const double gap = started_ ? distance_squared(last_, p) : HUGE_VAL;
        settle(gap);
        last_ = p;
        gap_ = gap;
        started_ = true;
        open_ = picture_.contains(p);
    }

    // Whether none of the steps within the box stands apart.
    bool all_close(const PointRun::Box& box) const {
        if (!started_) return false;
        const Node low{std::min(box.x_lo, last_.x), std::min(box.y_lo, last_.y), 0, 0}, high{std::max(box.x_hi, last_.x), std::max(box.y_hi, last_.y), 0, 0};
        return distance_squared(low, high) < apart_squared_;
    }
    // Up to here none does, or has had its dot.
    void skip_to(const Node& end) {
        last_ = end;
        gap_ = 0;
        open_ = picture_.contains(end);
    }

    void break_off() {
        settle(HUGE_VAL);
        started_ = open_ = false;
    }

private:
    void settle(double gap_after) {
        if (!open_ || std::min(gap_, gap_after) < apart_squared_) return;
        out_.push_back({static_cast<float>(last_.x), static_cast<float>(last_.y), 0, static_cast<float>(last_.step), static_cast<float>(last_.strength)});
    }

    std::vector<PathVertex>& out_;
    Guard picture_;
    double apart_squared_;
    Node last_{};              // waits for its distance to the next step
    double gap_ = 0;           // its squared distance from the step before
    bool started_ = false, open_ = false;
};

}  // namespace

PathGeometry build_path(const PathPoints& points, const ViewRect& view, PixelSize size, const PathOptions& options) {
    PathGeometry geometry;
    if (size.width <= 0 || size.height <= 0 || points.count == 0) return geometry;
    const double margin = guard * std::max(1.0, options.scale);
    const Guard guard_rect{-margin, size.width + margin, -margin, size.height + margin};
    Pen pen(geometry, guard_rect, options.dash_period);
    Thinner thinner(pen);
    DotPicker dots(geometry, size, options.dot_distance * options.scale);
    const double cell = std::max(1.0, options.scale);
    RepeatedMoves moves(0.5 * cell);
    const double sx = size.width / view.width(), sy = size.height / view.height();
    std::optional<Node> hidden;  // the last step, where the line is not drawn because it repeats itself
    const auto reappear = [&] {
        if (!hidden) return;
        thinner.add(*hidden);
        dots.skip_to(*hidden);
        hidden.reset();
    };
    const auto add = [&](const Node& p, bool repeats) {
        if (repeats && geometry.vertices.size() > few) {
            if (!hidden) thinner.finish(), dots.add(p);
            hidden = p;
            return;
        }
        reappear();
        thinner.add(p);
        dots.add(p);
    };
    const auto add_one = [&](const Node& p) {
        if (std::isfinite(p.x) && std::isfinite(p.y)) {
            add(p, moves.to(p.x, p.y));
        } else {
            dots.break_off();
            moves.break_off();
            thinner.finish();
            hidden.reset();
        }
    };
    const auto add_run = [&](std::size_t first) {
        const PointRun run(points.x + 2 * first, {view.x_lo, view.y_hi}, {sx, -sy});
        const auto node = [&](std::size_t i) { return Node{run.x(i), run.y(i), static_cast<double>(first + i), 1}; };
        const Node end = node(PointRun::size - 1);
        if (!run.within(RepeatedMoves::far)) {
            for (std::size_t i = 0; i < PointRun::size; ++i) add_one(node(i));
        } else if (!hidden && dots.all_close(run.box()) && thinner.add(run, static_cast<double>(first), end)) {
            dots.skip_to(end);
            moves.start(end.x, end.y);
        } else {
            const std::uint32_t repeats = moves.through(run);
            for (std::size_t i = 0; i < PointRun::size; ++i) {
                const bool repeated = (repeats >> i & 1) != 0;
                if (hidden && repeated) hidden = node(i);
                else add(node(i), repeated);
            }
        }
    };
    const bool in_pairs = points.stride == 2 && points.y == points.x + 1 && !points.steps && !points.strengths;
    std::size_t i = 0;
    for (; in_pairs && i + PointRun::size <= points.count; i += PointRun::size) add_run(i);
    for (; i < points.count; ++i) {
        const WorldPoint w = points[i];
        add_one({(w.x - view.x_lo) * sx, (view.y_hi - w.y) * sy, points.step(i), points.strength(i)});
    }
    dots.break_off();
    thinner.finish();
    drop_covered(geometry.vertices, size, cell);
    drop_covered_dots(geometry.dots, size, cell);
    return geometry;
}

}  // namespace thalweg::app
