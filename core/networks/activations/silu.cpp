// Sigmoid-weighted linear unit.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Silu {
    template <class T> static T value(const T& z, const T&) { return z * sigmoid(z); }
    template <class T> static T slope(const T& z, const T& a, const T&) {
        const T s = sigmoid(z);
        return s + a * (T(1) - s);
    }
};

}  // namespace

ActivationSpec silu() {
    return activation<Silu>({.id = "silu", .name = "SiLU", .formula = "φ(z) = z·σ(z)", .reference = "Elfwing, Uchibe & Doya 2017; also called swish", .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
