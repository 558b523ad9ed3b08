// Small networks and runs that several tests share.
#pragma once

#include "core/networks/network.hpp"
#include "core/networks/network_choice.hpp"
#include "core/training/training.hpp"
#include "support.hpp"

namespace thalweg::test {

inline LayerSpec linear(int in, int out) { return {.kind = LayerKind::linear, .inputs = in, .outputs = out}; }
inline LayerSpec activation(const ActivationSpec* phi) { return {.kind = LayerKind::activation, .activation = phi, .parameter = phi->default_parameter()}; }
inline LayerSpec norm(std::string_view id, int features) {
    for (const LayerKind kind : {LayerKind::batch_norm, LayerKind::layer_norm, LayerKind::rms_norm})
        if (layer_kind_id(kind) == id) return {.kind = kind, .inputs = features, .outputs = features};
    ADD_FAILURE() << "no norm is called " << id;
    return {};
}

// The place of a word among the options of a key.
inline double position_of(NetworkKey key, std::string_view word) {
    const auto options = network_parameters()[static_cast<std::size_t>(key)].options;
    const auto found = std::find(options.begin(), options.end(), word);
    EXPECT_NE(found, options.end()) << word;
    return static_cast<double>(found - options.begin());
}

// Numbers and words as a scenario would say them.
using Saying = std::pair<NetworkKey, std::variant<double, const char*>>;
inline NetworkChoice network_with(std::initializer_list<Saying> sayings, std::string_view examples = "spiral") {
    NetworkChoice choice;
    choice.examples = default_examples(*find_examples(examples));
    for (const auto& [key, value] : sayings) choice.at(key) = std::holds_alternative<double>(value) ? std::get<double>(value) : position_of(key, std::get<const char*>(value));
    EXPECT_EQ(complaint(choice), "");
    return choice;
}

// Equal rows, flow and evaluations, bit for bit.
inline testing::AssertionResult same_history(const TrainingHistory& a, const TrainingHistory& b) {
    if (a.rows() != b.rows()) return testing::AssertionFailure() << a.rows() << " rows against " << b.rows();
    for (int k = 0; k < a.rows(); ++k)
        if (!same_bits(a.loss(k), b.loss(k)) || !same_bits(a.gradient_norm(k), b.gradient_norm(k)) || !same_bits(a.lr(k), b.lr(k))) return testing::AssertionFailure() << "row " << k;
    if (a.flow_samples() != b.flow_samples()) return testing::AssertionFailure() << "samples of the flow";
    for (int s = 0; s < a.flow_samples(); ++s)
        for (std::size_t i = 0; i < a.flow(s).size(); ++i)
            if (!same_bits(a.flow(s)[i], b.flow(s)[i])) return testing::AssertionFailure() << "flow " << s;
    const auto left = a.evaluations(), right = b.evaluations();
    if (left.size() != right.size()) return testing::AssertionFailure() << "evaluations";
    for (std::size_t i = 0; i < left.size(); ++i)
        if (left[i].step != right[i].step || !same_bits(left[i].train.loss, right[i].train.loss) || !same_bits(left[i].test.loss, right[i].test.loss) || !same_bits(left[i].train.accuracy, right[i].train.accuracy))
            return testing::AssertionFailure() << "evaluation " << i;
    return testing::AssertionSuccess();
}

}  // namespace thalweg::test
