// The sequence of Reddi, Kale & Kumar 2018, "On the convergence of Adam and beyond", section 3: update t sees C·x when t mod 3 = 1, else -x;
// the exact loss is the mean, (C-2)/3·x. To that comes ½y² (the paper has x alone), seen in every update.
//
// The paper keeps x in [-1, 1] by projection. Here the lines go on beyond, so that every rule is free to leave: Adam with β₁ = 0, β₂ = 0.1,
// C = 3 then climbs past +1 where the paper's stays on it, AMSGrad falls past -1. There is no lowest point.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    double slope;  // along x

    template <class T>
    T operator()(const T& x, const T& y) const {
        return slope * x + 0.5 * (y * y);
    }
};

class Sequence final : public Differentiable<Formula> {
public:
    explicit Sequence(double c) : Differentiable(Formula{(c - 2) / 3}), steep_(Formula{c}), back_(Formula{-1}) {}

    bool stochastic() const override { return true; }
    void sample_gradients(std::span<const Point> theta, std::uint64_t seed, int step, std::span<Point> gradient) const override {
        seen_by(step).sample_gradients(theta, seed, step, gradient);
    }
    double sample_loss(const Point& theta, std::uint64_t seed, int step) const override { return seen_by(step).sample_loss(theta, seed, step); }

private:
    const Differentiable<Formula>& seen_by(int step) const { return step % 3 == 1 ? steep_ : back_; }

    Differentiable<Formula> steep_, back_;
};

}  // namespace

SurfaceSpec reddi() {
    return {.id = "reddi",
            .name = "Reddi's sequence",
            .formula = "mean of C·x, -x, -x (one after the other), plus ½y²",
            .shows = "One steep step down for two gentle ones up: with β₁ = 0, β₂ = 0.1 and a falling rate Adam walks uphill to x = 1 and beyond, AMSGrad downhill.",
            .domain = {-1, 1, -1, 1},
            .start = {0, 0.5},
            .parameters = {{"c", "C", "slope that every third update sees; the other two see -1", 3, {2, 100}, Scale::log}},
            .make = [](std::span<const double> p) -> std::unique_ptr<Objective> { return std::make_unique<Sequence>(p[0]); }};
}

}  // namespace thalweg
