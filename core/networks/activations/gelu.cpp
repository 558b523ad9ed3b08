// Gaussian error linear unit: exactly, and by its approximation with tanh.
#include <numbers>

#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

// p is the choice of the form: 0 exact, 1 by tanh.
struct Gelu {
    static constexpr double root = 0.7978845608028654, cubic = 0.044715;  // √(2/π)

    template <class T> static T exact(const T& z) { return T(0.5) * z * (T(1) + erf(constant<T>(1 / std::numbers::sqrt2) * z)); }
    template <class T> static T exact_slope(const T& z) {
        return T(0.5) * (T(1) + erf(constant<T>(1 / std::numbers::sqrt2) * z)) + constant<T>(0.5 * root) * z * exp(T(-0.5) * z * z);
    }
    template <class T> static T inner(const T& z) { return tanh(constant<T>(root) * (z + constant<T>(cubic) * z * z * z)); }
    template <class T> static T by_tanh(const T& z) { return T(0.5) * z * (T(1) + inner(z)); }
    template <class T> static T by_tanh_slope(const T& z) {
        const T t = inner(z);
        return T(0.5) * (T(1) + t) + constant<T>(0.5 * root) * z * (T(1) - t * t) * (T(1) + constant<T>(3 * cubic) * z * z);
    }
    static bool approximate(const auto& p) {
        if constexpr (requires { p[0]; }) return value_of(p)[0] > 0;
        else return value_of(p) > 0;
    }
    template <class T> static T value(const T& z, const T& p) { return approximate(p) ? by_tanh(z) : exact(z); }
    template <class T> static T slope(const T& z, const T&, const T& p) { return approximate(p) ? by_tanh_slope(z) : exact_slope(z); }
};

constexpr std::string_view forms[] = {"none", "tanh"};

}  // namespace

ActivationSpec gelu() {
    return activation<Gelu>({.id = "gelu",
                             .name = "GELU",
                             .formula = "φ(z) = z·Φ(z), Φ the normal distribution",
                             .parameters = {{.id = "approximate", .symbol = "form", .meaning = "exactly (none), or through tanh", .default_value = 0, .range = {0, 1}, .scale = Scale::choice, .options = forms}},
                             .reference = "Hendrycks & Gimpel 2016; PyTorch's two forms",
                             .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
