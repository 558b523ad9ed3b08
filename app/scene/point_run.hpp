// Steps that follow each other, looked at together: what is true of all of them costs one look.
#pragma once

#include "core/numerics/pack.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace thalweg::app {

// The velocities, per step from some earlier point, that pass every one of some steps closely enough.
struct Velocities {
    double x_lo = -HUGE_VAL, x_hi = HUGE_VAL, y_lo = -HUGE_VAL, y_hi = HUGE_VAL;

    bool contain(double x, double y) const { return x >= x_lo && x <= x_hi && y >= y_lo && y <= y_hi; }
    void meet(const Velocities& other) {
        x_lo = max(x_lo, other.x_lo), x_hi = min(x_hi, other.x_hi);
        y_lo = max(y_lo, other.y_lo), y_hi = min(y_hi, other.y_hi);
    }
};

struct PixelBox {
    double x_lo, x_hi, y_lo, y_hi;
};

// x y x y …
inline Lanes in_pairs(double x, double y) {
    const Pair::Vector pair{x, y};
    return [&]<int... i>(std::integer_sequence<int, i...>) { return Lanes(Lanes::Vector(__builtin_shufflevector(pair, pair, (i % 2)...))); }(std::make_integer_sequence<int, native_lanes>());
}

template <std::size_t steps>
class PointRun {
public:
    static constexpr std::size_t size = steps;

    // Of x0 y0 x1 y1 …: each is (value - origin) · scale, of its axis, both in pairs.
    PointRun(const double* xy, const Lanes& origin, const Lanes& scale) {
        Lanes lowest = (Lanes::load(xy) - origin) * scale, highest = lowest;
        Lanes::Mask there = ~Lanes::Mask{};
        for (std::size_t i = 0; i < 2 * size; i += width) {
            const Lanes here = (Lanes::load(xy + i) - origin) * scale;
            here.store(xy_.data() + i);
            lowest = min(lowest, here);
            highest = max(highest, here);
            there &= here == here;
        }
        Pair::load(xy_.data() + 2 * (size - 1)).store(xy_.data() + 2 * size);
        const Pair low = folded<2>(lowest, smaller), high = folded<2>(highest, larger);
        box_ = {low[0], high[0], low[1], high[1]};
        there_ = Lanes::all(there);
    }

    const PixelBox& box() const { return box_; }
    double x(std::size_t i) const { return xy_[2 * i]; }
    double y(std::size_t i) const { return xy_[2 * i + 1]; }

    bool within(double reach) const { return there_ && box_.x_lo > -reach && box_.x_hi < reach && box_.y_lo > -reach && box_.y_hi < reach; }

    // Of the line through all steps, from the first to the last.
    double length() const {
        Lanes length(0.0);  // of every move twice
        for (std::size_t i = 0; i < 2 * size; i += width) {
            const Lanes move = Lanes::load(xy_.data() + i + 2) - Lanes::load(xy_.data() + i), squares = move * move;
            length += sqrt(squares + turned(squares));
        }
        return folded<2>(length, std::plus())[0];
    }

    // x0 y0 x1 y1 … × scale, towards zero.
    std::array<std::int32_t, 2 * size> whole_numbers(double scale) const {
        std::array<std::int32_t, 2 * size> whole;
        for (std::size_t i = 0; i < whole.size(); ++i) whole[i] = static_cast<std::int32_t>(xy_[i] * scale);
        return whole;
    }

    // Which velocities from (x, y), `first` steps before the first of the run, pass all steps within the tolerance on each axis.
    Velocities passing(double x, double y, double first, double tolerance) const {
        const Lanes from = in_pairs(x, y);
        const double* from_table = first <= tabled ? &inverses[2 * static_cast<std::size_t>(first)] : nullptr;  // division is what takes the time here
        Lanes slowest(-HUGE_VAL), fastest(HUGE_VAL);
        for (std::size_t i = 0; i < 2 * size; i += width) {
            const Lanes per_step = from_table ? Lanes::load(from_table + i) : Lanes(1.0) / (Lanes(first) + Lanes::load(numbers.data() + i));
            const Lanes v = (Lanes::load(xy_.data() + i) - from) * per_step, slack = Lanes(tolerance) * per_step;
            slowest = max(slowest, v - slack);
            fastest = min(fastest, v + slack);
        }
        const Pair low = folded<2>(slowest, larger), high = folded<2>(fastest, smaller);
        return {low[0], high[0], low[1], high[1]};
    }

private:
    static constexpr auto smaller = [](auto a, auto b) { return min(a, b); };
    static constexpr auto larger = [](auto a, auto b) { return max(a, b); };
    static constexpr std::size_t width = native_lanes;
    static_assert(2 * size % width == 0);

    static constexpr std::size_t tabled = 512;
    static constexpr std::array<double, 2 * size> numbers = [] {
        std::array<double, 2 * size> n{};
        for (std::size_t i = 0; i < n.size(); ++i) n[i] = static_cast<double>(i / 2);
        return n;
    }();
    static constexpr std::array<double, 2 * (tabled + size)> inverses = [] {
        std::array<double, 2 * (tabled + size)> inverse{};
        for (std::size_t i = 2; i < inverse.size(); ++i) inverse[i] = 1.0 / static_cast<double>(i / 2);
        return inverse;
    }();

    static Lanes turned(const Lanes& pairs) {  // y x y x …
        return [&]<int... i>(std::integer_sequence<int, i...>) { return Lanes(Lanes::Vector(__builtin_shufflevector(pairs.lanes, pairs.lanes, (i ^ 1)...))); }(std::make_integer_sequence<int, native_lanes>());
    }

    alignas(64) std::array<double, 2 * size + 2> xy_;  // the last one twice
    PixelBox box_{};
    bool there_ = false;  // none is NaN
};

}  // namespace thalweg::app
