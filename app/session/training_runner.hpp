// Trains the networks of a scenario on a worker while the window stays awake; what was reached is read from the histories.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

// A network race with all that pictures of it need. The histories grow while others read.
struct NetworkRace {
    NetworkChoice choice;
    BuiltNetwork built;
    Training training;
};

class TrainingRunner {
public:
    // `wake` is called on the worker now and then while it runs, and when it is done.
    explicit TrainingRunner(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    // Runs again whatever the change touches; the rest keeps its history. A scenario without a network ends it.
    void run(const Scenario& scenario);
    void wait();

    std::shared_ptr<const NetworkRace> race() const;  // null without a network, and until the first one is built
    bool running() const { return running_.load(std::memory_order_acquire); }
    double steps_per_second() const { return rate_.load(std::memory_order_relaxed); }  // of all racers together

private:
    void stop();
    void train(const std::stop_token& token, const std::shared_ptr<NetworkRace>& race);

    std::function<void()> wake_;
    mutable std::mutex mutex_;
    std::shared_ptr<NetworkRace> race_;
    std::shared_ptr<const NetworkChoice> choice_;  // what the race was built from
    std::uint64_t seed_ = 0;
    std::atomic<bool> running_{false};
    std::atomic<double> rate_{0};
    std::jthread worker_;  // last: joined before the rest goes
};

}  // namespace thalweg::app
