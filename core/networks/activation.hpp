// An activation is facts plus one pure function with its slope, written once for every scalar. core/networks/activations has one
// file for each; activations.def lists them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/networks/scalar.hpp"

namespace thalweg {

template <class S>
struct ActivationCode {
    void (*forward)(double p, const S* z, S* a, Eigen::Index n);                                // a = φ(z)
    void (*backward)(double p, const S* z, const S* a, const S* d_a, S* d_z, Eigen::Index n);  // d_z = φ′(z)·d_a
};

struct ActivationSpec {
    std::string_view id;       // as in files: "leaky_relu"
    std::string_view name;     // "Leaky ReLU"
    std::string_view formula;  // one line of Unicode
    std::vector<Parameter> parameters = {};  // none or one
    std::string_view reference = {};
    double low = 0, high = 0;  // where it saturates: both equal for one that does not; infinite on the open side
    ActivationCode<double> doubles;
    ActivationCode<float> floats;
    ActivationCode<Tangent> tangents;

    template <class S>
    const ActivationCode<S>& code() const {
        if constexpr (std::is_same_v<S, double>) return doubles;
        else if constexpr (std::is_same_v<S, float>) return floats;
        else return tangents;
    }
    double value(double p, double z) const { double a; return doubles.forward(p, &z, &a, 1), a; }
    double slope(double p, double z) const;  // φ′(z)
    double default_parameter() const { return parameters.empty() ? 0 : parameters[0].default_value; }
};

std::span<const ActivationSpec> activation_catalogue();          // in display order
const ActivationSpec* find_activation(std::string_view id);      // nullptr if there is none

// Compiles a struct with value(z, p) and slope(z, a, p), where a is the value and p the parameter, both templates.
template <class A, class S>
ActivationCode<S> activation_code() {
    return {[](double p, const S* z, S* a, Eigen::Index n) {
                const auto parameter = constant<RegisterOf<S>>(p);
                each_register<S>(n, [&](const auto& load, const auto& store) { store(a, A::value(load(z), parameter)); });
            },
            [](double p, const S* z, const S* a, const S* d_a, S* d_z, Eigen::Index n) {
                const auto parameter = constant<RegisterOf<S>>(p);
                each_register<S>(n, [&](const auto& load, const auto& store) { store(d_z, A::slope(load(z), load(a), parameter) * load(d_a)); });
            }};
}
template <class A>
ActivationSpec activation(ActivationSpec facts) {
    facts.doubles = activation_code<A, double>();
    facts.floats = activation_code<A, float>();
    facts.tangents = activation_code<A, Tangent>();
    return facts;
}

// 1 where z > 0, else 0: the slope of ReLU, which at 0 is that of the negative side, as in PyTorch.
template <class T>
auto is_positive(const T& z) {
    const auto v = value_of(z);
    return v > std::remove_const_t<decltype(v)>(0);
}

}  // namespace thalweg
