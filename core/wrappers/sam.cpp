#include "core/wrappers/wrapper.hpp"

namespace thalweg::wrappers {

WrapperSpec sam() {
    return {.id = "sam",
            .name = "SAM",
            .parameters = {{"rho", "ρ", "length of the step uphill to where the gradient is taken", 0.05, {0, 1e6}, Scale::log, {0, 10}}},
            .formula = "g = ∇f(θ + ρ·∇f(θ)/‖∇f(θ)‖)",
            .convention = "both gradients of an update see the same sample; two evaluations each",
            .reference = "Foret et al. 2021",
            .ascent = [](const double* values) { return values[0]; }};
}

}  // namespace thalweg::wrappers
