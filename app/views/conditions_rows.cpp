#include "app/views/conditions_rows.hpp"

#include "app/views/parameter_row.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg::app {
namespace {

// What shows when the noise is switched on, and how far its slider goes: the gradient of a network has many small coordinates.
struct Sizes { double additive, multiplicative, most; };
constexpr Sizes on_surfaces{1, 0.5, 1000}, on_networks{0.03, 0.5, 10};

}  // namespace

void draw_noise_rows(const ViewContext& context, float width, float label_width) {
    const Noise noise = context.session.scenario().noise;
    const Sizes& sizes = context.session.scenario().problem.network ? on_networks : on_surfaces;
    const auto row = [&](const Parameter& parameter, double value, auto&& set) {
        const auto edit = [&](double number) {
            Noise next = noise;
            set(next, number);
            return SetNoise{next};
        };
        parameter_row(context, parameter, value, width, edit, label_width);
    };
    ImGui::PushID("noise");
    row(noise_kind(), static_cast<double>(noise.kind), [&](Noise& next, double kind) {
        next.kind = static_cast<Noise::Kind>(static_cast<int>(kind));
        if (next.scale == 0) next.scale = next.kind == Noise::Kind::multiplicative ? sizes.multiplicative : sizes.additive;
    });
    if (noise.kind != Noise::Kind::none) {
        Parameter scale = noise_scale();
        scale.slider.max = sizes.most;
        row(scale, noise.scale, [](Noise& next, double number) { next.scale = number; });
    }
    if (noise.kind == Noise::Kind::student_t) row(noise_freedom(), noise.freedom, [](Noise& next, double number) { next.freedom = number; });
    ImGui::PopID();
}

void draw_conditions_rows(const ViewContext& context, const Rect& content) {
    const Scenario& scenario = context.session.scenario();
    if (scenario.problem.data) {
        const Parameter batch{"batch", "batch", "points per step; 0 takes all of them", 0, {0, static_cast<double>(scenario.problem.data->size())}, Scale::count};
        parameter_row(context, batch, scenario.problem.batch, content.width(), [](double size) { return SetBatch{static_cast<int>(size)}; });
    }
    draw_noise_rows(context, content.width());
    if (depends_on_seed(scenario)) seed_row(context, content.width(), "other random numbers: the same for all racers");
}

}  // namespace thalweg::app
