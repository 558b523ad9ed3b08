#include "app/session/step_anatomies.hpp"

#include <utility>

#include "core/race/anatomy_text.hpp"

namespace thalweg::app {

const StepTaken* StepAnatomies::find(const Session& session, std::size_t racer, int k) {
    const Race& race = session.race();
    if (racer >= race.size() || k < 0 || k + 1 >= race.history(racer).rows()) return nullptr;
    const auto is_wanted = [&](const Entry& e) { return e.racer == racer && e.revision == race.revision(racer) && e.k == k; };
    if (!is_wanted(entries_[0])) std::swap(entries_[0], entries_[1]);
    Entry& entry = entries_[0];
    if (!is_wanted(entry)) {
        entry = {racer, race.revision(racer), k, {}};
        if (auto anatomy = dissect(race, racer, k)) {
            entry.step.emplace(StepTaken{*std::move(anatomy), {}});
            for (const AnatomyLine& line : entry.step->anatomy.lines)
                entry.step->live.push_back(line.applies ? std::array{live_text(line, 0), live_text(line, 1)} : std::array<std::string, 2>{});
        }
    }
    return entry.step ? &*entry.step : nullptr;
}

}  // namespace thalweg::app
