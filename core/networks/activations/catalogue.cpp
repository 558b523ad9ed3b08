#include <cmath>

#include "core/facts/catalogue.hpp"
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

const ActivationSpec* find_activation(std::string_view id) { return find_by_id(activation_catalogue(), id); }

double ActivationSpec::slope(double p, double z) const {
    const double a = value(p, z), one = 1;
    double slope;
    doubles.backward(p, &z, &a, &one, &slope, 1);
    return slope;
}

}  // namespace thalweg
