#include "app/session/local_model.hpp"

#include "app/widgets/number.hpp"

namespace thalweg::app {

int shown_row(const Session& session) {
    const std::size_t racer = session.selected();
    if (racer >= session.race().size() || session.scenario().racers[racer].hidden) return -1;
    return session.row_at(racer, session.playhead());
}

std::optional<LocalModels::Place> LocalModels::place_of(const Session& session, const std::optional<Point>& cursor) {
    const int k = shown_row(session);
    if (k < 0 && !cursor) return {};
    Place place{session.race().arena().problem, {}, cursor.has_value(), session.selected(), k < 0 ? 0 : session.race().revision(session.selected()), k};
    place.at = cursor ? *cursor : session.race().history(place.racer).theta(k);
    return place;
}

const LocalModel* LocalModels::find(const Session& session, const std::optional<Point>& cursor) {
    auto place = place_of(session, cursor);
    if (!place) return nullptr;
    const Race& race = session.race();
    const bool followed = place->k >= 0 && place->k + 1 < race.history(place->racer).rows();  // while a worker fills the history the next row comes later
    if (place == place_ && (followed || !session.running())) return &model_;
    place_ = std::move(place);
    const Objective& objective = *place_->problem->objective;
    model_ = {};
    model_.curvature = curvature_at(objective, place_->at);
    model_.at_cursor = place_->at_cursor;
    if (place_->k < 0) return &model_;

    // The preconditioner is that of the update that follows, as in the arrows of the step.
    const RacerSetup& setup = race.setup(place_->racer);
    std::vector<double> hyper;
    std::vector<Point> derived;
    race.details(place_->racer, place_->k, place_->k + 2, [&](const StepDetail& row) {
        if (hyper.empty()) hyper = row.hyper;
        derived = row.derived;
    });
    if (hyper.empty()) return &model_;
    model_.lr = setup.optimizer->has_learning_rate() ? hyper[0] : 0;
    if (!setup.wrapper.spec) {
        model_.limit_words = stability_text(*setup.optimizer);
        model_.limit = stability_limit(*setup.optimizer, hyper, derived, model_.curvature.d.hessian);
    }
    Point next;
    const bool taken = !model_.at_cursor && followed;
    if (taken) next = race.history(place_->racer).theta(place_->k + 1);
    if (model_.curvature.defined && (taken || race.moves(place_->racer, place_->k, {&place_->at, 1}, {&next, 1}))) model_.decrease = decrease_of(objective, model_.curvature, next - place_->at);
    return &model_;
}

const FlowLine* LocalModels::flow(const Session& session, const std::optional<Point>& cursor, const Box& view) {
    const auto place = place_of(session, cursor);
    if (!place) return nullptr;
    if (place->problem != flow_problem_ || place->at != flow_from_ || !(view == flow_view_)) {
        flow_problem_ = place->problem;
        flow_from_ = place->at;
        flow_view_ = view;
        flow_ = gradient_flow(*place->problem->objective, place->at, view);
    }
    return &flow_;
}

std::string verdict(const Session& session, const LocalModel& model) {
    if (shown_row(session) < 0) return {};
    const RacerSetup& setup = session.race().setup(session.selected());
    if (!model.curvature.defined) return {};
    if (setup.wrapper.spec && !setup.optimizer->stability.limit.empty()) return "No limit is known for α with " + std::string(setup.wrapper.spec->name) + ".";
    if (model.limit_words.empty()) return "No limit of stability is known for " + std::string(setup.optimizer->name) + ".";
    if (!model.limit) return "The limit for α depends on the first update.";
    const std::string alpha(setup.optimizer->hyperparameters[0].symbol);
    const double largest = model.limit->largest_rate();
    if (std::isinf(largest)) return "No " + alpha + " overshoots: nothing curves up here.";
    const bool stable = model.lr < largest;
    return alpha + " = " + format_number(model.lr) + (stable ? " < " : " ≥ ") + model.limit_words + " = " + format_number(round_to_digits(largest, 3)) + (stable ? ": stable" : ": unstable, it overshoots");
}

}  // namespace thalweg::app
