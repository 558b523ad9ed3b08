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

}  // namespace thalweg::test
