#include <cmath>

#include "core/networks/activation.hpp"

namespace thalweg {

#define ACTIVATION(id) ActivationSpec id();
#include "core/networks/activations/activations.def"
#undef ACTIVATION

std::span<const ActivationSpec> activation_catalogue() {
    static const std::vector<ActivationSpec> all = {
#define ACTIVATION(id) id(),
#include "core/networks/activations/activations.def"
#undef ACTIVATION
    };
    return all;
}

const ActivationSpec* find_activation(std::string_view id) {
    for (const ActivationSpec& spec : activation_catalogue())
        if (spec.id == id) return &spec;
    return nullptr;
}

double ActivationSpec::slope(double p, double z) const {
    const double a = value(p, z), one = 1;
    double slope;
    doubles.backward(p, &z, &a, &one, &slope, 1);
    return slope;
}

}  // namespace thalweg
