// Rectified linear unit. A unit that is 0 on all examples gets no gradient: it is dead.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Relu {
    template <class T> static T value(const T& z, const T&) { return select(is_positive(z), z, T(0)); }
    template <class T> static T slope(const T& z, const T&, const T&) { return select(is_positive(z), T(1), T(0)); }
};

}  // namespace

ActivationSpec relu() {
    return activation<Relu>({.id = "relu", .name = "ReLU", .formula = "φ(z) = max(z, 0)", .reference = "Nair & Hinton 2010; slope 0 at 0, as in PyTorch", .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
