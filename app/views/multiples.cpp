#include "app/views/multiples.hpp"

#include "app/widgets/controls.hpp"

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
    const bool pair = shown.size() == 2 && shown[0].before;
    const auto name = [&](std::size_t k) {
        if (!pair) return shown[k].choice().name;
        const std::string different = difference(shown[k], shown[1 - k]);
        return (shown[k].before ? "Before" : "After") + (different.empty() ? "" : " · " + different);
    };
    std::vector<Multiple> all;
    for (std::size_t k = 0; k < shown.size(); ++k) {
        const float x = std::floor(area.x0 + static_cast<float>(k % columns) * (width + gap)), y = std::floor(area.y0 + static_cast<float>(k / columns) * (height + title + gap));
        all.push_back({shown[k], name(k), {x, y, x + width, y + title}, {x, y + title, x + width, y + title + height}});
    }
    return all;
}

void draw_multiple_title(const ViewContext& context, const Multiple& multiple, std::string_view right) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(multiple.side.choice().style)).colour;
    const Rect& r = multiple.title;
    const float taken = right.empty() ? 0 : text_width(ui.fonts.mono, right) + ui.px(8);
    const bool room = taken < r.width() * 0.7f;
    draw_text_fitted(list, ui.fonts.semibold, r.x0, r.centre_y(), colour, multiple.name, r.width() - (room ? taken : 0));
    if (room) draw_text(list, ui.fonts.mono, r.x1, r.centre_y(), ui.theme->secondary, right, 1);
}

}  // namespace thalweg::app
