// The logistic function: its slope is a(1 − a) ≤ ¼, so every layer shrinks the gradient.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Sigmoid {
    template <class T> static T value(const T& z, const T&) { return sigmoid(z); }
    template <class T> static T slope(const T&, const T& a, const T&) { return a * (T(1) - a); }
};

}  // namespace

ActivationSpec sigmoid_activation() {
    return activation<Sigmoid>({.id = "sigmoid", .name = "Sigmoid", .formula = "φ(z) = 1/(1 + e⁻ᶻ), slope at most ¼", .low = 0, .high = 1, .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
