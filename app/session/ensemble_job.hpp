// Runs ensembles in the background. While a hand drags a slider, one that is nearly there is finished first and shown, so
// that the bands follow; one that takes longer gives way to the newest wish.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/sweep/ensemble.hpp"

namespace thalweg::app {

struct EnsembleRequest {
    Arena arena;
    std::vector<RacerSetup> setups;
    std::vector<int> styles;  // of the racers: what tells them apart when their list changes meanwhile
    int members = 0;
    bool operator==(const EnsembleRequest&) const = default;
};

struct EnsembleResult {
    Ensemble ensemble;
    std::vector<int> styles;
};

class EnsembleJob {
public:
    // `wake` is called on the worker when there is something to take, and now and then while one takes long.
    explicit EnsembleJob(std::function<void()> wake = {}, int threads = 0);
    ~EnsembleJob();
    EnsembleJob(const EnsembleJob&) = delete;
    EnsembleJob& operator=(const EnsembleJob&) = delete;

    void request(EnsembleRequest request);  // nothing happens if it is the latest one already
    void cancel();                          // nothing is wanted any more: what still runs will not be shown
    bool busy() const;
    double progress() const { return progress_.load(std::memory_order_relaxed); }  // of the running one, 0 to 1; 0 until it turns out to take long
    std::shared_ptr<const EnsembleResult> take();  // the newest that was not taken, or null

private:
    void work();
    std::shared_ptr<const EnsembleResult> run(const EnsembleRequest& request);  // null when it gave way

    std::function<void()> wake_;
    int threads_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<EnsembleRequest> latest_, waiting_;
    std::shared_ptr<const EnsembleResult> ready_, last_;  // last_: the worker's, to take racers over from
    bool running_ = false, unwanted_ = false, closing_ = false;
    std::stop_source stop_;
    std::atomic<double> progress_{0};
    std::thread worker_;  // last: everything above exists before it starts
};

}  // namespace thalweg::app
