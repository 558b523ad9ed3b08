// A smooth ReLU.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Softplus {
    template <class T> static T value(const T& z, const T&) { return softplus(z); }
    template <class T> static T slope(const T& z, const T&, const T&) { return sigmoid(z); }
};

}  // namespace

ActivationSpec softplus_activation() {
    return activation<Softplus>({.id = "softplus", .name = "Softplus", .formula = "φ(z) = log(1 + eᶻ)", .reference = "Dugas et al. 2001", .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
