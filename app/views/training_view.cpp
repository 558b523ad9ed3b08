#include "app/views/training_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/session/network_sides.hpp"
#include "app/views/measure_heading.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr std::array<std::string_view, 6> names{"batch loss", "training loss", "test loss", "training accuracy", "test accuracy", "gradient norm"};

bool is_accuracy(TrainingMeasure m) { return m == TrainingMeasure::train_accuracy || m == TrainingMeasure::test_accuracy; }

struct Curve {
    std::vector<double> x;  // empty: row k at step k
    std::vector<double> own;
    std::span<const double> values;
};

Curve curve_of(const TrainingHistory& history, TrainingMeasure measure) {
    if (measure == TrainingMeasure::batch_loss) return {{}, {}, history.losses()};
    if (measure == TrainingMeasure::gradient_norm) return {{}, {}, history.gradient_norms()};
    Curve curve;
    for (const Evaluation& e : history.evaluations()) {
        curve.x.push_back(e.step);
        curve.own.push_back(measure == TrainingMeasure::train_loss ? e.train.loss : measure == TrainingMeasure::test_loss ? e.test.loss : measure == TrainingMeasure::train_accuracy ? e.train.accuracy : e.test.accuracy);
    }
    curve.values = curve.own;
    return curve;
}

// What the problem has: accuracy needs classes, a test needs examples of its own.
std::vector<TrainingMeasure> measures_of(const NetworkRace& race) {
    std::vector<TrainingMeasure> all{TrainingMeasure::batch_loss, TrainingMeasure::train_loss};
    if (race.built.problem->test) all.push_back(TrainingMeasure::test_loss);
    if (race.built.problem->architecture.loss != LossKind::mse) {
        all.push_back(TrainingMeasure::train_accuracy);
        if (race.built.problem->test) all.push_back(TrainingMeasure::test_accuracy);
    }
    all.push_back(TrainingMeasure::gradient_norm);
    return all;
}

// The selected racer last: upon the others.
std::vector<NetworkSide> sides_to_draw(const Session& session) {
    std::vector<NetworkSide> sides = network_sides(session);
    std::stable_partition(sides.begin(), sides.end(), [&](const NetworkSide& side) { return side.before || side.racer != session.selected(); });
    return sides;
}

PlotInputs inputs_of(const ViewContext& context, const std::vector<NetworkSide>& sides, const TrainingState& state) {
    PlotInputs inputs = plot_inputs(context, state.steps.axis);
    inputs.revisions.clear();
    inputs.rows.clear();
    inputs.choices = {static_cast<int>(state.measure)};
    for (const NetworkSide& side : sides) {
        inputs.revisions.push_back(side.revision());
        inputs.rows.push_back(side.history().rows());
    }
    return inputs;
}

Axis axis_of(const std::vector<Curve>& curves, const TrainingState& state) {
    if (is_accuracy(state.measure)) return {.lo = 0, .hi = 1.02};
    VisibleValues visible;
    double start = 0;
    for (const Curve& curve : curves) {
        visible.add(curve.values, state.steps.axis, false, curve.x);
        if (const auto values = curve.values; !values.empty() && std::isfinite(values.front())) start = std::max(start, values.front());
    }
    return visible.axis(AxisScale::log, start > 0 ? 1e3 * start : std::numeric_limits<double>::infinity());  // one that diverges must not flatten the others
}

void draw_pair_note(const ViewContext& context, float left) {
    const Ui& ui = context.ui;
    const float room = context.rect.x1 - ui.px(16 + 24) - left;
    if (room > ui.px(40)) draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.small, left, context.rect.y0 + ui.px(20), ui.theme->secondary, "pale: before", room);
}

}  // namespace

void draw_training_view(const ViewContext& context, TrainingState& state) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    if (!session.network()) return;
    ImGui::PushID("training");
    follow_race(state.steps, session);
    const std::vector<TrainingMeasure> measures = measures_of(*session.network());
    const auto offered = [&](std::size_t i) { return std::find(measures.begin(), measures.end(), static_cast<TrainingMeasure>(i)) != measures.end(); };
    if (!offered(static_cast<std::size_t>(state.measure))) state.measure = TrainingMeasure::batch_loss;
    auto chosen = static_cast<std::size_t>(state.measure);
    const float beyond = measure_heading(context, "TRAINING", names.size(), [&](std::size_t i) { return offered(i) ? names[i] : std::string_view(); }, chosen, "What is plotted");
    state.measure = static_cast<TrainingMeasure>(chosen);

    const std::vector<NetworkSide> sides = sides_to_draw(session);
    if (session.before()) draw_pair_note(context, beyond + ui.px(12));
    PlotInputs now = inputs_of(context, sides, state);
    const Axis steps = state.steps.axis;  // gestures are for the next frame
    PlotRoom room = plot_room(ui, context.rect, state.steps, state.y);
    if (now != state.inputs) {
        std::vector<Curve> curves;
        for (const NetworkSide& side : sides) curves.push_back(curve_of(side.history(), state.measure));
        state.y = axis_of(curves, state);
        room = plot_room(ui, context.rect, state.steps, state.y);
        state.lines.clear();
        for (const Curve& curve : curves) state.lines.push_back(trace(curve.values, steps, state.y, size_of(room.area), false, curve.x));
        state.inputs = std::move(now);
    }
    if (room.enough) {
        step_gestures(context, "plot", room.area, state.steps);
        Plot plot(ui, room.area, steps, state.y, {.x_ticks = room.x_ticks, .y_ticks = room.y_ticks, .x_labels = false});
        for (std::size_t i = 0; i < sides.size(); ++i) {
            const RacerStyle look = racer_style(*ui.theme, static_cast<std::size_t>(sides[i].choice().style));
            draw_lines(ui, plot, state.lines[i], {.colour = sides[i].before ? fade(look.colour, 0.4f) : look.colour, .dash = look.dash});
        }
        draw_cursors(context, plot);
    }
    if (room.wide) draw_step_labels(ui, room.area.x0, room.area.x1, room.labels_y, steps, room.x_ticks);
    ImGui::PopID();
}

}  // namespace thalweg::app
