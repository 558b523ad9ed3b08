// What of a network is on the table: each page is an arrangement of its own, and the user's changes to one leave the others alone.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "app/shell/panes.hpp"

namespace thalweg::app {

enum class NetworkPage {
    flow,     // how gradients pass through the layers
    diagram,  // units and weights
};
inline constexpr std::size_t network_page_count = 2;

inline constexpr std::array<std::string_view, network_page_count> network_page_keys{"flow", "network"};  // in files and on the command line
inline constexpr std::array<std::string_view, network_page_count> network_page_labels{"Gradient flow", "Network"};

std::optional<NetworkPage> network_page_by_key(std::string_view key);
inline std::string_view key_of(NetworkPage page) { return network_page_keys[static_cast<std::size_t>(page)]; }

// The user's own arrangement of each page, as format_panes writes it; empty: the usual one.
using NetworkArrangements = std::array<std::string, network_page_count>;

// The usual arrangement for a window of this unscaled size.
Pane network_panes(NetworkPage page, float width, float height);

}  // namespace thalweg::app
