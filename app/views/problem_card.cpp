#include "app/views/problem_card.hpp"

#include <cmath>

#include "app/views/parameter_slider.hpp"

namespace thalweg::app {
namespace {

const Parameter steps_parameter{"steps", "steps", "updates of each racer", default_steps, {min_steps, max_steps}, Scale::log_count, {10, 100'000}};

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

void minibatch(const ViewContext& context, const Rect& content) {
    const Scenario& scenario = context.session.scenario();
    const auto points = static_cast<double>(scenario.problem.data->size());
    const Parameter batch{"batch", "batch", "points per step; 0 takes all of them", 0, {0, points}, Scale::count};
    double value = scenario.problem.batch;
    const SliderResult result = parameter_slider(context.ui, batch, value, content.width());
    if (result.changed) context.edits.push_back(SetBatch{static_cast<int>(value)});
    if (result.committed) context.edits.push_back(EndGesture{});

    const Parameter seed{"seed", "seed", "another order of the points", 0, {0, 1e15}, Scale::count, {0, 100}};
    double number = static_cast<double>(scenario.seed);
    const SliderResult turned = parameter_slider(context.ui, seed, number, content.width());
    if (turned.changed) context.edits.push_back(SetSeed{static_cast<std::uint64_t>(number)});
    if (turned.committed) context.edits.push_back(EndGesture{});
}

}  // namespace

void draw_problem_card(const ViewContext& context, float width) {
    const Ui& ui = context.ui;
    const Scenario& scenario = context.session.scenario();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, at.x, at.y + ui.px(6), ui.theme->secondary, "RACE");
    ImGui::SetCursorScreenPos({at.x, at.y + ui.px(20)});

    Card card(ui, "problem", width);
    const Rect content = card.content();
    const std::span<const Parameter> parameters = parameters_of(scenario.problem);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        double value = scenario.problem.parameters[i];
        ImGui::PushID(static_cast<int>(i));  // a formula may call its parameter "steps"
        const SliderResult result = parameter_slider(ui, parameters[i], value, content.width());
        ImGui::PopID();
        if (result.changed) context.edits.push_back(SetParameter{i, value});
        if (result.committed) context.edits.push_back(EndGesture{});
    }
    double steps = scenario.steps;
    const SliderResult result = parameter_slider(ui, steps_parameter, steps, content.width());
    if (result.changed) context.edits.push_back(SetSteps{static_cast<int>(std::lround(steps))});
    if (result.committed) context.edits.push_back(EndGesture{});
    if (scenario.problem.data) minibatch(context, content);
    start_fields(context, content);
    card.end();
}

}  // namespace thalweg::app
