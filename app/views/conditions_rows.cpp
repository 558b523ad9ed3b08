#include "app/views/conditions_rows.hpp"

#include "app/views/parameter_slider.hpp"

namespace thalweg::app {
namespace {

// One row: `edit(value)` makes the edit that sets it.
template <class MakeEdit>
void row(const ViewContext& context, const Rect& content, const Parameter& parameter, double value, MakeEdit&& edit) {
    const SliderResult result = parameter_slider(context.ui, parameter, value, content.width());
    if (result.changed) context.edits.push_back(edit(value));
    if (result.committed) context.edits.push_back(EndGesture{});
}

void noise_rows(const ViewContext& context, const Rect& content) {
    const Noise noise = context.session.scenario().noise;
    ImGui::PushID("noise");
    row(context, content, noise_kind(), static_cast<double>(noise.kind), [&](double kind) {
        Noise next = noise;
        next.kind = static_cast<Noise::Kind>(static_cast<int>(kind));
        if (next.scale == 0) next.scale = next.kind == Noise::Kind::multiplicative ? 0.5 : 1;  // so that choosing it shows
        return SetNoise{next};
    });
    if (noise.kind != Noise::Kind::none) {
        row(context, content, noise_scale(), noise.scale, [&](double scale) { return SetNoise{{noise.kind, scale, noise.freedom}}; });
        if (noise.kind == Noise::Kind::student_t) row(context, content, noise_freedom(), noise.freedom, [&](double freedom) { return SetNoise{{noise.kind, noise.scale, freedom}}; });
    }
    ImGui::PopID();
}

}  // namespace

void draw_conditions_rows(const ViewContext& context, const Rect& content) {
    const Scenario& scenario = context.session.scenario();
    if (scenario.problem.data) {
        const Parameter batch{"batch", "batch", "points per step; 0 takes all of them", 0, {0, static_cast<double>(scenario.problem.data->size())}, Scale::count};
        row(context, content, batch, scenario.problem.batch, [](double size) { return SetBatch{static_cast<int>(size)}; });
    }
    noise_rows(context, content);
    if (!depends_on_seed(scenario)) return;
    const Parameter seed{"seed", "seed", "other random numbers: the same for all racers", 0, {0, 1e15}, Scale::count, {0, 100}};
    row(context, content, seed, static_cast<double>(scenario.seed), [](double number) { return SetSeed{static_cast<std::uint64_t>(number)}; });
}

}  // namespace thalweg::app
