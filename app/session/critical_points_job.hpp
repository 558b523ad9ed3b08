// Looks for the critical points of a view in the background. A search that runs is finished, then the newest wish is next.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/problems/critical_points.hpp"
#include "core/problems/problem.hpp"

namespace thalweg::app {

struct PointsFound {
    std::shared_ptr<const Problem> problem;
    CriticalPoints critical;
};

class CriticalPointsJob {
public:
    // `wake` is called on the worker when there is something to take. The worker starts with the first request.
    explicit CriticalPointsJob(std::function<void()> wake = {}) : wake_(std::move(wake)) {}
    ~CriticalPointsJob();
    CriticalPointsJob(const CriticalPointsJob&) = delete;
    CriticalPointsJob& operator=(const CriticalPointsJob&) = delete;

    void request(std::shared_ptr<const Problem> problem, const Box& view);
    bool busy() const;
    std::shared_ptr<const PointsFound> take();  // the newest that was not taken, or null

private:
    struct Request {
        std::shared_ptr<const Problem> problem;
        Box view;
    };
    void work(const std::stop_token& closing);

    std::function<void()> wake_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<Request> waiting_;
    std::shared_ptr<const PointsFound> ready_;
    bool running_ = false;
    std::jthread worker_;  // last: ends before the rest goes
};

}  // namespace thalweg::app
