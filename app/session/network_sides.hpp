// Which runs of networks stand side by side: those of all visible racers, or, while a race of before is kept, the selected racer's
// run then and its run now.
#pragma once

#include "app/session/session.hpp"

namespace thalweg::app {

// A side at a step: what pictures of it are made from.
struct SideAtStep {
    std::shared_ptr<const NetworkRace> race;
    std::size_t racer;
    std::uint64_t revision;
    int row, key;

    bool operator==(const SideAtStep&) const = default;
};

struct NetworkSide {
    std::shared_ptr<const NetworkRace> race;
    const Scenario* scenario;  // that the race belongs to; lives until the next edit
    std::size_t racer;         // in both of them
    bool before = false;

    const RacerChoice& choice() const { return scenario->racers[racer]; }
    const TrainingHistory& history() const { return race->training.history(racer); }
    std::uint64_t revision() const { return race->training.revision(racer); }
    Ending ending() const { return race->training.ending(racer); }
    int row_at(double step) const { return std::min(static_cast<int>(step), history().rows() - 1); }  // -1 if it has none
    int key() const { return 2 * choice().style + before; }  // another one for each side
    SideAtStep at(double step) const { return {race, racer, revision(), row_at(step), key()}; }
};

// Only those whose run has been set up.
std::vector<NetworkSide> network_sides(const Session& session);

// What one side has and the other has not, in a few words ("gain 2 · clip_norm 1"); empty where they are alike.
std::string difference(const NetworkSide& of, const NetworkSide& other);

// What stands above side k: the racer's name, or of a pair "Before · gain 2".
std::string title_of(const std::vector<NetworkSide>& sides, std::size_t k);

}  // namespace thalweg::app
