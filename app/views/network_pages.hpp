// What of a network is on the table: each page is an arrangement of its own, and the user's changes to one leave the others alone.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "app/shell/panes.hpp"

namespace thalweg::app {

enum class NetworkPage {
    flow,       // how gradients pass through the layers
    diagram,    // units and weights
    landscape,  // the loss on a plane with every path upon it, and how sharp it is where they are
    moments,    // what the optimizer keeps, layer by layer
};
inline constexpr std::size_t network_page_count = 4;

inline constexpr std::array<std::string_view, network_page_count> network_page_keys{"flow", "network", "landscape", "moments"};  // in files and on the command line
inline constexpr std::array<std::string_view, network_page_count> network_page_labels{"Gradient flow", "Network", "Landscape", "Moments"};

std::optional<NetworkPage> network_page_by_key(std::string_view key);
inline std::string_view key_of(NetworkPage page) { return network_page_keys[static_cast<std::size_t>(page)]; }

// The user's own arrangement of each page, as format_panes writes it; empty: the usual one.
using NetworkArrangements = std::array<std::string, network_page_count>;

// The usual arrangement for a window of this unscaled size.
Pane network_panes(NetworkPage page, float width, float height);

}  // namespace thalweg::app
