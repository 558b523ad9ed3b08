// Work in the background of which only the newest counts: while one request runs, of those that come meanwhile only the last waits.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace thalweg::app {

template <class Request, class Result>
class LatestJob {
public:
    using Run = std::function<std::optional<Result>(const Request&, const std::stop_token&)>;

    // `run` works on the worker; `wake` is called there when there is something to take.
    explicit LatestJob(Run run, std::function<void()> wake = {}) : run_(std::move(run)), wake_(std::move(wake)), worker_([this](const std::stop_token& token) { work(token); }) {}

    void request(Request request) {  // nothing happens if it is the latest one already
        {
            const std::scoped_lock lock(mutex_);
            if (latest_ == request) return;
            latest_ = request;
            waiting_ = std::move(request);
        }
        changed_.notify_all();
    }
    bool busy() const {
        const std::scoped_lock lock(mutex_);
        return running_ || waiting_ || ready_;
    }
    std::optional<Result> take() {  // the newest that was not taken
        const std::scoped_lock lock(mutex_);
        return std::exchange(ready_, std::nullopt);
    }

private:
    void work(const std::stop_token& token) {
        std::unique_lock lock(mutex_);
        while (changed_.wait(lock, token, [this] { return waiting_.has_value(); })) {
            const Request request = *std::exchange(waiting_, std::nullopt);
            running_ = true;
            lock.unlock();
            std::optional<Result> result = run_(request, token);
            lock.lock();
            running_ = false;
            if (result) ready_ = std::move(result);
            lock.unlock();
            if (wake_) wake_();
            lock.lock();
        }
    }

    Run run_;
    std::function<void()> wake_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<Request> latest_, waiting_;
    std::optional<Result> ready_;
    bool running_ = false;
    std::jthread worker_;  // last: everything above exists before it starts, and outlives it
};

}  // namespace thalweg::app
