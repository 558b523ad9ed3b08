#include "core/race/update.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "core/race/race.hpp"

namespace thalweg {
void apply_schedules(const RacerSetup& setup, int k, double loss, Extras& extras) {
    auto& hyper = extras.hyper;
    std::copy(setup.hyper.begin(), setup.hyper.end(), hyper.begin());
    const int momentum = scheduled_momentum(*setup.optimizer);
    if (momentum >= 0) {
        double& value = hyper[static_cast<std::size_t>(momentum)];
        value = setup.lr_schedule.momentum(hyper[0], k, value);
        value = setup.momentum_schedule.value(value, k, loss, extras.momentum_memory);
        value = std::min(value, setup.optimizer->hyperparameters[static_cast<std::size_t>(momentum)].range.max);
    }
    hyper[0] = setup.lr_schedule.value(hyper[0], k, loss, extras.lr_memory);
}

Layout::Layout(const RacerSetup& setup) {
    constexpr std::size_t alignment = alignof(Extras);
    extras = (setup.optimizer->rule.state_bytes + alignment - 1) / alignment * alignment;
    bytes = setup.plain() ? setup.optimizer->rule.state_bytes : extras + sizeof(Extras);
}

void begin_racer(const RacerSetup& setup, std::byte* state) {
    setup.optimizer->rule.begin(setup.hyper.data(), setup.start.data(), state);
    if (setup.plain()) return;
    Extras& extras = *new (state + Layout(setup).extras) Extras;
    extras.wrapper.slow = extras.wrapper.iterate = setup.start;
    std::copy(setup.hyper.begin(), setup.hyper.end(), extras.hyper.begin());
}

void update_racer(const Arena& arena, const RacerSetup& setup, int t, const Sample& exact, Point& theta, std::byte* state, UpdateRecord* record) {
    const Rule& rule = setup.optimizer->rule;
    Extras none;
    Extras& extras = setup.plain() ? none : Layout(setup).extras_of(state);
    apply_schedules(setup, t - 1, exact.loss, extras);
    const auto& hyper = extras.hyper;

    const WrapperSpec* wrapper = setup.wrapper.spec;
    const bool keeps = wrapper && wrapper->shown;
    Point at = keeps ? extras.wrapper.iterate : theta;
    Oracle oracle(*arena.problem->objective, arena.seed, t, arena.noise, noise_of_update(arena.noise, arena.seed, t), setup.clipping);
    oracle.know(theta, exact);
    if (wrapper && wrapper->ascent) oracle.set_ascent(wrapper->ascent(setup.wrapper.values.data()));
    if (record) record->from = at;

    if (rule.step) {
        const Point g = oracle.gradient(at);
        rule.step(hyper.data(), t, Pair::load(g.data()), Pair::load(at.data()), state).store(at.data());
    } else {
        rule.update(hyper.data(), t, oracle, at.data(), state);
    }
    extras.evaluations += oracle.evaluations();

    if (record) {
        record->hyper.assign(hyper.begin(), hyper.begin() + static_cast<std::ptrdiff_t>(setup.hyper.size()));
        record->g = oracle.asked() ? oracle.received() : oracle.gradient(at);
        record->to = at;
    }
    theta = at;
    if (keeps) {
        extras.wrapper.iterate = at;
        theta = wrapper->shown(setup.wrapper.values.data(), t, extras.wrapper);
    }
}

int scheduled_rate(const OptimizerSpec& optimizer) { return optimizer.has_learning_rate() ? 0 : -1; }

int scheduled_momentum(const OptimizerSpec& optimizer) {
    const int momentum = index_of(optimizer.hyperparameters, "momentum");
    return momentum >= 0 ? momentum : index_of(optimizer.hyperparameters, "beta1");
}

std::vector<ScheduledRow> scheduled_rows(const RacerSetup& setup, int steps, std::span<const double> losses, int most) {
    const auto watches = [](const ScheduleSetup& schedule) { return schedule.spec && schedule.spec->watches_loss; };
    const bool watched = watches(setup.lr_schedule) || watches(setup.momentum_schedule);
    const int stride = std::max(1, steps / std::max(most, 1)), end = watched ? std::min(steps, static_cast<int>(losses.size())) : steps;
    const int rate = scheduled_rate(*setup.optimizer), momentum = scheduled_momentum(*setup.optimizer);
    Extras extras;
    const auto moved = [&](int index) { return index < 0 ? std::nan("") : extras.hyper[static_cast<std::size_t>(index)]; };
    std::vector<ScheduledRow> rows;
    for (int k = 0; k < end; ++k) {
        const bool kept = k % stride == 0 || k == end - 1;
        if (!kept && !watched) continue;
        apply_schedules(setup, k, watched ? losses[static_cast<std::size_t>(k)] : 0, extras);
        if (kept) rows.push_back({k, moved(rate), moved(momentum)});
    }
    return rows;
}

}  // namespace thalweg
