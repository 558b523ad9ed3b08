// Scaled exponential linear unit: with LeCun normal weights mean 0 and variance 1 are a fixed point of every layer.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Selu {
    static constexpr double scale = 1.0507009873554805, alpha = 1.6732632423543773;
    template <class T> static T value(const T& z, const T&) { return select(is_positive(z), constant<T>(scale) * z, constant<T>(scale * alpha) * (exp(select(is_positive(z), T(0), z)) - T(1))); }
    template <class T> static T slope(const T& z, const T& a, const T&) { return select(is_positive(z), constant<T>(scale), a + constant<T>(scale * alpha)); }
};

}  // namespace

ActivationSpec selu() {
    return activation<Selu>({.id = "selu", .name = "SELU", .formula = "φ(z) = s·z for z > 0, else s·a·(eᶻ − 1); s = 1.0507…, a = 1.6733…", .reference = "Klambauer et al. 2017", .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
