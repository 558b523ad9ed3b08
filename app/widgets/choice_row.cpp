#include "app/widgets/choice_row.hpp"

#include "app/widgets/buttons.hpp"
#include "app/widgets/menu.hpp"
#include "app/widgets/text.hpp"

#include <string>

namespace thalweg::app {
namespace {

std::string spaced(std::string_view word) {
    std::string text(word);
    for (char& c : text)
        if (c == '_') c = ' ';
    return text;
}

}  // namespace

ChoiceRow choice_row(const Ui& ui, const char* id, std::string_view label, std::string_view current, float width, std::string_view tip, float label_width) {
    const Rect row = rect_at_cursor(width, slider_height(ui));
    const float label_end = draw_text(*ImGui::GetWindowDrawList(), ui.fonts.body, row.x0, row.centre_y(), ui.theme->text, label) + ui.px(10);
    const Rect rect{std::max(label_end, row.x0 + ui.px(label_width) + ui.px(10)), row.centre_y() - ui.px(11), row.x1, row.centre_y() + ui.px(11)};
    const bool clicked = button(ui, id, rect, current, {.small = true, .dropdown = true, .tip = tip});
    ImGui::SetCursorScreenPos({row.x0, row.y1});
    return {clicked, rect};
}

SliderResult choice_slider(const Ui& ui, const char* id, std::string_view label, std::span<const std::string_view> options, double& index, float width, std::string_view tip, float label_width) {
    const auto at = static_cast<std::size_t>(index);
    const ImVec2 below{ImGui::GetCursorScreenPos().x, ImGui::GetCursorScreenPos().y + slider_height(ui)};
    const std::string menu = std::string(id) + " menu";
    const ChoiceRow row = choice_row(ui, id, label, at < options.size() ? spaced(options[at]) : "", width, tip, label_width);
    if (row.clicked) open_menu(menu.c_str());
    SliderResult result;
    if (begin_menu(ui, menu.c_str(), row.button, 180)) {
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (!menu_item(ui, spaced(options[i]), {.checked = i == at}) || i == at) continue;
            index = static_cast<double>(i);
            result.changed = result.committed = true;
        }
        end_menu();
    }
    ImGui::SetCursorScreenPos(below);
    return result;
}

}  // namespace thalweg::app
