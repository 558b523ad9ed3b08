#include "app/views/training_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

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

}  // namespace

void draw_training_view(const ViewContext& context, TrainingState& state) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    if (!session.network()) return;
    const Training& training = session.network()->training;
    ImGui::PushID("training");
    follow_race(state.steps, session);
    const std::vector<TrainingMeasure> measures = measures_of(*session.network());
    const auto offered = [&](std::size_t i) { return std::find(measures.begin(), measures.end(), static_cast<TrainingMeasure>(i)) != measures.end(); };
    if (!offered(static_cast<std::size_t>(state.measure))) state.measure = TrainingMeasure::batch_loss;
    auto chosen = static_cast<std::size_t>(state.measure);
    measure_heading(context, "TRAINING", names.size(), [&](std::size_t i) { return offered(i) ? names[i] : std::string_view(); }, chosen, "What is plotted");
    state.measure = static_cast<TrainingMeasure>(chosen);

    std::vector<Curve> curves;
    VisibleValues visible;
    double start = 0;
    for (std::size_t i = 0; i < training.size(); ++i) {
        curves.push_back(curve_of(training.history(i), state.measure));
        if (session.scenario().racers[i].hidden) continue;
        visible.add(curves.back().values, state.steps.axis, false, curves.back().x);
        if (const auto values = curves.back().values; !values.empty() && std::isfinite(values.front())) start = std::max(start, values.front());
    }
    const Axis y = is_accuracy(state.measure) ? Axis{.lo = 0, .hi = 1.02} : visible.axis(AxisScale::log, start > 0 ? 1e3 * start : std::numeric_limits<double>::infinity());  // one that diverges must not flatten the others
    const float overhang = std::max(ui.px(14), step_label_overhang(ui, state.steps.steps) + ui.px(6));
    Rect area{context.rect.x0 + ui.px(16), context.rect.y0 + ui.px(42), context.rect.x1 - overhang, context.rect.y1 - ui.px(28)};
    const int y_ticks = std::clamp(static_cast<int>(area.height() / ui.px(30)), 3, 6), x_ticks = std::max(2, static_cast<int>(area.width() / ui.px(70)));
    area.x0 += y_label_width(ui, y, y_ticks);
    if (area.width() >= ui.px(40) && area.height() >= ui.px(24)) {
        step_gestures(context, "plot", area, state.steps);
        Plot plot(ui, area, state.steps.axis, y, {.x_ticks = x_ticks, .y_ticks = y_ticks, .x_labels = false});
        for (std::size_t pass = 0; pass < 2; ++pass)  // the selected racer upon the others
            for (std::size_t i = 0; i < curves.size(); ++i) {
                const RacerChoice& racer = session.scenario().racers[i];
                if (racer.hidden || (i == session.selected()) != (pass == 1)) continue;
                const RacerStyle look = racer_style(*ui.theme, static_cast<std::size_t>(racer.style));
                draw_lines(ui, plot, trace(curves[i].values, state.steps.axis, y, size_of(area), false, curves[i].x), {.colour = look.colour, .dash = look.dash});
            }
        draw_cursors(context, plot);
    }
    if (area.width() >= ui.px(40)) draw_step_labels(ui, area.x0, area.x1, context.rect.y1 - ui.px(14), state.steps.axis, x_ticks);
    ImGui::PopID();
}

}  // namespace thalweg::app
