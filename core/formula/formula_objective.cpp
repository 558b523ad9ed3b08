#include "core/formula/formula_objective.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "core/formula/interpret.hpp"

namespace thalweg {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t row_block = 32;    // packs per instruction: 2 KiB per register with AVX-512, so that a few dozen stay in the L1 cache
constexpr std::size_t point_block = 8;   // dual numbers are three times as large

// Room for registers: on the stack, unless the formula is uncommonly long.
template <class T>
class Room {
public:
    explicit Room(std::size_t n) {
        if (n * sizeof(T) > sizeof stack_) heap_ = std::make_unique_for_overwrite<T[]>(n);
    }
    T* get() { return heap_ ? heap_.get() : reinterpret_cast<T*>(stack_); }

private:
    alignas(64) std::byte stack_[48 * 1024];  // not touched beyond what the formula needs
    std::unique_ptr<T[]> heap_;
};

template <class T>
T at_point(const Program& program, const T& x, const T& y) {
    Room<T> room(program.registers);
    const RegisterFile<T> file{room.get(), program.wide, 1, 1};
    *file.at(0) = x;
    *file.at(program.wide) = y;
    run<T>(program.of_y, file, 1);
    run<T>(program.of_x, file, 1);
    return *file.at(program.result);
}

}  // namespace

Pair FormulaObjective::gradient(Pair theta, double& loss) const {
    using Number = Dual<double, Pair>;
    const Number f = at_point(program_, Number{theta[0], Pair(Pair::Vector{1, 0})}, Number{theta[1], Pair(Pair::Vector{0, 1})});
    loss = f.v;
    return std::isnan(f.v) ? Pair(undefined) : f.d;
}

void FormulaObjective::evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const {
    if (theta.size() == 1) {
        this->gradient(Pair::load(theta[0].data()), loss[0]).store(gradient[0].data());
        return;
    }
    using Number = Dual<Lanes>;
    constexpr std::size_t lanes = native_lanes;
    const std::size_t width = std::min(point_block, (theta.size() + lanes - 1) / lanes);
    Room<Number> room(RegisterFile<Number>::size(program_, width, width));
    const RegisterFile<Number> file{room.get(), program_.wide, width, width};
    for (std::size_t first = 0; first < theta.size(); first += width * lanes) {
        const std::size_t count = std::min(width * lanes, theta.size() - first), packs = (count + lanes - 1) / lanes;
        for (std::size_t j = 0; j < packs; ++j) {
            Number &x = file.at(0)[j], &y = file.at(program_.wide)[j];
            x.d = {1.0, 0.0};
            y.d = {0.0, 1.0};
            for (std::size_t k = 0; k < lanes; ++k) {  // idle lanes repeat the last point
                const Point& p = theta[first + std::min(j * lanes + k, count - 1)];
                x.v.lanes[k] = p.x();
                y.v.lanes[k] = p.y();
            }
        }
        run<Number>(program_.of_y, file, packs);
        run<Number>(program_.of_x, file, packs);
        const Number* f = file.at(program_.result);
        for (std::size_t i = 0; i < count; ++i) {
            const Number& pack = f[i / lanes];
            const int lane = static_cast<int>(i % lanes);
            const double value = pack.v[lane];
            loss[first + i] = value;
            gradient[first + i] = std::isnan(value) ? Point(undefined, undefined) : Point(pack.d.x[lane], pack.d.y[lane]);
        }
    }
}

Derivatives FormulaObjective::derivatives(const Point& theta) const {
    using First = Dual<double>;
    using Second = Dual<First>;
    const First one{1.0, {}}, zero{0.0, {}};
    const Second f = at_point(program_, Second{First{theta.x(), {1.0, 0.0}}, {one, zero}}, Second{First{theta.y(), {0.0, 1.0}}, {zero, one}});
    if (std::isnan(f.v.v)) return {f.v.v, Point(undefined, undefined), Eigen::Matrix2d::Constant(undefined)};
    Derivatives result{f.v.v, {f.v.d.x, f.v.d.y}, {}};
    const double mixed = 0.5 * (f.d.x.d.y + f.d.y.d.x);  // equal but for rounding
    result.hessian << f.d.x.d.x, mixed, mixed, f.d.y.d.y;
    return result;
}

void FormulaObjective::heights(std::span<const double> x, double y, std::span<double> loss) const {
    constexpr std::size_t lanes = native_lanes;
    Room<Lanes> room(RegisterFile<Lanes>::size(program_, row_block, 1));
    const RegisterFile<Lanes> file{room.get(), program_.wide, row_block, 1};
    *file.at(program_.wide) = y;
    run<Lanes>(program_.of_y, file, 1);
    if (program_.result >= program_.wide) {
        std::fill(loss.begin(), loss.end(), (*file.at(program_.result))[0]);
        return;
    }
    for (std::size_t first = 0; first < x.size(); first += row_block * lanes) {
        const std::size_t count = std::min(row_block * lanes, x.size() - first), packs = (count + lanes - 1) / lanes;
        file.at(0)[packs - 1] = x[first];  // what the row does not fill
        std::memcpy(file.at(0), &x[first], count * sizeof(double));
        run<Lanes>(program_.of_x, file, packs);
        std::memcpy(&loss[first], file.at(program_.result), count * sizeof(double));
    }
}

}  // namespace thalweg
