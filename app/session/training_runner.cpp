#include "app/session/training_runner.hpp"

#include "core/scenario/build.hpp"

namespace thalweg::app {
namespace {

using Clock = Training::Clock;

constexpr std::chrono::milliseconds slice{40};    // between two wakes
constexpr std::chrono::milliseconds patience{6};  // what a small network gets done before the frame goes on
constexpr long small = 20'000;                    // numbers of examples that are made within a frame

long numbers(const NetworkChoice& choice) {
    if (choice.file) return choice.file->examples->inputs.size();
    if (choice.examples.content) return choice.examples.content->inputs.size() + (choice.examples.test_content ? choice.examples.test_content->inputs.size() : 0);
    return static_cast<long>(choice.examples.count) * find_examples(choice.examples.kind)->shape.features;
}

// One processor stays with the window.
int threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1); }

}  // namespace

void TrainingRunner::stop() {
    if (!worker_.joinable()) return;
    worker_.request_stop();
    worker_.join();
    running_ = false;
}

void TrainingRunner::wait() {
    if (worker_.joinable()) worker_.join();
}

std::shared_ptr<const NetworkRace> TrainingRunner::race() const {
    const std::scoped_lock lock(mutex_);
    return race_;
}

void TrainingRunner::run(const Scenario& scenario) {
    stop();
    const auto& network = scenario.problem.network;
    if (!network) {
        const std::scoped_lock lock(mutex_);
        race_.reset();
        choice_.reset();
        return;
    }
    const bool same = race_ && (choice_ == network || *choice_ == *network) && seed_ == scenario.seed;
    choice_ = network;
    seed_ = scenario.seed;
    const std::shared_ptr<NetworkRace> former = same ? race_ : nullptr;
    const auto build = [network, scenario, former] {
        auto race = std::make_shared<NetworkRace>(NetworkRace{*network, former ? former->built : build_network(*network, scenario.seed), {}});
        race->training.arrange(build_training(scenario, race->built), build_setups(scenario), default_training_memory, former ? &former->training : nullptr);
        return race;
    };
    std::shared_ptr<NetworkRace> race;
    if (same || numbers(*network) <= small) {
        race = build();
        const std::scoped_lock lock(mutex_);
        race_ = race;
    }
    if (race && race->training.advance(Clock::now() + patience)) return;
    running_ = true;
    worker_ = std::jthread([this, race, build](const std::stop_token& token) mutable {
        if (!race) {
            race = build();
            const std::scoped_lock lock(mutex_);
            race_ = race;
        }
        train(token, race);
    });
}

void TrainingRunner::train(const std::stop_token& token, const std::shared_ptr<NetworkRace>& race) {
    Training& training = race->training;
    const auto rows = [&] {
        double all = 0;
        for (std::size_t r = 0; r < training.size(); ++r) all += training.history(r).rows();
        return all;
    };
    bool done = false;
    while (!done && !token.stop_requested()) {
        const double before = rows();
        const auto from = Clock::now();
        done = training.advance(from + slice, token, threads());
        if (const double seconds = std::chrono::duration<double>(Clock::now() - from).count(); seconds > 0.005) rate_ = (rows() - before) / seconds;
        if (done) running_.store(false, std::memory_order_release);
        if (wake_) wake_();
    }
}

}  // namespace thalweg::app
