// Runs the race of a scenario: at once where it fits into a frame, else on a worker while the histories fill.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

class RaceRunner {
public:
    // `wake` is called on the worker now and then while it runs, and when it is done.
    explicit RaceRunner(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    // Runs again whatever the change touches; the rest keeps its history. Returns after `patience` at the latest.
    void run(const Scenario& scenario, std::chrono::microseconds patience = std::chrono::milliseconds(6));
    void wait();  // until every racer is done

    const Race& race() const { return race_; }
    const Problem& problem() const { return *race_.arena().problem; }
    bool running() const { return running_.load(std::memory_order_acquire); }

private:
    void stop();

    std::function<void()> wake_;
    Race race_;
    ProblemChoice built_;  // what the problem was built from
    std::atomic<bool> running_{false};
    std::jthread worker_;  // last: joined before the rest goes
};

}  // namespace thalweg::app
