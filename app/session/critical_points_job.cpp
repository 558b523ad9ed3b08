#include "app/session/critical_points_job.hpp"

#include <utility>

namespace thalweg::app {

CriticalPointsJob::~CriticalPointsJob() {
    worker_.request_stop();
    if (worker_.joinable()) worker_.join();
}

void CriticalPointsJob::request(std::shared_ptr<const Problem> problem, const Box& view) {
    {
        const std::lock_guard lock(mutex_);
        waiting_ = Request{std::move(problem), view};
    }
    if (!worker_.joinable()) worker_ = std::jthread([this](const std::stop_token& closing) { work(closing); });
    changed_.notify_all();
}

bool CriticalPointsJob::busy() const {
    const std::lock_guard lock(mutex_);
    return running_ || waiting_ || ready_;
}

std::shared_ptr<const PointsFound> CriticalPointsJob::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(ready_, nullptr);
}

void CriticalPointsJob::work(const std::stop_token& closing) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, closing, [this] { return waiting_.has_value(); })) {
        Request request = *std::exchange(waiting_, std::nullopt);
        running_ = true;
        lock.unlock();
        CriticalPoints found = find_critical_points(*request.problem->objective, request.view, closing);
        auto result = std::make_shared<const PointsFound>(PointsFound{std::move(request.problem), std::move(found)});
        lock.lock();
        running_ = false;
        ready_ = std::move(result);
        lock.unlock();
        if (wake_) wake_();
        lock.lock();
    }
}

}  // namespace thalweg::app
