// The problem as a rule may ask it during one update. Every call is counted; all calls of one update see the same sample and
// the same noise, and gradients come clipped, as the racer's conditions want it.
#pragma once

#include <limits>

#include "core/numerics/random.hpp"
#include "core/problems/conditions.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

struct Sample {
    double loss;
    Point gradient;
};

class Oracle {
public:
    // One update of one racer. `draw` is noise_of_update() of it.
    Oracle(const Objective& objective, std::uint64_t seed, int step, const Noise& noise, const Point& draw, const Clipping& clipping)
        : objective_(objective), seed_(seed), step_(step), noise_(noise), draw_(draw), clipping_(clipping) {}

    // Loss and gradient at a point, as the update sees them.
    Sample at(const Point& theta);
    Point gradient(const Point& theta) { return at(theta).gradient; }
    double loss(const Point& theta);

    // The exact Hessian of the whole loss. Counts as two evaluations, the price of two Hessian-vector products.
    Eigen::Matrix2d hessian(const Point& theta);

    // Random bits for a rule that draws: number i of this update, the same for every racer.
    RandomBlock draw(std::uint32_t i) const { return thalweg::draw(seed_, Stream::rule, static_cast<std::uint32_t>(step_), i); }

    // The exact loss and gradient at a point where they are known already: not computed again, counted all the same.
    void know(const Point& theta, const Sample& exact) {
        known_at_ = theta;
        known_ = exact;
    }

    // Gradients are taken at θ + radius·g/‖g‖ instead of θ, as sharpness-aware minimization does; 0 is off.
    void set_ascent(double radius) { ascent_ = radius; }

    int evaluations() const { return evaluations_; }       // points asked for so far
    const Point& received() const { return received_; }    // the first gradient that the rule got
    bool asked() const { return asked_; }

private:
    Sample noiseless(const Point& theta) const;
    Sample noisy_at(const Point& theta);  // before clipping

    const Objective& objective_;
    std::uint64_t seed_;
    int step_;
    const Noise& noise_;
    Point draw_;
    const Clipping& clipping_;
    double ascent_ = 0;
    Point known_at_ = Point::Constant(std::numeric_limits<double>::quiet_NaN());
    Sample known_{};
    int evaluations_ = 0;
    bool asked_ = false;
    Point received_ = Point::Zero();
};

}  // namespace thalweg
