#include "app/views/measure_heading.hpp"

#include "app/widgets/controls.hpp"
#include "app/widgets/menu.hpp"

namespace thalweg::app {

float measure_heading(const ViewContext& context, std::string_view title, std::size_t count, const std::function<std::string_view(std::size_t)>& names, std::size_t& index, std::string_view tip) {
    const Ui& ui = context.ui;
    const float y = context.rect.y0 + ui.px(20), x = draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, context.rect.x0 + ui.px(16), y, ui.theme->secondary, title) + ui.px(12);
    const ButtonStyle style{.small = true, .dropdown = true, .tip = tip};
    const std::string_view shown = names(index);
    const Rect rect{x, y - ui.px(12), x + button_width(ui, shown, style), y + ui.px(12)};
    if (button(ui, "measure", rect, shown, style)) open_menu("measure menu");
    if (begin_menu(ui, "measure menu", rect, 230)) {
        for (std::size_t i = 0; i < count; ++i)
            if (!names(i).empty() && menu_item(ui, names(i), {.checked = i == index})) index = i;
        end_menu();
    }
    return rect.x1;
}

}  // namespace thalweg::app
