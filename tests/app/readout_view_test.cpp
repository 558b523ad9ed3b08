// The table of all racers: what it calls their state.
#include <gtest/gtest.h>

#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario at_rest(std::string_view surface, const Point& start) {
    Scenario scenario = on_surface(surface, {"sgd"}, 5);
    scenario.problem.start = start;
    return scenario;
}

TEST(Readout, CallsConvergedOnlyWhatIsAtAMinimum) {
    const SurfaceSpec& himmelblau = *find_surface("himmelblau");
    struct Case { Scenario scenario; const char* word; };
    for (const Case& c : {Case{at_rest("himmelblau", himmelblau.minima[0]), "converged"}, Case{at_rest("deep_scalar_chain", {0, 0}), "stationary"}, Case{at_rest("saddle", {0, 0}), "stationary"},
                          Case{at_rest("himmelblau", {0, 0}), "done"}}) {
        Desk desk(c.scenario, {.width = 1920, .height = 1080});
        desk.settle();
        for (const char* word : {"converged", "stationary", "done"}) EXPECT_EQ(desk.find(word) != nullptr, word == std::string_view(c.word)) << c.scenario.problem.surface << ": " << word;
    }
}

}  // namespace
}  // namespace thalweg::test
