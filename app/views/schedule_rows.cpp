#include "app/views/schedule_rows.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/parameter_slider.hpp"
#include "app/widgets/catalogue_menu.hpp"
#include "core/scenario/build.hpp"

namespace thalweg::app {
namespace {

constexpr int curve_points = 512;

const ScheduleSpec& constant() { return *find_schedule("constant"); }

// Everything that the rows of one racer need.
struct Rows {
    const ViewContext& context;
    ScheduleState& state;
    std::size_t i;
    const Rect& content;
    bool all;
    const RacerChoice& racer = context.session.scenario().racers[i];
    const OptimizerSpec& optimizer = *find_optimizer(racer.optimizer);
    int steps = context.session.scenario().steps;

    void set(RacerChoice next) const { context.edits.push_back(SetRacer{i, std::move(next)}); }
    void end_gesture() const { context.edits.push_back(EndGesture{}); }
};

// A length is at most the run's.
Parameter within_run(Parameter p, int steps) {
    if (p.updates) p.range.max = p.slider.max = std::max(p.range.min, static_cast<double>(steps));
    return p;
}

// A slider per parameter. `assign(next, k, value)` puts value k into a copy of the racer.
template <class Assign>
void sliders(const Rows& rows, std::span<const Parameter> parameters, const std::vector<double>& values, Assign&& assign) {
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        if (parameters[k].secondary && !rows.all && values[k] == parameters[k].default_value) continue;
        double value = values[k];
        const SliderResult result = parameter_slider(rows.context.ui, within_run(parameters[k], rows.steps), value, rows.content.width());
        if (result.changed) {
            RacerChoice next = rows.racer;
            assign(next, k, value);
            rows.set(std::move(next));
        }
        if (result.committed) rows.end_gesture();
    }
}

const ScheduleState::Curves& curves_of(const Rows& rows) {
    const Session& session = rows.context.session;
    const RacerSetup setup = build_setup(session.scenario(), rows.racer);
    const auto watches = [](const ScheduleSetup& s) { return s.spec && s.spec->watches_loss; };
    const int recorded = watches(setup.lr_schedule) || watches(setup.momentum_schedule) ? session.rows(rows.i) : 0;
    ScheduleState::Curves& curves = rows.state.curves[rows.racer.style];
    if (curves.revision == session.revision(rows.i) && curves.rows == recorded) return curves;
    curves = {.revision = session.revision(rows.i), .rows = recorded, .steps = {}, .lr = {}, .momentum = {}};
    for (const ScheduledRow& row : scheduled_rows(setup, rows.steps, session.losses(rows.i), curve_points)) {
        curves.steps.push_back(row.k);
        curves.lr.push_back(row.lr);
        curves.momentum.push_back(row.momentum);
    }
    return curves;
}

// Of the update from the step that is shown; the last row has none.
ScheduledRow shown_row(const Rows& rows) {
    const Session& session = rows.context.session;
    const int k = static_cast<int>(rows.context.shown_step());
    const auto until = k < rows.steps ? scheduled_rows(build_setup(session.scenario(), rows.racer), k + 1, session.losses(rows.i), 1) : std::vector<ScheduledRow>{};
    return until.empty() || until.back().k != k ? ScheduledRow{k, std::nan(""), std::nan("")} : until.back();
}

// The schedule of one hyperparameter: its kind, its curve, its parameters.
void schedule(const Rows& rows, const char* id, ScheduleSetup RacerChoice::*which, int hyper, const std::vector<double>& values, double shown) {
    const Ui& ui = rows.context.ui;
    const ScheduleSetup& setup = rows.racer.*which;
    const ScheduleSpec& spec = setup.spec ? *setup.spec : constant();
    const Parameter& moved = rows.optimizer.hyperparameters[static_cast<std::size_t>(hyper)];
    const double base = rows.racer.hyper[static_cast<std::size_t>(hyper)];
    ImGui::PushID(id);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ChoiceRow kind = choice_row(ui, "kind", moved.symbol, spec.name, rows.content.width(), std::string(moved.id) + " over the run: " + std::string(spec.formula));
    if (kind.clicked) open_menu("schedules");
    std::vector<CatalogueEntry> entries;
    if (menu_is_open("schedules"))
        for (const ScheduleSpec& s : schedule_catalogue()) entries.push_back({s.id, s.name, "Schedules", s.formula, &s == &spec});
    if (const auto picked = catalogue_menu(ui, "schedules", kind.button, 420, entries)) {
        const ScheduleSpec& chosen = schedule_catalogue()[*picked];
        ScheduleSetup fresh = default_schedule(chosen, rows.steps);
        if (chosen.own_rate >= 0) fresh.values[static_cast<std::size_t>(chosen.own_rate)] = base;
        if (&chosen == &constant()) fresh.spec = nullptr;
        fresh.warmup = setup.warmup;
        RacerChoice next = rows.racer;
        next.*which = std::move(fresh);
        rows.set(std::move(next));
        rows.end_gesture();
    }
    ImGui::SetCursorScreenPos({at.x, at.y + slider_height(ui)});

    const bool moves = setup.active() || std::any_of(values.begin(), values.end(), [&](double v) { return v != base; });
    if (moves) {
        ScheduleCurve curve{.steps = rows.state.curves[rows.racer.style].steps, .values = values, .shown = shown, .from_zero = which == &RacerChoice::schedule};
        if (!spec.knots.id.empty()) curve.knots = &setup.knots, curve.pairs = spec.knots.pairs, curve.shift = setup.warmup, curve.scale = base;
        const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(rows.racer.style)).colour;
        const KnotEdit edit = schedule_plot(rows.context, "curve", curve, colour, rows.content.width(), rows.state.hand);
        if (edit.knots) {
            RacerChoice next = rows.racer;
            (next.*which).knots = *edit.knots;
            rows.set(std::move(next));
        }
        if (edit.committed) rows.end_gesture();
    }
    if (setup.spec) sliders(rows, spec.parameters, setup.values, [&](RacerChoice& next, std::size_t k, double value) { (next.*which).values[k] = value; });
    if (setup.spec || which == &RacerChoice::schedule)
        sliders(rows, {&warmup_parameter(), 1}, {static_cast<double>(setup.warmup)}, [&](RacerChoice& next, std::size_t, double value) { (next.*which).warmup = static_cast<int>(value); });
    ImGui::PopID();
}

void wrapper(const Rows& rows) {
    const Ui& ui = rows.context.ui;
    const WrapperSetup& setup = rows.racer.wrapper;
    ImGui::PushID("wrapper");
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ChoiceRow kind = choice_row(ui, "kind", "wrap", setup.spec ? setup.spec->name : "None", rows.content.width(), setup.spec ? setup.spec->formula : "What goes around the optimizer");
    if (kind.clicked) open_menu("wrappers");
    std::vector<CatalogueEntry> entries{{"none", "None", "Wrappers", "the optimizer as it is", !setup.spec}};
    for (const WrapperSpec& w : wrapper_catalogue()) entries.push_back({w.id, w.name, "Wrappers", w.formula, &w == setup.spec});
    if (const auto picked = catalogue_menu(ui, "wrappers", kind.button, 420, entries)) {
        RacerChoice next = rows.racer;
        next.wrapper = *picked == 0 ? WrapperSetup{} : default_wrapper(wrapper_catalogue()[*picked - 1]);
        rows.set(std::move(next));
        rows.end_gesture();
    }
    ImGui::SetCursorScreenPos({at.x, at.y + slider_height(ui)});
    if (setup.spec) sliders(rows, setup.spec->parameters, setup.values, [](RacerChoice& next, std::size_t k, double value) { next.wrapper.values[k] = value; });
    ImGui::PopID();
}

}  // namespace

std::string schedule_summary(const RacerChoice& racer) {
    std::string text;
    const auto add = [&](std::string_view word) { text += (text.empty() ? "" : " · ") + std::string(word); };
    for (const ScheduleSetup* schedule : {&racer.schedule, &racer.momentum_schedule})
        if (schedule->active()) add(schedule->spec ? schedule->spec->name : "Warm-up");
    if (racer.wrapper.spec) add(racer.wrapper.spec->name);
    return text;
}

void draw_schedule_rows(const ViewContext& context, ScheduleState& state, std::size_t racer, const Rect& content, bool all) {
    const Rows rows{context, state, racer, content, all};
    const ScheduleState::Curves& curves = curves_of(rows);
    const ScheduledRow shown = shown_row(rows);
    if (scheduled_rate(rows.optimizer) >= 0) schedule(rows, "schedule", &RacerChoice::schedule, 0, curves.lr, shown.lr);
    if (const int momentum = scheduled_momentum(rows.optimizer); momentum >= 0) schedule(rows, "momentum", &RacerChoice::momentum_schedule, momentum, curves.momentum, shown.momentum);
    wrapper(rows);
}

}  // namespace thalweg::app
