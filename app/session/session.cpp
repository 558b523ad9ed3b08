#include "app/session/session.hpp"

#include <algorithm>
#include <cmath>

#include "core/scenario/toml.hpp"

namespace thalweg::app {

Session::Session(Scenario scenario, std::function<void()> wake)
    : scenario_(std::move(scenario)), saved_(scenario_), runner_(std::move(wake)) {
    runner_.run(scenario_);
    playhead_ = scenario_.steps;
}

void Session::apply(const Edit& edit) {
    std::visit([&](const auto& e) { on(e); }, edit);
}

void Session::advance(double seconds) {
    if (!playing_) return;
    const double last = scenario_.steps, speed = playback_speeds[speed_];
    playhead_ = std::isinf(speed) ? last : std::min(last, playhead_ + speed * seconds);
    if (playhead_ >= last) playing_ = false;
}

int Session::row_at(std::size_t racer, double step) const {
    return std::min(static_cast<int>(step), race().history(racer).rows() - 1);
}

Point Session::position_at(std::size_t racer, double step) const {
    const History& history = race().history(racer);
    const int row = row_at(racer, step);
    if (row < 0) return scenario_.problem.start;
    const Point& here = history.theta(row);
    if (row + 1 >= history.rows()) return here;
    return here + (step - row) * (history.theta(row + 1) - here);
}

// One entry of undo, unless nothing changes or the result would not be a valid scenario.
template <class Change>
void Session::change(const std::string& gesture, Change&& change) {
    Scenario next = scenario_;
    change(next);
    if (next == scenario_) return;
    if (std::string wrong = complaint(next); !wrong.empty()) {
        message_ = {std::move(wrong), true};
        return;
    }
    undo_.record(scenario_, gesture);
    scenario_ = std::move(next);
    adopt();
}

void Session::adopt() {
    const bool at_end = playhead_ >= race().arena().steps;
    runner_.run(scenario_);
    playhead_ = at_end && !playing_ ? scenario_.steps : std::min(playhead_, static_cast<double>(scenario_.steps));
    selected_ = std::min(selected_, scenario_.racers.empty() ? 0 : scenario_.racers.size() - 1);
}

void Session::on(const SetProblem& e) {
    change("", [&](Scenario& s) { s.problem = e.problem; });
}
void Session::on(const SetParameter& e) {
    change("parameter " + std::to_string(e.index), [&](Scenario& s) {
        if (e.index < s.problem.parameters.size()) s.problem.parameters[e.index] = e.value;
    });
}
void Session::on(const SetStart& e) {
    change("start", [&](Scenario& s) { s.problem.start = e.start; });
}
void Session::on(const SetSteps& e) {
    change("steps", [&](Scenario& s) { s.steps = e.steps; });
}
void Session::on(const SetSeed& e) {
    change("", [&](Scenario& s) { s.seed = e.seed; });
}
void Session::on(const SetBatch& e) {
    change("batch", [&](Scenario& s) { s.problem.batch = e.batch; });
}

void Session::on(const AddRacer& e) {
    const OptimizerSpec* optimizer = find_optimizer(e.optimizer);
    if (!optimizer) return;
    change("", [&](Scenario& s) { s.racers.push_back(default_racer(*optimizer, s.racers)); });
    if (!scenario_.racers.empty()) selected_ = scenario_.racers.size() - 1;
}
void Session::on(const DuplicateRacer& e) {
    if (e.racer >= scenario_.racers.size()) return;
    change("", [&](Scenario& s) {
        RacerChoice copy = s.racers[e.racer];
        const RacerChoice fresh = default_racer(*find_optimizer(copy.optimizer), s.racers);
        copy.name = fresh.name;
        copy.style = fresh.style;
        s.racers.insert(s.racers.begin() + static_cast<std::ptrdiff_t>(e.racer) + 1, std::move(copy));
    });
    selected_ = std::min(e.racer + 1, scenario_.racers.size() - 1);
}
void Session::on(const RemoveRacer& e) {
    if (e.racer >= scenario_.racers.size()) return;
    if (selected_ > e.racer) --selected_;
    change("", [&](Scenario& s) { s.racers.erase(s.racers.begin() + static_cast<std::ptrdiff_t>(e.racer)); });
}
void Session::on(const MoveRacer& e) {
    const std::size_t n = scenario_.racers.size();
    if (e.racer >= n || e.to >= n) return;
    change("", [&](Scenario& s) {
        RacerChoice moved = std::move(s.racers[e.racer]);
        s.racers.erase(s.racers.begin() + static_cast<std::ptrdiff_t>(e.racer));
        s.racers.insert(s.racers.begin() + static_cast<std::ptrdiff_t>(e.to), std::move(moved));
    });
    if (selected_ == e.racer) selected_ = e.to;
    else if (e.racer < selected_ && selected_ <= e.to) --selected_;
    else if (e.to <= selected_ && selected_ < e.racer) ++selected_;
}
void Session::on(const RenameRacer& e) {
    if (e.racer >= scenario_.racers.size() || e.name.empty()) return;
    change("", [&](Scenario& s) { s.racers[e.racer].name = e.name; });
}
void Session::on(const HideRacer& e) {
    if (e.racer >= scenario_.racers.size()) return;
    change("", [&](Scenario& s) { s.racers[e.racer].hidden = e.hidden; });
}
void Session::on(const SetOptimizer& e) {
    const OptimizerSpec* optimizer = find_optimizer(e.optimizer);
    if (!optimizer || e.racer >= scenario_.racers.size()) return;
    change("", [&](Scenario& s) {
        RacerChoice& racer = s.racers[e.racer];
        const OptimizerSpec& former = *find_optimizer(racer.optimizer);
        std::vector<RacerChoice> rivals = s.racers;
        rivals.erase(rivals.begin() + static_cast<std::ptrdiff_t>(e.racer));
        RacerChoice next = default_racer(*optimizer, rivals);
        if (!racer.name.starts_with(former.name)) next.name = racer.name;  // a name of the user's own stays
        next.style = racer.style;
        next.hidden = racer.hidden;
        next.clip_norm = racer.clip_norm;
        next.clip_value = racer.clip_value;
        racer = std::move(next);
    });
}
void Session::on(const SetHyperparameter& e) {
    change("hyper " + std::to_string(e.racer) + " " + e.key, [&](Scenario& s) {
        for (std::size_t i = 0; i < s.racers.size(); ++i)
            if (i == e.racer || e.linked) set_racer_key(s.racers[i], e.key, e.value);  // one that has no such key stays as it is
    });
}
void Session::on(const ReplaceScenario& e) {
    change("", [&](Scenario& s) { s = e.scenario; });
}
void Session::on(const EndGesture&) { undo_.end_gesture(); }
void Session::on(const Undo&) {
    undo_.undo(scenario_);
    adopt();
}
void Session::on(const Redo&) {
    undo_.redo(scenario_);
    adopt();
}

void Session::on(const Select& e) { selected_ = std::min(e.racer, scenario_.racers.empty() ? 0 : scenario_.racers.size() - 1); }
void Session::on(const SetPlayhead& e) { playhead_ = std::clamp(e.step, 0.0, static_cast<double>(scenario_.steps)); }
void Session::on(const StepPlayhead& e) {
    playing_ = false;
    const double whole = e.by > 0 ? std::floor(playhead_) : std::ceil(playhead_);
    on(SetPlayhead{whole + e.by});
}
void Session::on(const SetPlaying& e) {
    playing_ = e.playing;
    if (playing_ && playhead_ >= scenario_.steps) playhead_ = 0;
}
void Session::on(const SetSpeed& e) { speed_ = std::min(e.index, playback_speeds.size() - 1); }

void Session::on(const OpenFile& e) {
    if (e.file.extension() == ".csv" || e.file.extension() == ".tsv" || e.file.extension() == ".txt") {
        const DatasetOrError points = load_csv(e.file);
        if (const auto* wrong = std::get_if<std::string>(&points)) message_ = {*wrong, true};
        else on(SetProblem{default_problem(std::get<0>(points), std::filesystem::absolute(e.file).string())});
        return;
    }
    const ScenarioOrError loaded = load_scenario(e.file);
    if (const auto* wrong = std::get_if<std::string>(&loaded)) {
        message_ = {*wrong, true};
        return;
    }
    on(ReplaceScenario{std::get<Scenario>(loaded)});
    saved_ = scenario_;
    file_ = e.file;
    playing_ = false;
    message_ = {"Opened " + e.file.filename().string(), false};
}
// A scenario names its data relative to itself, so a copy in another folder needs another path.
Scenario Session::for_file(const std::filesystem::path& file) const {
    Scenario copy = scenario_;
    std::string& source = copy.problem.data_source;
    if (!copy.problem.data || source.empty() || find_dataset(source)) return copy;
    const auto folder = [](const std::filesystem::path& of) { return std::filesystem::absolute(of).parent_path(); };
    const std::filesystem::path data = file_.empty() ? std::filesystem::absolute(source) : folder(file_) / source;
    const std::filesystem::path near = data.lexically_proximate(folder(file));
    source = near.string();
    return copy;
}

void Session::on(const SaveFile& e) {
    scenario_ = for_file(e.file);
    if (const std::string wrong = save_scenario(scenario_, e.file); !wrong.empty()) {
        message_ = {wrong, true};
        return;
    }
    saved_ = scenario_;
    file_ = e.file;
    message_ = {"Saved " + e.file.filename().string(), false};
}
void Session::on(const Say& e) { message_ = {e.text, e.error}; }
void Session::on(const DismissMessage&) { message_.reset(); }

}  // namespace thalweg::app
