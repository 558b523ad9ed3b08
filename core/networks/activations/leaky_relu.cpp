// ReLU with a small slope below 0, so that no unit dies.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct LeakyRelu {
    template <class T> static T value(const T& z, const T& p) { return select(is_positive(z), z, p * z); }
    template <class T> static T slope(const T& z, const T&, const T& p) { return select(is_positive(z), T(1), p); }
};

}  // namespace

ActivationSpec leaky_relu() {
    return activation<LeakyRelu>({.id = "leaky_relu",
                                  .name = "Leaky ReLU",
                                  .formula = "φ(z) = z for z > 0, else s·z",
                                  .parameters = {{"negative_slope", "s", "slope on the negative side", 0.01, {0, 1}, Scale::linear}},
                                  .reference = "Maas et al. 2013",
                                  .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
