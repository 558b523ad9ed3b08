#include "app/views/multiples.hpp"

#include "app/widgets/controls.hpp"

#include <algorithm>

namespace thalweg::app {

std::vector<Multiple> lay_out_multiples(const ViewContext& context, const Rect& area, bool square) {
    const Ui& ui = context.ui;
    const std::vector<NetworkSide> shown = network_sides(context.session);
    if (shown.empty()) return {};
    const float gap = ui.px(16), title = ui.px(24);
    // The number of columns that leaves the largest pictures.
    std::size_t columns = shown.size();
    float best = 0;
    for (std::size_t c = 1; square && c <= shown.size(); ++c) {
        const std::size_t lines = (shown.size() + c - 1) / c;
        const float wide = (area.width() - gap * static_cast<float>(c - 1)) / static_cast<float>(c), high = (area.height() - gap * static_cast<float>(lines - 1)) / static_cast<float>(lines) - title;
        if (const float side = std::min(wide, high); side > best) best = side, columns = c;
    }
    const std::size_t lines = (shown.size() + columns - 1) / columns;
    const float wide = (area.width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns), high = (area.height() - gap * static_cast<float>(lines - 1)) / static_cast<float>(lines) - title;
    const float width = std::floor(square ? std::min(wide, high) : wide), height = std::floor(square ? width : high);
    if (width < ui.px(20) || height < ui.px(20)) return {};
    const float stride = lines == 1 ? wide + gap : width + gap;  // in one line they stand above those of other views
    std::vector<Multiple> all;
    for (std::size_t k = 0; k < shown.size(); ++k) {
        const float x = std::floor(area.x0 + static_cast<float>(k % columns) * stride), y = std::floor(area.y0 + static_cast<float>(k / columns) * (height + title + gap));
        all.push_back({shown[k], title_of(shown, k), {x, y, x + width, y + title}, {x, y + title, x + width, y + title + height}});
    }
    return all;
}

void draw_multiple_title(const ViewContext& context, const Multiple& multiple, std::string_view right) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(multiple.side.choice().style)).colour;
    const Rect& r = multiple.title;
    // The name goes first: then the number with what it is, or the number alone, or nothing.
    const float left = r.width() - text_width(ui.fonts.semibold, multiple.name) - ui.px(8);
    if (text_width(ui.fonts.mono, right) > left) right.remove_prefix(std::min(right.size(), right.rfind(' ') + 1));
    draw_text_fitted(list, ui.fonts.semibold, r.x0, r.centre_y(), colour, multiple.name, r.width());
    if (text_width(ui.fonts.mono, right) <= left) draw_text(list, ui.fonts.mono, r.x1, r.centre_y(), ui.theme->secondary, right, 1);
}

}  // namespace thalweg::app
