#include "app/views/landscape_heading.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/measure_heading.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

constexpr std::array<std::string_view, 3> kinds{"PCA of all runs", "Random directions", "Two weights"};

void choose(LandscapeState& state, std::size_t axis, Eigen::Index index) {
    state.weights[axis] = index;
    if (state.weights[1 - axis] == index) state.weights[1 - axis] = index > 0 ? index - 1 : index + 1;  // a plane needs two
    want_home(state);
}

// Of which block, and where in it.
void weight_menu(const Ui& ui, LandscapeState& state, std::size_t axis, const Rect& anchor) {
    if (!begin_menu(ui, axis == 0 ? "first weight" : "second weight", anchor, 240)) return;
    const Eigen::Index chosen = state.weights[axis];
    const NamedBlock* current = nullptr;
    menu_heading(ui, "Parameters of");
    for (const NamedBlock& block : state.blocks) {
        const bool holds = chosen >= block.offset && chosen < block.offset + block.size();
        if (holds) current = &block;
        const std::string size = block.columns > 1 ? std::to_string(block.rows) + " × " + std::to_string(block.columns) : std::to_string(block.rows);
        if (menu_item(ui, block.symbol + "  " + size, {.checked = holds, .keep_open = true})) choose(state, axis, block.offset);
    }
    if (current) {
        menu_separator(ui);
        const Eigen::Index at = chosen - current->offset;
        double row = static_cast<double>(at / current->columns), column = static_cast<double>(at % current->columns);
        const float width = ImGui::GetContentRegionAvail().x;
        bool changed = false;
        const auto place = [&](const char* id, std::string_view label, int count, double& value) {
            if (count < 2) return;
            const SliderSpec spec{.label = label, .min = 0, .max = count - 1.0, .reset_value = 0, .scale = SliderScale::integer, .typed_min = 0, .typed_max = count - 1.0, .label_width = 56};
            changed |= slider(ui, id, spec, value, width).changed;
        };
        place("row", "output", current->rows, row);
        place("column", "input", current->columns, column);
        if (changed) choose(state, axis, current->index(static_cast<int>(std::lround(row)), static_cast<int>(std::lround(column))));
    }
    end_menu();
}

}  // namespace

float draw_landscape_heading(const ViewContext& context, LandscapeState& state) {
    const Ui& ui = context.ui;
    const float left = context.rect.x0 + ui.px(16), right = context.rect.x1 - ui.px(38);
    float y = context.rect.y0 + ui.px(20);
    auto chosen = static_cast<std::size_t>(state.kind);
    float x = measure_heading(context, "LANDSCAPE", kinds.size(), [](std::size_t i) { return kinds[i]; }, chosen, "The plane that the loss is drawn on") + ui.px(8);
    if (chosen != static_cast<std::size_t>(state.kind)) {
        state.kind = static_cast<PlaneKind>(chosen);
        want_home(state);
    }
    // Beside each other, and in a narrow view below.
    const auto next = [&](std::string_view label, const ButtonStyle& style) {
        const float width = button_width(ui, label, style);
        if (x + width > right) x = left, y += ui.px(28);
        const Rect rect{x, y - ui.px(12), x + width, y + ui.px(12)};
        x = rect.x1 + ui.px(6);
        return rect;
    };
    if (state.kind == PlaneKind::random) {
        const ButtonStyle style{.small = true, .tip = "Two others, drawn with the next seed"};
        if (button(ui, "directions", next("New directions", style), "New directions", style)) {
            ++state.seed;
            want_home(state);
        }
    }
    if (state.kind == PlaneKind::weights)
        for (const std::size_t axis : {0u, 1u}) {
            const ButtonStyle style{.small = true, .dropdown = true, .tip = axis == 0 ? "Along the horizontal axis" : "Along the vertical axis"};
            const std::string name = parameter_name(state.blocks, state.weights[axis]);
            const Rect rect = next(name, style);
            if (button(ui, axis == 0 ? "weight a" : "weight b", rect, name, style)) open_menu(axis == 0 ? "first weight" : "second weight");
            weight_menu(ui, state, axis, rect);
        }
    draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.small, left, y + ui.px(24), ui.theme->secondary, landscape_note(state), context.rect.x1 - ui.px(16) - left);
    return y + ui.px(34);
}

}  // namespace thalweg::app
