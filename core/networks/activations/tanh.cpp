// Hyperbolic tangent: slope 1 at 0, saturates on both sides.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Tanh {
    template <class T> static T value(const T& z, const T&) { return tanh(z); }
    template <class T> static T slope(const T&, const T& a, const T&) { return T(1) - a * a; }
};

}  // namespace

ActivationSpec tanh_activation() {
    return activation<Tanh>({.id = "tanh", .name = "tanh", .formula = "φ(z) = tanh z, slope 1 − a²", .low = -1, .high = 1, .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
