// No activation: a deep linear network.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Identity {
    template <class T> static T value(const T& z, const T&) { return z; }
    template <class T> static T slope(const T&, const T&, const T&) { return T(1); }
};

}  // namespace

ActivationSpec identity() {
    return activation<Identity>({.id = "identity", .name = "Identity", .formula = "φ(z) = z", .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
