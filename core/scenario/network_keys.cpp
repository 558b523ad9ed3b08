#include "core/scenario/network_keys.hpp"

#include "core/scenario/key_values.hpp"

namespace thalweg {

std::string set_network_key(NetworkChoice& choice, std::string_view key, const KeyValue& value) {
    const int i = index_of(network_parameters(), key);
    if (i < 0) return unknown("key", key, ids(network_parameters(), {"data"}));
    if (std::string wrong = read_value(network_parameters()[static_cast<std::size_t>(i)], key, value, choice.values[static_cast<std::size_t>(i)]); !wrong.empty()) return wrong;
    if (static_cast<NetworkKey>(i) == NetworkKey::activation)
        choice.at(NetworkKey::activation_parameter) = activation_catalogue()[static_cast<std::size_t>(choice.at(NetworkKey::activation))].default_parameter();
    return {};
}

}  // namespace thalweg
