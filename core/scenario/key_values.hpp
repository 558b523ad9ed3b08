// How a value that stands in a file or on the command line is read: what the keys of racers, noise and data have in common. Each
// function returns what is wrong, or an empty text.
#pragma once

#include <algorithm>

#include "core/facts/catalogue.hpp"
#include "core/facts/text.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg {

// "lr must be a number"
std::string wants(std::string_view key, std::string_view what);

// The number that a value stands for with this parameter.
std::string read_value(const Parameter& p, std::string_view key, const KeyValue& value, double& number);

std::vector<std::string> ids(std::span<const Parameter> parameters, std::initializer_list<std::string_view> others = {});

// The entry of a catalogue whose id a text is.
template <class Spec>
std::string read_kind(std::string_view key, const KeyValue& value, std::span<const Spec> catalogue, const Spec*& spec) {
    const std::vector<std::string> known = ids_of(catalogue);
    const auto* word = std::get_if<std::string>(&value);
    if (!word) return wants(key, "one of " + joined(known));
    const auto at = std::find(known.begin(), known.end(), *word);
    if (at == known.end()) return unknown(key, *word, known);
    spec = &catalogue[static_cast<std::size_t>(at - known.begin())];
    return {};
}

}  // namespace thalweg
