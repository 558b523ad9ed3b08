#include "app/session/session.hpp"

#include <algorithm>
#include <cmath>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/open.hpp"
#include "core/scenario/toml.hpp"

namespace thalweg::app {
namespace {

// A file names its data relative to itself. Here it is absolute, so that it means the same after another file was opened,
// after undo, and wherever a copy is saved.
template <class Change>
void each_own_file(ProblemChoice& problem, Change&& change) {
    if (problem.network) {
        auto network = std::make_shared<NetworkChoice>(*problem.network);
        for (std::string* source : {&network->source, &network->examples.file, &network->examples.labels, &network->examples.test_file, &network->examples.test_labels})
            if (!source->empty()) change(*source);
        problem.network = std::move(network);
    } else if (problem.image) {
        change(problem.image_source);
    } else if (problem.data && !problem.data_source.empty() && !find_dataset(problem.data_source)) {
        change(problem.data_source);
    }
}
// As it is where the folder of the program is no more.
std::filesystem::path whole_path(const std::filesystem::path& file) {
    std::error_code gone;
    const std::filesystem::path whole = std::filesystem::absolute(file, gone);
    return gone ? file : whole;
}
std::filesystem::path folder_of(const std::filesystem::path& file) { return whole_path(file).parent_path(); }

Scenario from_file(Scenario scenario, const std::filesystem::path& file) {
    each_own_file(scenario.problem, [&](std::string& source) { source = (folder_of(file) / source).lexically_normal().string(); });
    return scenario;
}
Scenario for_file(Scenario scenario, const std::filesystem::path& file) {
    each_own_file(scenario.problem, [&](std::string& source) { source = whole_path(source).lexically_proximate(folder_of(file).lexically_normal()).string(); });
    return scenario;
}

// "Adam" or "Adam 2", as racers are called that nobody has named.
bool is_given_name(std::string_view name, const OptimizerSpec& optimizer) {
    if (!name.starts_with(optimizer.name)) return false;
    name.remove_prefix(optimizer.name.size());
    return name.empty() || (name.size() > 1 && name.front() == ' ' && name.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

}  // namespace

SessionMemory memory_of(Scenario scenario) {
    const double end = scenario.steps;
    const auto now = std::make_shared<const Scenario>(std::move(scenario));
    return {.now = {now, {}, now}, .past = {}, .future = {}, .playhead = end};
}

Session::Session(SessionMemory memory, std::function<void()> wake)
    : now_(std::move(memory.now)), undo_(std::move(memory.past), std::move(memory.future)), runner_(wake), trainer_(wake), ensembles_(wake) {
    start();
    on(SetPlayhead{memory.playhead});
    on(Select{memory.selected});
    on(SetSpeed{memory.speed});
    follow_ensemble();
}

void Session::apply(const Edit& edit) {
    std::visit([&](const auto& e) { on(e); }, edit);
}

void Session::advance(double seconds) {
    if (auto ready = ensembles_.take()) ensemble_ = std::move(ready);
    if (scenario().problem.network)
        if (auto built = trainer_.race()) network_ = std::move(built);  // a large one takes a while
    if (!playing_) return;
    const double last = scenario().steps, speed = playback_speeds[speed_];
    playhead_ = std::isinf(speed) ? last : std::min(last, playhead_ + speed * seconds);
    if (playhead_ >= last) playing_ = false;
}

void Session::start() {
    runner_.run(scenario());
    trainer_.run(scenario());
    network_ = trainer_.race();
}

void Session::wait() {
    runner_.wait();
    trainer_.wait();
    network_ = trainer_.race();
}

int Session::rows(std::size_t racer) const {
    if (network_) return racer < network_->training.size() ? network_->training.history(racer).rows() : 0;
    return racer < race().size() ? race().history(racer).rows() : 0;
}
std::span<const double> Session::losses(std::size_t racer) const {
    if (network_) return racer < network_->training.size() ? network_->training.history(racer).losses() : std::span<const double>();
    return racer < race().size() ? race().history(racer).losses() : std::span<const double>();
}
Ending Session::ending(std::size_t racer) const {
    if (network_) return racer < network_->training.size() ? network_->training.ending(racer) : Ending::open;
    return racer < race().size() ? race().ending(racer) : Ending::open;
}
std::uint64_t Session::revision(std::size_t racer) const {
    if (network_) return racer < network_->training.size() ? network_->training.revision(racer) : 0;
    return racer < race().size() ? race().revision(racer) : 0;
}

double Session::computed_part() const {
    double reached = 0, all = 0;
    for (std::size_t i = 0; i < scenario().racers.size(); ++i) {
        const double wanted = scenario().steps + 1;
        reached += ending(i) == Ending::diverged ? wanted : rows(i);
        all += wanted;
    }
    return all > 0 ? std::min(reached / all, 1.0) : 1;
}

void Session::follow_ensemble() {
    if (!shows_ensemble(scenario())) {
        ensembles_.cancel();
        ensemble_.reset();
        return;
    }
    const Arena& arena = race().arena();
    if (ensemble_ && ensemble_->ensemble.arena().problem->name != arena.problem->name) ensemble_.reset();  // paths on another surface say nothing about this one
    EnsembleRequest request{arena, build_setups(scenario()), {}, scenario().ensemble};
    for (const RacerChoice& racer : scenario().racers) request.styles.push_back(racer.style);
    ensembles_.request(std::move(request));
}

std::optional<Session::EnsembleOf> Session::ensemble_of(std::size_t racer) const {
    if (!ensemble_ || racer >= scenario().racers.size()) return {};
    const auto& styles = ensemble_->styles;
    const auto at = std::find(styles.begin(), styles.end(), scenario().racers[racer].style);
    if (at == styles.end()) return {};
    return EnsembleOf{ensemble_->ensemble, static_cast<std::size_t>(at - styles.begin())};
}

std::optional<double> Session::ensemble_progress() const {
    const double progress = ensembles_.progress();
    return progress > 0 && ensembles_.busy() ? std::optional(progress) : std::nullopt;
}

int Session::row_at(std::size_t racer, double step) const {
    return std::min(static_cast<int>(step), rows(racer) - 1);
}

Point Session::position_at(std::size_t racer, double step) const {
    const History& history = race().history(racer);
    const int row = row_at(racer, step);
    if (row < 0) return scenario().problem.start;
    const Point& here = history.theta(row);
    if (row + 1 >= history.rows()) return here;
    return here + (step - row) * (history.theta(row + 1) - here);
}

// One entry of undo, unless nothing changes or the result would not be a valid scenario; then false.
template <class Change>
bool Session::change(const std::string& gesture, Change&& change) {
    Scenario next = scenario();
    change(next);
    if (next == scenario()) return false;
    if (std::string wrong = complaint(next); !wrong.empty()) {
        message_ = {std::move(wrong), true};
        return false;
    }
    undo_.record(now_, gesture);
    now_.scenario = std::make_shared<const Scenario>(std::move(next));
    if (message_ && message_->error) message_.reset();  // it was about something that is no more
    adopt();
    return true;
}

void Session::adopt() {
    ++changes_;
    const bool at_end = playhead_ >= race().arena().steps;
    start();
    if (!scenario().problem.network) before_.reset();
    follow_ensemble();
    playhead_ = at_end && !playing_ ? scenario().steps : std::min(playhead_, static_cast<double>(scenario().steps));
    select(selected_);
}

void Session::select(std::size_t racer) { selected_ = std::min(racer, scenario().racers.empty() ? 0 : scenario().racers.size() - 1); }

void Session::on(const SetProblem& e) {
    change("", [&](Scenario& s) {
        s.problem = e.problem;
        if (s.problem.network) s = fitted_to_network(std::move(s));
    });
}
void Session::on(const SetParameter& e) {
    change("parameter " + std::to_string(e.index), [&](Scenario& s) {
        if (e.index < s.problem.parameters.size()) s.problem.parameters[e.index] = e.value;
    });
}
void Session::on(const SetTransform& e) {
    change("transform " + std::to_string(e.index), [&](Scenario& s) {
        if (e.index >= s.problem.transform.values.size()) return;
        Transform transform = s.problem.transform;
        transform.values[e.index] = e.value;
        if (transform != s.problem.transform) set_transform(s.problem, transform);
    });
}
void Session::on(const SetStart& e) {
    change("start", [&](Scenario& s) { s.problem.start = e.start; });
}
void Session::on(const SetSteps& e) {
    // Schedules may not be longer than the run: a shorter one ends them, a longer one lets them be. A hand that passes a short
    // run on its way leaves no trace in them.
    const Situation* before = undo_.before("steps");
    const std::vector<RacerChoice> racers = (before ? *before->scenario : scenario()).racers;
    change("steps", [&](Scenario& s) {
        s.steps = e.steps;
        for (std::size_t i = 0; i < s.racers.size(); ++i) {
            s.racers[i].schedule = shortened(racers[i].schedule, e.steps);
            s.racers[i].momentum_schedule = shortened(racers[i].momentum_schedule, e.steps);
        }
    });
}
void Session::on(const SetSeed& e) {
    change("seed", [&](Scenario& s) { s.seed = e.seed; });
}
void Session::on(const SetBatch& e) {
    if (!scenario().problem.data) return;  // surfaces have none
    change("batch", [&](Scenario& s) { s.problem.batch = e.batch; });
}
void Session::on(const SetLoss& e) {
    if (scenario().problem.data) change("", [&](Scenario& s) { set_loss(s.problem, e.loss); });
}
void Session::on(const MovePoint& e) {
    const auto& data = scenario().problem.data;
    if (data && e.index < data->size()) change("point " + std::to_string(e.index), [&](Scenario& s) { set_points(s.problem, with_point(*data, e.index, e.row)); });
}
void Session::on(const AddPoint& e) {
    if (const auto& data = scenario().problem.data) change("", [&](Scenario& s) { set_points(s.problem, with_new_point(*data, e.row)); });
}
void Session::on(const RemovePoint& e) {
    const auto& data = scenario().problem.data;
    if (!data || e.index >= data->size()) return;
    if (data->size() <= min_dataset_rows) message_ = {"A regression needs at least " + std::to_string(min_dataset_rows) + " points", true};
    else change("", [&](Scenario& s) { set_points(s.problem, without_point(*data, e.index)); });
}
void Session::on(const SetNetwork& e) {
    if (!scenario().problem.network) return;
    change(e.gesture.empty() ? "" : "network " + e.gesture, [&](Scenario& s) { s.problem.network = std::make_shared<const NetworkChoice>(e.network); });
}
void Session::on(const SetEnsemble& e) {
    change("ensemble", [&](Scenario& s) { s.ensemble = e.members; });
}

void Session::on(const SetNoise& e) {
    change("noise", [&](Scenario& s) { s.noise = e.noise; });
}

void Session::on(const AddRacer& e) {
    const OptimizerSpec* optimizer = find_optimizer(e.optimizer);
    if (!optimizer) return;
    if (change("", [&](Scenario& s) { s.racers.push_back(default_racer(*optimizer, s.racers)); })) select(scenario().racers.size() - 1);
}
void Session::on(const DuplicateRacer& e) {
    if (e.racer >= scenario().racers.size()) return;
    const bool done = change("", [&](Scenario& s) {
        RacerChoice copy = s.racers[e.racer];
        const RacerChoice fresh = default_racer(*find_optimizer(copy.optimizer), s.racers);
        copy.name = fresh.name;
        copy.style = fresh.style;
        s.racers.insert(s.racers.begin() + static_cast<std::ptrdiff_t>(e.racer) + 1, std::move(copy));
    });
    if (done) select(e.racer + 1);
}
void Session::on(const RemoveRacer& e) {
    if (e.racer >= scenario().racers.size()) return;
    const std::size_t next = selected_ > e.racer ? selected_ - 1 : selected_;
    if (change("", [&](Scenario& s) { s.racers.erase(s.racers.begin() + static_cast<std::ptrdiff_t>(e.racer)); })) select(next);
}
void Session::on(const MoveRacer& e) {
    const std::size_t n = scenario().racers.size();
    if (e.racer >= n || e.to >= n) return;
    const bool done = change("", [&](Scenario& s) {
        RacerChoice moved = std::move(s.racers[e.racer]);
        s.racers.erase(s.racers.begin() + static_cast<std::ptrdiff_t>(e.racer));
        s.racers.insert(s.racers.begin() + static_cast<std::ptrdiff_t>(e.to), std::move(moved));
    });
    if (!done) return;
    if (selected_ == e.racer) selected_ = e.to;
    else if (e.racer < selected_ && selected_ <= e.to) --selected_;
    else if (e.to <= selected_ && selected_ < e.racer) ++selected_;
}
void Session::on(const RenameRacer& e) {
    if (e.racer >= scenario().racers.size() || e.name.empty()) return;
    change("", [&](Scenario& s) { s.racers[e.racer].name = e.name; });
}
void Session::on(const HideRacer& e) {
    if (e.racer >= scenario().racers.size()) return;
    change("", [&](Scenario& s) { s.racers[e.racer].hidden = e.hidden; });
}
void Session::on(const SetOptimizer& e) {
    const OptimizerSpec* optimizer = find_optimizer(e.optimizer);
    if (!optimizer || e.racer >= scenario().racers.size()) return;
    change("", [&](Scenario& s) {
        RacerChoice& racer = s.racers[e.racer];
        const OptimizerSpec& former = *find_optimizer(racer.optimizer);
        std::vector<RacerChoice> rivals = s.racers;
        rivals.erase(rivals.begin() + static_cast<std::ptrdiff_t>(e.racer));
        RacerChoice next = default_racer(*optimizer, rivals);
        if (!is_given_name(racer.name, former)) next.name = racer.name;  // one of the user's own stays
        next.style = racer.style;
        next.hidden = racer.hidden;
        next.clip_norm = racer.clip_norm;
        next.clip_value = racer.clip_value;
        if (scheduled_rate(*optimizer) >= 0) next.schedule = racer.schedule;
        if (scheduled_momentum(*optimizer) >= 0) next.momentum_schedule = racer.momentum_schedule;
        next.wrapper = racer.wrapper;
        racer = std::move(next);
    });
}
void Session::on(const SetHyperparameter& e) {
    change("hyper " + std::to_string(e.racer) + " " + e.key, [&](Scenario& s) {
        for (std::size_t i = 0; i < s.racers.size(); ++i)
            if (i == e.racer || e.linked) set_racer_key(s.racers[i], e.key, e.value);  // one that has no such key stays as it is
    });
}
void Session::on(const SetRacer& e) {
    if (e.racer >= scenario().racers.size()) return;
    change("racer " + std::to_string(e.racer), [&](Scenario& s) { s.racers[e.racer] = e.choice; });
}
void Session::on(const ResetRacer& e) {
    if (e.racer >= scenario().racers.size()) return;
    change("", [&](Scenario& s) {
        RacerChoice& racer = s.racers[e.racer];
        racer.hyper = default_hyperparameters(*find_optimizer(racer.optimizer));
        racer.clip_norm = racer.clip_value = 0;
        racer.schedule = racer.momentum_schedule = {};
        racer.wrapper = {};
    });
}
void Session::on(const ReplaceScenario& e) {
    change("", [&](Scenario& s) { s = e.scenario; });
}
void Session::on(const EndGesture&) { undo_.end_gesture(); }
void Session::on(const Undo&) {
    undo_.undo(now_);
    adopt();
}
void Session::on(const Redo&) {
    undo_.redo(now_);
    adopt();
}

void Session::on(const Select& e) { select(e.racer); }
void Session::on(const SetPlayhead& e) {
    if (!std::isnan(e.step)) playhead_ = std::clamp(e.step, 0.0, static_cast<double>(scenario().steps));
}
void Session::on(const StepPlayhead& e) {
    playing_ = false;
    const double whole = e.by > 0 ? std::floor(playhead_) : std::ceil(playhead_);
    on(SetPlayhead{whole + e.by});
}
void Session::on(const SetPlaying& e) {
    playing_ = e.playing;
    if (playing_ && playhead_ >= scenario().steps) playhead_ = 0;
}
void Session::on(const KeepBefore& e) {
    before_.reset();
    if (e.kept && network_) before_ = NetworkBefore{network_, scenario()};
}
void Session::on(const SetSpeed& e) { speed_ = std::min(e.index, playback_speeds.size() - 1); }

void Session::on(const OpenFile& e) {
    Opened opened = open_file(e.file);
    if (const auto* wrong = std::get_if<std::string>(&opened)) {
        message_ = {*wrong, true};
    } else if (auto* problem = std::get_if<ProblemChoice>(&opened)) {  // the racers stay
        each_own_file(*problem, [](std::string& source) { source = whole_path(source).string(); });
        on(SetProblem{std::move(*problem)});
    } else {
        on(ReplaceScenario{from_file(std::get<Scenario>(std::move(opened)), e.file)});
        now_.saved = now_.scenario;
        now_.file = e.file;
        ++changes_;
        playing_ = false;
        message_ = {"Opened " + e.file.filename().string(), false};
    }
}
void Session::on(const SaveFile& e) {
    if (const std::string wrong = save_scenario(for_file(scenario(), e.file), e.file); !wrong.empty()) {
        message_ = {wrong, true};
        return;
    }
    undo_.saved(now_, e.file);
    ++changes_;
    message_ = {"Saved " + whole_path(e.file).string(), false};
}
void Session::on(const Say& e) { message_ = {e.text, e.error}; }
void Session::on(const DismissMessage&) { message_.reset(); }

}  // namespace thalweg::app
