// The keys of a network that a scenario draws up, as files write them and sliders set them.
#pragma once

#include "core/networks/network_choice.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg {

// Sets one of network_parameters(). Another activation begins with its own parameter. Returns what is wrong, or an empty text.
std::string set_network_key(NetworkChoice& choice, std::string_view key, const KeyValue& value);

}  // namespace thalweg
