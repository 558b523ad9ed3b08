#include "app/views/problem_card.hpp"

#include <cmath>

#include "app/views/conditions_rows.hpp"
#include "app/views/ensemble_slider.hpp"
#include "app/views/parameter_row.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg::app {
namespace {

void start_fields(const ViewContext& context, const Rect& content) {
    const Ui& ui = context.ui;
    const Point start = context.session.scenario().problem.start;
    const float top = ImGui::GetCursorScreenPos().y, height = ui.px(24), label = ui.px(40), gap = ui.px(8);
    const float width = (content.width() - label - gap) * 0.5f;
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.body, content.x0, top + height * 0.5f, ui.theme->text, "start");
    for (int axis = 0; axis < 2; ++axis) {
        const float x = content.x0 + label + static_cast<float>(axis) * (width + gap);
        const Rect field{x, top, x + width, top + height};
        const TextFieldResult typed = text_field(ui, axis == 0 ? "##start x" : "##start y", field, format_number(round_to_digits(start[axis], 6)), {.placeholder = "number", .mono = true});
        if (!typed.committed) continue;
        if (const auto value = parse_number(*typed.committed)) {
            Point moved = start;
            moved[axis] = *value;
            context.edits.push_back(SetStart{moved});
            context.edits.push_back(EndGesture{});
        } else {
            context.edits.push_back(Say{"The start needs a finite number, not \"" + *typed.committed + "\"", true});
        }
    }
    ImGui::SetCursorScreenPos({content.x0, top + height + ui.px(4)});
}

// The surface moved, stretched and turned; unfolded by itself when it is.
void transform_sliders(const ViewContext& context, ProblemCardState& state, const Rect& content) {
    const Ui& ui = context.ui;
    const Transform& transform = context.session.scenario().problem.transform;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect fold{content.x0 - ui.px(6), at.y, content.x1, at.y + ui.px(22)};
    const bool open = state.transform_unfolded || !transform.identity();
    if (button(ui, "transform", fold, "Transform", {.kind = ButtonKind::quiet, .small = true, .icon = open ? Icon::chevron_up : Icon::chevron_down})) state.transform_unfolded = !open;
    ImGui::SetCursorScreenPos({content.x0, fold.y1});
    if (!open) return;
    const Box& domain = context.session.problem().domain;
    for (std::size_t i = 0; i < transform.values.size(); ++i) {
        Parameter parameter = transform_parameters()[i];
        if (parameter.id.starts_with("shift")) {  // as far as the surface is wide
            const double far = parameter.id == "shift_x" ? domain.x_max - domain.x_min : domain.y_max - domain.y_min;
            parameter.slider = {-far, far};
        }
        parameter_row(context, parameter, transform.values[i], content.width(), [&](double value) { return SetTransform{i, value}; });
    }
}

}  // namespace

void draw_problem_card(const ViewContext& context, ProblemCardState& state, float width) {
    const Ui& ui = context.ui;
    const Scenario& scenario = context.session.scenario();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, at.x, at.y + ui.px(6), ui.theme->secondary, "RACE");
    ImGui::SetCursorScreenPos({at.x, at.y + ui.px(20)});

    Card card(ui, "problem", width);
    const Rect content = card.content();
    if (scenario.problem.data) {
        double loss = static_cast<double>(scenario.problem.loss);
        if (parameter_slider(ui, loss_choice(), loss, content.width()).changed) context.edits.push_back(SetLoss{static_cast<Loss>(static_cast<int>(loss))});
    }
    const std::span<const Parameter> parameters = parameters_of(scenario.problem);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));  // a formula may call its parameter "steps"
        parameter_row(context, parameters[i], scenario.problem.parameters[i], content.width(), [&](double value) { return SetParameter{i, value}; });
        ImGui::PopID();
    }
    if (!scenario.problem.data) transform_sliders(context, state, content);
    steps_row(context, content.width());
    draw_conditions_rows(context, content);
    ensemble_slider(context, content.width());
    start_fields(context, content);
    card.end();
}

}  // namespace thalweg::app
