// The racers: a card each, with sliders made from the optimizer's facts.
#pragma once

#include <set>
#include <string>

#include "app/views/problem_card.hpp"
#include "app/views/schedule_rows.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct RacersState {
    std::set<std::string, std::less<>> linked;  // keys that move in all racers together
    std::set<int> unfolded;                     // cards (by racer style) that show their secondary parameters
    ScheduleState schedules;
    int renaming = -1;                          // style of the racer whose name is being typed
    bool focus_name = false;
    int carried = -1;                           // style of the racer whose card is on its way to another place
    std::size_t last_selected = 0;              // in the frame before
    bool about = false;                         // the card of the selected racer's optimizer is asked for
    ProblemCardState problem;                   // of the card above them
};

void draw_racers_view(const ViewContext& context, RacersState& state);

}  // namespace thalweg::app
