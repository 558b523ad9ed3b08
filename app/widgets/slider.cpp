#include "app/widgets/slider.hpp"

#include "app/widgets/hit.hpp"
#include "app/widgets/number.hpp"
#include "app/widgets/text.hpp"
#include "app/widgets/text_entry.hpp"

#include <imgui_internal.h>

#include <array>
#include <cstring>

namespace thalweg::app {
namespace {

// The value before the last press, so that the first click of a double click leaves no trace.
struct Press {
    ImGuiID id = 0;
    double value = 0;
    bool changed = false;  // something happened since, so the release commits
};
Press press;

// What was typed last and is no number: said beside the slider for a while.
struct Refusal {
    ImGuiID id = 0;
    std::string text;
    double until = 0;
};
Refusal refusal;

void draw_refusal(const Ui& ui, const Rect& value) {
    const double left = refusal.until - ImGui::GetTime();
    if (left <= 0) {
        refusal.id = 0;
        return;
    }
    if (ui.frame_request) ui.frame_request->ask(left);
    const std::string said = "not a number: " + refusal.text;
    const float width = std::min(text_width(ui.fonts.small, said), ui.px(260)), y = value.y1 + ui.px(12);
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled({value.x1 - width - ui.px(16), y - ui.px(11)}, {value.x1, y + ui.px(11)}, ui.theme->readout, ui.px(5));
    draw_text_fitted(list, ui.fonts.small, value.x1 - ui.px(8), y, ui.theme->error, said, width + 1, 1);
}

struct Row {
    Rect all, label, track, value;
    float from, to;  // where the knob's centre may go
};

Row lay_out(const Ui& ui, const Rect& all, const SliderSpec& spec) {
    const float label = std::max(ui.px(spec.label_width), std::ceil(text_width(ui.fonts.body, spec.label)) + ui.px(14));
    const float knob = ui.px(7), value = ui.px(spec.value_width);
    Row row;
    row.all = all;
    row.label = {all.x0, all.y0, all.x0 + label - knob, all.y1};
    row.value = {all.x1 - value, all.y0 + ui.px(2), all.x1, all.y1 - ui.px(2)};
    row.from = all.x0 + label, row.to = row.value.x0 - ui.px(6) - knob;
    row.track = {row.from - knob, all.y0, row.to + knob, all.y1};
    return row;
}

ImRect to_im(const Rect& r) { return {r.x0, r.y0, r.x1, r.y1}; }

bool hoverable(const ImRect& box, ImGuiID id) {
#if IMGUI_VERSION_NUM < 18928
    return ImGui::ItemHoverable(box, id);
#else
    return ImGui::ItemHoverable(box, id, ImGui::GetCurrentContext()->LastItemData.InFlags);
#endif
}

bool wants_typing_from_keyboard(ImGuiID id) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
#if IMGUI_VERSION_NUM < 18700
    return (g.LastItemData.StatusFlags & ImGuiItemStatusFlags_FocusedByTabbing) != 0 || g.NavActivateInputId == id;
#else
    return g.NavActivateId == id && (g.NavActivateFlags & ImGuiActivateFlags_PreferInput) != 0;
#endif
}

void take_hold(ImGuiID id) {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    ImGui::SetActiveID(id, window);
    ImGui::SetFocusID(id, window);
    ImGui::FocusWindow(window);
    g.ActiveIdUsingNavDirMask |= (1u << ImGuiDir_Left) | (1u << ImGuiDir_Right);
}

// ImGui's slider upon [0, 1]; the knob's centre runs from `from` to `to`.
bool drag_unit(const Ui& ui, const Rect& track, ImGuiID id, float from, float to, float& unit) {
    constexpr float imgui_padding = 2;  // SliderBehavior keeps this much free at both ends
    ImGuiStyle& style = ImGui::GetStyle();
    const float knob = ui.px(7), kept = style.GrabMinSize;
    style.GrabMinSize = 2 * knob;
    const ImRect box(from - knob - imgui_padding, track.y0, to + knob + imgui_padding, track.y1);
    const float zero = 0, one = 1;
    ImRect grab;
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetCurrentContext()->SliderGrabClickOffset = 0;  // the knob's centre follows the hand, wherever on the knob that has taken hold
#endif
    const bool changed = ImGui::SliderBehavior(box, id, ImGuiDataType_Float, &unit, &zero, &one, "%.4f", ImGuiSliderFlags_NoRoundToFormat, &grab);
    style.GrabMinSize = kept;
    return changed;
}

void draw_track(const Ui& ui, float from, float to, float centre_y, float unit, ImU32 fill, float thickness, bool lively, bool held) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& t = *ui.theme;
    const float half = std::max(1.0f, ui.px(thickness) * 0.5f), knob = from + (to - from) * unit;
    list.AddRectFilled({from, centre_y - half}, {to, centre_y + half}, t.track, half);
    if (knob > from) list.AddRectFilled({from, centre_y - half}, {knob, centre_y + half}, fill, half);
    if (lively) list.AddCircleFilled({knob, centre_y}, ui.px(11), fade(t.knob, held ? 0.28f : 0.16f), 32);
    list.AddCircleFilled({knob, centre_y}, ui.px(7), t.knob, 32);
}

// The value as a text input, in place. In its first frame ImGui wants the whole row, with the mouse inside; that frame stays
// invisible, and the value's box is what is seen afterwards.
// Returns whether it is seen.
bool edit_value(const Ui& ui, const Row& row, ImGuiID id, double value) {
    TextEntry& entry = text_entry();
    const bool first = !ImGui::TempInputIsActive(id);
    std::array<char, 64> buffer{};
    const std::string text = !first && entry.editing(id) ? entry.text() : format_exact(value);
    text.copy(buffer.data(), buffer.size() - 1);

    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImFont* font = ui.fonts.mono;
    ImGui::PushFont(font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(6), std::floor((row.value.height() - font->FontSize) * 0.5f)));
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, first ? 0.0f : 1.0f);
    ImGui::TempInputText(to_im(first ? row.all : row.value), id, "##value", buffer.data(), static_cast<int>(buffer.size()),
                         ImGuiInputTextFlags_CharsNoBlank | ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopStyleVar(2);
    ImGui::PopFont();
    ImGui::GetCurrentWindow()->DC.CursorPos = after;
    entry.update(id, buffer.data());
    return !first;
}

}  // namespace

float slider_height(const Ui& ui) { return ui.px(26); }

SliderResult slider(const Ui& ui, const char* id_text, const SliderSpec& spec, double& value, float width) {
    SliderResult result;
    if (ImGui::GetCurrentWindow()->SkipItems) return result;
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const SliderRange range{spec.min, spec.max, spec.scale};
    const Rect all = rect_at_cursor(width, slider_height(ui));
    const Row row = lay_out(ui, all, spec);

    ImGui::PushID(id_text);
    const ImGuiID id = ImGui::GetID("##value");  // the text input hashes its label to the same id
    ImGui::ItemSize(to_im(all), 0);
    const ImRect box = to_im(all);
    if (!ImGui::ItemAdd(box, id, &box, ImGuiItemFlags_Inputable)) {
        ImGui::PopID();
        return result;
    }
    const bool hovered = hoverable(box, id);
    const ImVec2 mouse = g.IO.MousePos;
    const bool over_value = hovered && row.value.contains(mouse.x, mouse.y);
    const bool over_track = hovered && row.track.contains(mouse.x, mouse.y);
    const bool over_label = hovered && row.label.contains(mouse.x, mouse.y);
    const auto set = [&](double v) {
        if (spec.whole) v = std::round(v);
        result.changed |= v != value;
        value = v;
    };

    bool typing = ImGui::TempInputIsActive(id);
    if (!typing) {
        if (const auto text = text_entry().finished(id)) {
            if (const auto typed = parse_number(*text)) {
                const SliderRange allowed{std::min(spec.min, spec.typed_min), std::max(spec.max, spec.typed_max), spec.scale};
                set(allowed.clamp(*typed));
                result.committed = result.changed;
            } else if (!text->empty()) {
                constexpr double seconds = 3;
                refusal = {id, *text, ImGui::GetTime() + seconds};
            }
        }

        const bool clicked = hovered && g.IO.MouseClicked[ImGuiMouseButton_Left];
        const bool double_clicked = hovered && g.IO.MouseDoubleClicked[ImGuiMouseButton_Left];
        const bool right_clicked = hovered && g.IO.MouseClicked[ImGuiMouseButton_Right] && g.ActiveId == 0;
        if (right_clicked || (over_label && double_clicked)) {
            set(range.clamp(spec.reset_value));
            result.reset = result.committed = true;
        } else if (over_track && double_clicked && press.id == id) {
            set(press.value);
            result.committed = true;
            press.id = 0;
            take_hold(id);
            typing = true;
        } else if (wants_typing_from_keyboard(id) || (clicked && over_value) || (clicked && over_track && g.IO.KeyCtrl)) {
            take_hold(id);
            typing = true;
        } else if ((clicked && over_track) || g.NavActivateId == id) {
            press = {id, value, false};
            take_hold(id);
        }
    }

    if (!typing && g.ActiveId == id) {
        result.active = true;
        float unit = static_cast<float>(range.to_unit(value));
        const float before = unit;
        const bool by_mouse = g.ActiveIdSource == ImGuiInputSource_Mouse;
        // Until the mouse moves, a press on the knob must not nudge the value by the pixel it was off centre.
        const float knob_x = row.from + (row.to - row.from) * unit;
        const bool resting = by_mouse && !press.changed && g.IO.MouseDown[0] && std::abs(mouse.x - knob_x) <= ui.px(7) &&
                             !ImGui::IsMouseDragPastThreshold(ImGuiMouseButton_Left, ui.px(2));
        const bool moved = drag_unit(ui, row.track, id, row.from, row.to, unit) && !resting;
        if (moved) {
            double next = range.snapped(range.from_unit(static_cast<double>(unit)));
            if (!by_mouse && next == value) next = range.neighbour(value, unit > before ? 1 : -1);
            set(next);
            if (result.changed) ImGui::MarkItemEdited(id);
        }
        press.changed |= result.changed;
        if (g.ActiveId != id && press.changed) result.committed = true;
    } else if (press.id == id && press.changed && g.ActiveId != id) {
        result.committed = true;  // let go elsewhere, e.g. the keyboard focus moved on
    }
    if (g.ActiveId != id && press.id == id) press.changed = false;

    const float centre_y = std::floor(all.centre_y());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.body, all.x0, centre_y, ui.theme->text, spec.label);
    const bool held = result.active && g.ActiveId == id;
    draw_track(ui, row.from, row.to, centre_y, static_cast<float>(range.to_unit(value)), ui.theme->track_fill, 4, held || over_track, held);
    const bool input_shown = typing && edit_value(ui, row, id, value);
    if (!input_shown) {
        if (over_value) {
            list.AddRectFilled(top_left(row.value), bottom_right(row.value), ui.theme->control_hover, ui.px(4));
            ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
        }
        const std::string text = (spec.whole || spec.scale == SliderScale::integer) && std::abs(value) < 1e9 ? format_exact(std::round(value)) : format_number(value);
        draw_text(list, ui.fonts.mono, row.value.x1 - ui.px(6), centre_y, ui.theme->text, text, 1);
        if (keyboard_navigation() && g.NavId == id) focus_ring(ui, all);
    }
    if (over_label && !typing) {
        Hit over;
        over.hovered = true;
        tooltip(ui, over, spec.tip);
    }
    if (refusal.id == id) draw_refusal(ui, row.value);
    ImGui::PopID();
    return result;
}

SliderResult seek_bar(const Ui& ui, const char* id_text, const Rect& rect, double& position, double last) {
    SliderResult result;
    ImGui::SetCursorScreenPos(top_left(rect));
    if (rect.empty() || ImGui::GetCurrentWindow()->SkipItems) return result;
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const ImGuiID id = ImGui::GetID(id_text);
    const ImRect box = to_im(rect);
    ImGui::ItemSize(box, 0);
#if IMGUI_VERSION_NUM < 18700
    constexpr ImGuiItemFlags tab_stop = ImGuiItemFlags_Inputable;
#else
    constexpr ImGuiItemFlags tab_stop = ImGuiItemFlags_None;  // every item is one
#endif
    if (!ImGui::ItemAdd(box, id, &box, tab_stop)) return result;
    const bool hovered = hoverable(box, id);
#if IMGUI_VERSION_NUM < 18700
    if (g.NavActivateInputId == id) g.NavDisableHighlight = false;  // arrived by Tab
#endif
    if ((hovered && g.IO.MouseClicked[ImGuiMouseButton_Left]) || g.NavActivateId == id) {
        press = {id, position, false};
        take_hold(id);
    }
    const float knob = ui.px(7), from = rect.x0 + knob, to = rect.x1 - knob;
    const double span = std::max(last, 1.0);
    if (g.ActiveId == id) {
        result.active = true;
        float unit = static_cast<float>(std::clamp(position / span, 0.0, 1.0));
        const float before = unit;
        if (drag_unit(ui, rect, id, from, to, unit)) {
            double next = std::clamp(std::round(static_cast<double>(unit) * span), 0.0, std::max(last, 0.0));
            if (next == position && g.ActiveIdSource != ImGuiInputSource_Mouse) next = std::clamp(position + (unit > before ? 1 : -1), 0.0, std::max(last, 0.0));
            result.changed = next != position;
            position = next;
        }
        press.changed |= result.changed;
        result.committed = g.ActiveId != id && press.changed;
    }
    draw_track(ui, from, to, std::floor(rect.centre_y()), static_cast<float>(std::clamp(position / span, 0.0, 1.0)), ui.theme->accent, 5,
               hovered || g.ActiveId == id, g.ActiveId == id);
    if (keyboard_navigation() && g.NavId == id) focus_ring(ui, rect);
    return result;
}

}  // namespace thalweg::app
