// The scenario, its race, and what of it is being looked at: everything that the views show.
#pragma once

#include <array>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "app/session/edit.hpp"
#include "app/session/ensemble_job.hpp"
#include "app/session/race_runner.hpp"
#include "app/session/training_runner.hpp"
#include "app/session/undo.hpp"
#include "core/scenario/defaults.hpp"

namespace thalweg::app {

// Steps per second; infinity shows the whole run at once.
inline constexpr std::array<double, 11> playback_speeds{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, std::numeric_limits<double>::infinity()};

struct Message {
    std::string text;
    bool error = false;
};

// A network race that is kept as it was.
struct NetworkBefore {
    std::shared_ptr<const NetworkRace> race;
    Scenario scenario;
};

// What outlives a session: enough to go on where it was.
struct SessionMemory {
    Situation now;
    std::vector<Situation> past, future;  // as UndoHistory has them
    double playhead = 0;
    std::size_t selected = 0, speed = 4;
};
SessionMemory memory_of(Scenario scenario);  // of a session that begins with it

class Session {
public:
    explicit Session(Scenario scenario = default_scenario(), std::function<void()> wake = {}) : Session(memory_of(std::move(scenario)), std::move(wake)) {}
    explicit Session(SessionMemory memory, std::function<void()> wake = {});

    void apply(const Edit& edit);
    void advance(double seconds);  // moves the playhead while playing, and takes what was computed meanwhile

    const Scenario& scenario() const { return *now_.scenario; }
    const Race& race() const { return runner_.race(); }  // without racers while they train a network
    const Problem& problem() const { return runner_.problem(); }
    const NetworkRace* network() const { return network_.get(); }  // null where the problem is none
    std::shared_ptr<const NetworkRace> shared_network() const { return network_; }
    const NetworkBefore* before() const { return before_ ? &*before_ : nullptr; }
    double steps_per_second() const { return trainer_.steps_per_second(); }  // of networks
    bool running() const { return runner_.running() || trainer_.running(); }  // a worker is still filling the histories
    void wait();

    // What a racer has behind it, whatever the problem is.
    int rows(std::size_t racer) const;
    std::span<const double> losses(std::size_t racer) const;
    Ending ending(std::size_t racer) const;
    std::uint64_t revision(std::size_t racer) const;  // changes when the racer starts over
    double computed_part() const;  // of all rows, 0 to 1; a racer that diverged has no more to come

    // The racer with all its seeds, as far as that is computed: what it was a moment ago while a slider moves.
    struct EnsembleOf { const Ensemble& ensemble; std::size_t index; };
    std::optional<EnsembleOf> ensemble_of(std::size_t racer) const;
    bool ensemble_busy() const { return ensembles_.busy(); }
    std::optional<double> ensemble_progress() const;  // 0 to 1, of one that takes long

    std::size_t selected() const { return selected_; }  // a racer, or 0 when there is none
    double playhead() const { return playhead_; }       // a step, fractional while it glides
    bool playing() const { return playing_; }
    std::size_t speed() const { return speed_; }
    bool can_undo() const { return undo_.can_undo(); }
    bool can_redo() const { return undo_.can_redo(); }
    const Situation& situation() const { return now_; }
    const UndoHistory& undo_history() const { return undo_; }
    std::uint64_t changes() const { return changes_; }  // grows whenever one of these two is another one
    const std::filesystem::path& file() const { return now_.file; }  // opened or saved last; may be empty
    bool modified() const { return now_.scenario != now_.saved && !(*now_.scenario == *now_.saved); }  // differs from that file
    const std::optional<Message>& message() const { return message_; }

    // Row of a racer at a step: the last one if its history ends before. -1 if it has none.
    int row_at(std::size_t racer, double step) const;
    // Position at a step, between rows while the playhead glides.
    Point position_at(std::size_t racer, double step) const;

private:
    template <class Change>
    bool change(const std::string& gesture, Change&& change);
    void start();  // runs what the scenario says
    void adopt();  // after the scenario changed
    void select(std::size_t racer);  // or the last one
    void follow_ensemble();

    void on(const SetProblem&);
    void on(const SetParameter&);
    void on(const SetTransform&);
    void on(const SetStart&);
    void on(const SetSteps&);
    void on(const SetSeed&);
    void on(const SetBatch&);
    void on(const SetNetwork&);
    void on(const SetLoss&);
    void on(const MovePoint&);
    void on(const AddPoint&);
    void on(const RemovePoint&);
    void on(const SetEnsemble&);
    void on(const SetNoise&);
    void on(const AddRacer&);
    void on(const DuplicateRacer&);
    void on(const RemoveRacer&);
    void on(const MoveRacer&);
    void on(const RenameRacer&);
    void on(const HideRacer&);
    void on(const SetOptimizer&);
    void on(const SetHyperparameter&);
    void on(const SetRacer&);
    void on(const ResetRacer&);
    void on(const ReplaceScenario&);
    void on(const EndGesture&);
    void on(const Undo&);
    void on(const Redo&);
    void on(const Select&);
    void on(const SetPlayhead&);
    void on(const StepPlayhead&);
    void on(const SetPlaying&);
    void on(const KeepBefore&);
    void on(const SetSpeed&);
    void on(const OpenFile&);
    void on(const SaveFile&);
    void on(const Say&);
    void on(const DismissMessage&);

    Situation now_;
    UndoHistory undo_;
    std::uint64_t changes_ = 0;
    RaceRunner runner_;
    std::shared_ptr<const NetworkRace> network_;
    std::optional<NetworkBefore> before_;
    std::size_t selected_ = 0;
    double playhead_ = 0;
    bool playing_ = false;
    std::size_t speed_ = 4;
    std::optional<Message> message_;
    std::shared_ptr<const EnsembleResult> ensemble_;
    TrainingRunner trainer_;
    EnsembleJob ensembles_;  // last: its worker ends before the rest goes
};

}  // namespace thalweg::app
