#include "app/scene/path_geometry.hpp"

#include "app/scene/path_coverage.hpp"
#include "app/scene/path_pen.hpp"
#include "app/scene/point_run.hpp"
#include "app/scene/repeated_moves.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace thalweg::app {
namespace {

constexpr double tolerance = 0.2;  // pixels, on each axis, between a dropped step and where the line has it
constexpr double strength_tolerance = 0.03;
constexpr std::size_t enough = 400;       // vertices: from there on a repeated move is not drawn again
constexpr double guard = 256;             // pixels around the picture in which lines are kept: more than half of any line width

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

    // The same for a whole run of equal strength, the first of it being step `first`. False, and nothing is added, where the line has to turn within it or begin.
    template <std::size_t size>
    bool add(const PointRun<size>& run, double first, const Node& end) {
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

    const Node& last() const { return last_; }  // seen

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
    Velocities at_least(const PixelBox& box, double near, double far) const {
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
    bool all_close(const PixelBox& box) const {
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

class Builder {
public:
    // `hides`: moves that repeat. Not where the line has strengths: the former move may have been a pale one.
    Builder(PathGeometry& geometry, const ViewRect& view, PixelSize size, const PathOptions& options, double cell, bool hides)
        : vertices_(geometry.vertices), hides_(hides), origin_(in_pairs(view.x_lo, view.y_hi)), scale_(in_pairs(size.width / view.width(), -size.height / view.height())),
          pen_(geometry, around(size, guard * std::max(1.0, options.scale)), options.dash_period), dots_(geometry, size, options.dot_distance * options.scale), moves_(0.5 * cell) {}

    void add(WorldPoint w, double step, double strength) {
        const Node p{(w.x - origin_[0]) * scale_[0], (w.y - origin_[1]) * scale_[1], step, strength};
        if (std::isfinite(p.x) && std::isfinite(p.y)) add(p, moves_.to(p.x, p.y));
        else break_off();
    }

    static constexpr std::size_t many = 64, some = 16;

    // Steps `first` …, `many` of them, from x0 y0 x1 y1 …: looked at all together, else `some` together, else one by one.
    void add_run(const double* xy, std::size_t first) {
        if (add_at_once(PointRun<many>(xy, origin_, scale_), first)) return;
        for (std::size_t i = 0; i < many; i += some) {
            const PointRun<some> run(xy + 2 * i, origin_, scale_);
            if (!add_at_once(run, first + i)) add_each(xy + 2 * i, run, first + i);
        }
    }

    void break_off() {
        dots_.break_off();
        moves_.break_off();
        thinner_.finish();
        hidden_.reset();
    }

private:
    // False, and nothing is added, where its steps have to be looked at one by one.
    template <std::size_t size>
    bool add_at_once(const PointRun<size>& run, std::size_t first) {
        if (!run.within(RepeatedMoves::far)) return false;
        const Node end = node(run, first, size - 1);
        if (hidden_) {
            if (!moves_.swings(run)) return false;
            hidden_->go_on_through(run, node(run, first, 0), end);
        } else {
            if (!dots_.all_close(run.box()) || !thinner_.add(run, static_cast<double>(first), end)) return false;
            dots_.skip_to(end);
            moves_.start(end.x, end.y);
        }
        return true;
    }

    template <std::size_t size>
    void add_each(const double* xy, const PointRun<size>& run, std::size_t first) {
        if (!run.within(RepeatedMoves::far)) {
            for (std::size_t i = 0; i < size; ++i) add({xy[2 * i], xy[2 * i + 1]}, static_cast<double>(first + i), 1);
            return;
        }
        const std::uint32_t repeats = moves_.through(run);
        for (std::size_t i = 0; i < size; ++i) {
            const bool repeated = (repeats >> i & 1) != 0;
            if (hidden_ && repeated) hidden_->go_on_to(node(run, first, i));
            else add(node(run, first, i), repeated);
        }
    }

    template <std::size_t size>
    static Node node(const PointRun<size>& run, std::size_t first, std::size_t i) { return {run.x(i), run.y(i), static_cast<double>(first + i), 1}; }

    static Guard around(PixelSize size, double margin) { return {-margin, size.width + margin, -margin, size.height + margin}; }

    void add(const Node& p, bool repeats) {
        if (repeats && hides_ && vertices_.size() > enough) {
            if (!hidden_) {
                thinner_.finish();
                dots_.add(p);
                hidden_ = {thinner_.last()};
            }
            hidden_->go_on_to(p);
            return;
        }
        if (hidden_) {
            pen_.skip(hidden_->length);
            thinner_.add(hidden_->last);
            dots_.skip_to(hidden_->last);
            hidden_.reset();
        }
        thinner_.add(p);
        dots_.add(p);
    }

    // A part of the line that is not drawn because it repeats itself.
    struct Hidden {
        Node last;
        double length = 0;

        void go_on_to(const Node& p) {
            length += distance(last, p);
            last = p;
        }
        template <std::size_t size>
        void go_on_through(const PointRun<size>& run, const Node& first, const Node& end) {
            length += distance(last, first) + run.length();
            last = end;
        }
    };

    const std::vector<PathVertex>& vertices_;
    bool hides_;
    Lanes origin_, scale_;  // from the world to pixels: (value - origin) · scale, x and y in turns
    Pen pen_;
    Thinner thinner_{pen_};
    DotPicker dots_;
    RepeatedMoves moves_;
    std::optional<Hidden> hidden_;
};

}  // namespace

PathGeometry build_path(const PathPoints& points, const ViewRect& view, PixelSize size, const PathOptions& options) {
    PathGeometry geometry;
    if (size.width <= 0 || size.height <= 0 || points.count == 0) return geometry;
    const double cell = std::max(1.0, options.scale);
    Builder builder(geometry, view, size, options, cell, !points.strengths);
    const bool packed = points.stride == 2 && points.y == points.x + 1 && !points.steps && !points.strengths;
    std::size_t i = 0;
    for (; packed && i + Builder::many <= points.count; i += Builder::many) builder.add_run(points.x + 2 * i, i);
    for (; i < points.count; ++i) builder.add(points[i], points.step(i), points.strength(i));
    builder.break_off();
    drop_covered(geometry.vertices, size, cell);
    drop_covered_dots(geometry.dots, size, cell);
    return geometry;
}

}  // namespace thalweg::app
