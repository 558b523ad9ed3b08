#include "app/views/network_pages.hpp"

#include <algorithm>

namespace thalweg::app {

std::optional<NetworkPage> network_page_by_key(std::string_view key) {
    for (std::size_t i = 0; i < network_page_count; ++i)
        if (network_page_keys[i] == key) return static_cast<NetworkPage>(i);
    return std::nullopt;
}

Pane network_panes(NetworkPage page, float width, float height) {
    const bool low = height < 900;
    const auto picture = [&] {
        switch (page) {
            case NetworkPage::diagram: return split(SplitAxis::column, 0.68, leaf("diagram"), split(SplitAxis::row, 0.6, leaf("maps"), leaf("training")));
            case NetworkPage::landscape: return split(SplitAxis::column, 0.66, split(SplitAxis::row, 0.5, leaf("landscape"), leaf("landscape_3d")), split(SplitAxis::row, 0.55, leaf("sharpness"), leaf("training")));
            case NetworkPage::moments: return split(SplitAxis::column, 0.66, leaf("moments"), split(SplitAxis::row, 0.6, leaf("flow"), leaf("training")));
            case NetworkPage::flow: break;
        }
        Pane below = split(SplitAxis::column, low ? 0.47 : 0.5, leaf("flow"), split(SplitAxis::row, 0.66, leaf("profile"), leaf("training")));
        return split(SplitAxis::column, low ? 0.36 : 0.4, leaf("maps"), std::move(below));
    };
    // What is turned stays where it is on every page.
    const double left = std::clamp(264 + 0.06 * (static_cast<double>(width) - 1280), 250.0, 360.0) / static_cast<double>(width);
    return split(SplitAxis::row, left, split(SplitAxis::column, 0.56, leaf("laboratory"), leaf("racers")), picture());
}

}  // namespace thalweg::app
