// Periodic activation.
#include "core/networks/activation.hpp"

namespace thalweg {
namespace {

struct Sine {
    template <class T> static T value(const T& z, const T&) { return sin(z); }
    template <class T> static T slope(const T& z, const T&, const T&) { return cos(z); }
};

}  // namespace

ActivationSpec sine() {
    return activation<Sine>({.id = "sine", .name = "Sine", .formula = "φ(z) = sin z", .reference = "Sitzmann et al. 2020, with the frequency in the gain", .doubles = {}, .floats = {}, .tangents = {}});
}

}  // namespace thalweg
