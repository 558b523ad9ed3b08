// What happens to a gradient on its way to a rule: noise that all racers share, then the racer's own clipping.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/facts/parameter.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// The same draws for every racer: update t sees one ξ, wherever the racers stand.
struct Noise {
    enum class Kind {
        none,
        gaussian,        // g + σ·ξ, ξ standard normal per coordinate
        multiplicative,  // g·(1 + σ·ξ)
        student_t,       // g + σ·ξ, ξ Student's t with `freedom` degrees: heavy tails; no variance at 2 and below
    };
    Kind kind = Kind::none;
    double scale = 0;    // σ ≥ 0
    double freedom = 3;  // of student_t, > 0

    bool active() const { return kind != Kind::none && scale > 0; }
    bool operator==(const Noise&) const = default;
};

// σ·ξ of update t = 1, 2, …; zero where there is no noise.
Point noise_of_update(const Noise& noise, std::uint64_t seed, int t);
// The same for seed, seed + 1, …, one per entry; the noise must be active.
void noise_of_update(const Noise& noise, std::uint64_t seed, int t, std::span<Point> draws);
// Likewise for the coordinates 0, 1, … of a network; the first two are those of a point.
void noise_of_update(const Noise& noise, std::uint64_t seed, int t, std::span<double> draws);

// g gets that noise.
template <class Draw, class Gradient>
void disturb(const Noise& noise, const Eigen::MatrixBase<Draw>& draw, Eigen::MatrixBase<Gradient>& g) {
    if (noise.kind == Noise::Kind::multiplicative) g += g.cwiseProduct(draw);
    else g += draw;
}
// And the loss this: additive noise ξ tilts it by ⟨ξ, θ⟩, so that loss and gradient belong together and a line search stays sound;
// multiplicative noise leaves it alone.
template <class Draw, class Theta>
double tilt(const Noise& noise, const Eigen::MatrixBase<Draw>& draw, const Eigen::MatrixBase<Theta>& theta) {
    return noise.kind == Noise::Kind::multiplicative ? 0 : draw.dot(theta);
}

// By norm over all coordinates as PyTorch's clip_grad_norm_ does it, with its 1e-6; then by value. 0 is off.
struct Clipping {
    double norm = 0;   // g ← g·min(1, norm/(‖g‖ + 1e-6))
    double value = 0;  // every component of g into ±value

    bool active() const { return norm > 0 || value > 0; }
    template <class Gradient>
    void apply_to(Eigen::MatrixBase<Gradient>& g) const {
        if (norm > 0) g *= std::min(1.0, norm / (g.norm() + 1e-6));
        if (value > 0) g = g.cwiseMax(-value).cwiseMin(value);
    }
    Point operator()(Point g) const { return apply_to(g), g; }
    bool operator==(const Clipping&) const = default;
};

// Facts for sliders, files and messages.
std::span<const std::string_view> noise_kinds();  // "none", "gaussian", … in the order of Noise::Kind
const Parameter& noise_scale();
const Parameter& noise_freedom();
const Parameter& clip_norm_parameter();
const Parameter& clip_value_parameter();

}  // namespace thalweg
