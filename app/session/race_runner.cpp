#include "app/session/race_runner.hpp"

#include "core/scenario/build.hpp"

namespace thalweg::app {

void RaceRunner::stop() {
    if (!worker_.joinable()) return;
    worker_.request_stop();
    worker_.join();
}

void RaceRunner::wait() {
    if (worker_.joinable()) worker_.join();
}

void RaceRunner::run(const Scenario& scenario, std::chrono::microseconds patience) {
    stop();
    // The start decides where racers begin, not what they run on.
    ProblemChoice wanted = scenario.problem;
    wanted.start = built_.start;
    auto problem = race_.arena().problem;
    if (!problem || wanted != built_) problem = build_problem(wanted);
    built_ = wanted;
    race_.arrange({std::move(problem), scenario.seed, scenario.steps, scenario.noise}, scenario.problem.network ? std::vector<RacerSetup>() : build_setups(scenario));
    if (race_.advance(Race::Clock::now() + patience)) {
        running_ = false;
        return;
    }
    running_ = true;
    worker_ = std::jthread([this](const std::stop_token& token) {
        bool done = false;
        while (!done && !token.stop_requested()) {
            done = race_.advance(Race::Clock::now() + std::chrono::milliseconds(50), token);
            if (done) running_.store(false, std::memory_order_release);
            if (wake_) wake_();
        }
    });
}

}  // namespace thalweg::app
