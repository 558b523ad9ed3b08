// The schedules and the wrapper of one racer: what they are, their curve over the run, their parameters.
#pragma once

#include <map>
#include <set>
#include <string>

#include "app/views/schedule_plot.hpp"
#include "core/race/update.hpp"

namespace thalweg::app {

struct ScheduleState {
    std::set<int> unfolded;  // cards, by racer style

    // A racer's schedules, made anew when its run is.
    struct Curves {
        std::uint64_t revision = 0;
        int rows = -1;
        std::vector<double> steps, lr, momentum;
    };
    std::map<int, Curves> curves;  // by racer style
    KnotHand hand;
};

// "Cosine · SAM", or an empty text where there is nothing.
std::string schedule_summary(const RacerChoice& racer);

// Rows at the cursor. `all`: also the parameters that are folded away at their defaults.
void draw_schedule_rows(const ViewContext& context, ScheduleState& state, std::size_t racer, const Rect& content, bool all);

}  // namespace thalweg::app
