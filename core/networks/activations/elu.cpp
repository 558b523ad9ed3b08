// Exponential linear unit.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Elu {
    template <class T> static T value(const T& z, const T& p) { return select(is_positive(z), z, p * (exp(select(is_positive(z), T(0), z)) - T(1))); }
    template <class T> static T slope(const T& z, const T& a, const T& p) { return select(is_positive(z), T(1), a + p); }
};

}  // namespace

ActivationSpec elu() {
    return activation<Elu>({.id = "elu",
                           .name = "ELU",
                           .formula = "φ(z) = z for z > 0, else a·(eᶻ − 1)",
                           .parameters = {{"alpha", "a", "value far to the left, negated", 1, {0, 10}, Scale::linear, {0, 3}}},
                           .reference = "Clevert, Unterthiner & Hochreiter 2016",
                           .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
