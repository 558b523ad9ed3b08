// Steps taken apart for the views that show them, once for all views and again only for another step.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/session/session.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg::app {

struct StepTaken {
    Anatomy anatomy;
    std::vector<std::array<std::string, 2>> live;  // per line: its formula with numbers, for x and for y
};

class StepAnatomies {
public:
    // The update that follows row k; nullptr where none does, or none yet. Valid until the second next call.
    const StepTaken* find(const Session& session, std::size_t racer, int k);

private:
    struct Entry {
        std::size_t racer = 0;
        std::uint64_t revision = 0;  // of the racer's run
        int k = -1;
        std::optional<StepTaken> step;
    };
    std::array<Entry, 2> entries_;  // of the playhead and under the mouse; asked for last comes first
};

}  // namespace thalweg::app
