#include "app/widgets/buttons.hpp"

#include "app/widgets/text.hpp"

namespace thalweg::app {
namespace {

struct Look { ImU32 fill, ink; };

Look look_of(const Ui& ui, const ButtonStyle& style, const Hit& h) {
    const Theme& t = *ui.theme;
    if (style.kind == ButtonKind::primary) {
        if (!style.enabled) return {t.control, t.faint};
        return {h.held ? mix(t.accent_strong, t.background, 0.2f) : h.hovered ? mix(t.accent_strong, t.on_accent, 0.12f) : t.accent_strong, t.on_accent};
    }
    const bool quiet = style.kind == ButtonKind::quiet;
    if (!style.enabled) return {quiet ? 0 : t.control, fade(t.secondary, 0.55f)};
    const ImU32 fill = h.held ? t.control_held : h.hovered || style.on ? t.control_hover : quiet ? 0 : t.control;
    return {fill, quiet && !h.hovered && !style.on ? t.secondary : t.text};
}

void fill_rounded(const Ui& ui, const Rect& r, ImU32 colour, float radius) {
    if (colour & IM_COL32_A_MASK) ImGui::GetWindowDrawList()->AddRectFilled(top_left(r), bottom_right(r), colour, ui.px(radius));
}

struct Measures { ImFont* font; float padding, icon, gap, radius; };

Measures measures(const Ui& ui, const ButtonStyle& style) {
    if (style.small) return {ui.fonts.small, ui.px(8), ui.px(12), ui.px(5), 4};
    return {ui.fonts.body, ui.px(12), ui.px(14), ui.px(7), 6};
}

}  // namespace

float button_width(const Ui& ui, std::string_view label, const ButtonStyle& style) {
    const Measures m = measures(ui, style);
    float width = std::ceil(text_width(m.font, label)) + 2 * m.padding;
    if (style.icon) width += m.icon + (label.empty() ? 0 : m.gap);
    if (style.dropdown) width += m.gap + ui.px(10);
    return width;
}

bool button(const Ui& ui, const char* id, const Rect& rect, std::string_view label, const ButtonStyle& style) {
    const Hit h = hit(ui, id, rect, style.enabled);
    const Measures m = measures(ui, style);
    const Look look = look_of(ui, style, h);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    fill_rounded(ui, rect, look.fill, m.radius);
    float x = rect.x0 + m.padding, right = rect.x1 - m.padding;
    if (style.dropdown) {
        draw_icon(list, Icon::chevron_down, {rect.x1 - m.padding - ui.px(4), rect.centre_y()}, ui.px(12), look.ink);
        right -= m.gap + ui.px(10);
    }
    if (style.icon) {
        draw_icon(list, *style.icon, {x + m.icon * 0.5f, rect.centre_y()}, m.icon, look.ink);
        x += m.icon + m.gap;
    }
    draw_text_fitted(list, m.font, x, rect.centre_y(), look.ink, label, right - x + 1);
    tooltip(ui, h, style.tip);
    return h.clicked;
}

bool icon_button(const Ui& ui, const char* id, const Rect& rect, Icon icon, std::string_view tip, const ButtonStyle& style) {
    const Hit h = hit(ui, id, rect, style.enabled);
    const Look look = look_of(ui, style, h);
    const float side = std::min(rect.width(), rect.height());
    fill_rounded(ui, rect, look.fill, side > ui.px(28) ? 8 : 5);
    const float size = side > ui.px(28) ? ui.px(16) : std::min(ui.px(14), std::floor(side * 0.62f));
    draw_icon(*ImGui::GetWindowDrawList(), icon, {rect.centre_x(), rect.centre_y()}, size, look.ink);
    tooltip(ui, h, style.tip.empty() ? tip : style.tip);
    return h.clicked;
}

float segmented_width(const Ui& ui, std::span<const std::string_view> labels) {
    float width = ui.px(4);
    for (const std::string_view label : labels) width += std::ceil(text_width(ui.fonts.small, label)) + ui.px(18);
    return width;
}

bool segmented(const Ui& ui, const char* id, const Rect& rect, std::span<const std::string_view> labels, std::size_t& index) {
    const Theme& t = *ui.theme;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    fill_rounded(ui, rect, t.control, 6);
    const float slack = (rect.width() - segmented_width(ui, labels)) / static_cast<float>(std::max<std::size_t>(labels.size(), 1));
    float x = rect.x0 + ui.px(2);
    bool changed = false;
    ImGui::PushID(id);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const float width = std::ceil(text_width(ui.fonts.small, labels[i])) + ui.px(18) + slack;
        const Rect part{std::floor(x), rect.y0 + ui.px(2), std::floor(x + width), rect.y1 - ui.px(2)};
        ImGui::PushID(static_cast<int>(i));
        const Hit h = hit(ui, "part", part);
        ImGui::PopID();
        if (i == index) fill_rounded(ui, part, t.dark ? t.control_held : t.card, 5);
        else if (h.hovered) fill_rounded(ui, part, t.control_hover, 5);
        draw_text_fitted(list, ui.fonts.small, part.centre_x(), part.centre_y(), i == index || h.hovered ? t.text : t.secondary, labels[i],
                         part.width() - ui.px(6), 0.5f);
        if (h.clicked && i != index) index = i, changed = true;
        x += width;
    }
    ImGui::PopID();
    return changed;
}

bool toggle(const Ui& ui, const char* id, const Rect& rect, std::string_view label, bool& value, std::string_view tip) {
    const Theme& t = *ui.theme;
    const Hit h = hit(ui, id, rect);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float height = ui.px(16), width = ui.px(28), y = std::floor(rect.centre_y() - height * 0.5f);
    const Rect rail{rect.x1 - width, y, rect.x1, y + height};
    fill_rounded(ui, rail, value ? t.track_fill : h.hovered ? t.control_held : t.track, 8);
    const float radius = ui.px(6);
    const float x = value ? rail.x1 - height * 0.5f : rail.x0 + height * 0.5f;
    list.AddCircleFilled({x, rail.centre_y()}, radius, value || !t.dark ? (t.dark ? t.knob : t.card) : t.secondary, 24);
    draw_text_fitted(list, ui.fonts.body, rect.x0, rect.centre_y(), t.text, label, rail.x0 - rect.x0 - ui.px(8));
    tooltip(ui, h, tip);
    if (h.clicked) value = !value;
    return h.clicked;
}

}  // namespace thalweg::app
