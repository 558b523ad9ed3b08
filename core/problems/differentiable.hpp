// Turns one formula, written once for any scalar type, into an Objective: doubles give the loss, dual numbers the exact
// gradient, nested duals the Hessian, packs a whole row of a height field.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "core/numerics/dual.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// Racers are evaluated two by two, as few as one register holds with their gradients, so that the dependency chains of the others
// overlap: this suits formulas of + − × ÷ √. One that uses exp, log, sin, … says `static constexpr bool transcendental = true` and is
// evaluated with racers side by side in lanes instead, because one vector exp costs little more than one exp. All ways give the same bits.
template <class Formula>
concept Transcendental = Formula::transcendental;

template <class Formula>
class Differentiable : public Objective {
public:
    explicit Differentiable(Formula formula) : formula_(std::move(formula)) {}

    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        if constexpr (Transcendental<Formula>) {
            for (std::size_t i = 0; i < theta.size(); i += native_lanes)
                in_lanes(theta.data() + i, gradient.data() + i, loss.data() + i, std::min<std::size_t>(native_lanes, theta.size() - i));
        } else {
            std::size_t i = 0;
            for (; i + 2 <= theta.size(); i += 2) two_in_registers(&theta[i], &gradient[i], &loss[i]);
            if (i < theta.size()) in_registers(Pair::load(theta[i].data()), loss[i]).store(gradient[i].data());
        }
    }

    Pair gradient(Pair theta, double& loss) const override {
        if constexpr (Transcendental<Formula>) return Objective::gradient(theta, loss);
        else return in_registers(theta, loss);
    }

    Derivatives derivatives(const Point& theta) const override {
        using First = Dual<double>;
        using Second = Dual<First>;
        const First one{1.0, {}}, zero{0.0, {}};
        const Second f = formula_(Second{First{theta.x(), {1.0, 0.0}}, {one, zero}}, Second{First{theta.y(), {0.0, 1.0}}, {zero, one}});
        Derivatives result{f.v.v, {f.v.d.x, f.v.d.y}, {}};
        const double mixed = 0.5 * (f.d.x.d.y + f.d.y.d.x);  // equal but for rounding
        result.hessian << f.d.x.d.x, mixed, mixed, f.d.y.d.y;
        return result;
    }

    void heights(std::span<const double> x, double y, std::span<double> loss) const override {
        const Formula formula = formula_;  // a copy that no store to loss can change
        const Lanes row = y;
        constexpr std::size_t lanes = native_lanes;
        const std::size_t whole = x.size() / lanes * lanes;
        for (std::size_t i = 0; i < whole; i += lanes) formula(Lanes::load(&x[i]), row).store(&loss[i]);
        if (whole == x.size()) return;
        std::array<double, lanes> rest{};
        std::copy(x.begin() + static_cast<std::ptrdiff_t>(whole), x.end(), rest.begin());
        formula(Lanes::load(rest.data()), row).store(rest.data());
        std::copy_n(rest.begin(), x.size() - whole, &loss[whole]);
    }

protected:
    const Formula& formula() const { return formula_; }

private:
    Pair in_registers(Pair p, double& loss) const {
        using Number = Dual<double, Pair>;
        const Number f = formula_(Number{p[0], Pair(Pair::Vector{1, 0})}, Number{p[1], Pair(Pair::Vector{0, 1})});
        loss = f.v;
        return f.d;
    }

    // Of each point the value stands in two lanes, above its two derivatives.
    void two_in_registers(const Point* theta, Point* gradient, double* loss) const {
        using Quad = Pack<double, 4>;
        using Number = Dual<Quad, Quad>;
        const Quad::Vector p = __builtin_shufflevector(Pair::load(theta[0].data()).lanes, Pair::load(theta[1].data()).lanes, 0, 1, 2, 3);
        const Quad x = Quad::Vector(__builtin_shufflevector(p, p, 0, 0, 2, 2)), y = Quad::Vector(__builtin_shufflevector(p, p, 1, 1, 3, 3));
        const Number f = formula_(Number{x, Quad::Vector{1, 0, 1, 0}}, Number{y, Quad::Vector{0, 1, 0, 1}});
        static_assert(sizeof(Quad) == 2 * sizeof(Point));
        std::memcpy(static_cast<void*>(gradient), &f.d.lanes, sizeof f.d.lanes);
        Pair(Pair::Vector{f.v[0], f.v[2]}).store(loss);
    }

    void in_lanes(const Point* theta, Point* gradient, double* loss, std::size_t n) const {
        Dual<Lanes> x(0.0), y(0.0);
        x.d = {1.0, 0.0};
        y.d = {0.0, 1.0};
        for (std::size_t k = 0; k < native_lanes; ++k) {  // idle lanes repeat the first point
            const Point& p = theta[k < n ? k : 0];
            x.v.lanes[k] = p.x();
            y.v.lanes[k] = p.y();
        }
        const Dual<Lanes> f = formula_(x, y);
        for (std::size_t k = 0; k < n; ++k) {
            const int lane = static_cast<int>(k);
            Pair(Pair::Vector{f.d.x[lane], f.d.y[lane]}).store(gradient[k].data());
            loss[k] = f.v[lane];
        }
    }

    Formula formula_;
};

}  // namespace thalweg
