#include "app/views/conditions_rows.hpp"

#include "app/views/parameter_row.hpp"

namespace thalweg::app {
namespace {

void noise_rows(const ViewContext& context, const Rect& content) {
    const Noise noise = context.session.scenario().noise;
    ImGui::PushID("noise");
    parameter_row(context, noise_kind(), static_cast<double>(noise.kind), content.width(), [&](double kind) {
        Noise next = noise;
        next.kind = static_cast<Noise::Kind>(static_cast<int>(kind));
        if (next.scale == 0) next.scale = next.kind == Noise::Kind::multiplicative ? 0.5 : 1;  // so that choosing it shows
        return SetNoise{next};
    });
    if (noise.kind != Noise::Kind::none) {
        parameter_row(context, noise_scale(), noise.scale, content.width(), [&](double scale) { return SetNoise{{noise.kind, scale, noise.freedom}}; });
        if (noise.kind == Noise::Kind::student_t) parameter_row(context, noise_freedom(), noise.freedom, content.width(), [&](double freedom) { return SetNoise{{noise.kind, noise.scale, freedom}}; });
    }
    ImGui::PopID();
}

}  // namespace

void draw_conditions_rows(const ViewContext& context, const Rect& content) {
    const Scenario& scenario = context.session.scenario();
    if (scenario.problem.data) {
        const Parameter batch{"batch", "batch", "points per step; 0 takes all of them", 0, {0, static_cast<double>(scenario.problem.data->size())}, Scale::count};
        parameter_row(context, batch, scenario.problem.batch, content.width(), [](double size) { return SetBatch{static_cast<int>(size)}; });
    }
    noise_rows(context, content);
    if (depends_on_seed(scenario)) seed_row(context, content.width(), "other random numbers: the same for all racers");
}

}  // namespace thalweg::app
