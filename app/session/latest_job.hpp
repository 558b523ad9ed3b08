// Work in the background of which only the newest counts: while one request runs, of those that come meanwhile only the last waits.
// What runs may hand over what it has so far, as often as it likes; only the newest of that counts, too.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace thalweg::app {

// What becomes of the one that runs when another comes.
enum class Superseded {
    finishes,  // and its result is taken: for work within a frame or two, whose pictures then follow a hand
    stops,     // and nothing of it is taken any more
};

template <class Request, class Result>
class LatestJob {
public:
    using Deliver = std::function<void(Result)>;  // makes a result ready to be taken
    using Run = std::function<void(const Request&, const std::stop_token&, const Deliver&)>;

    // `run` works on the worker; `wake` is called there when there is something to take, and when the work is done.
    explicit LatestJob(Run run, std::function<void()> wake = {}, Superseded superseded = Superseded::finishes)
        : run_(std::move(run)), wake_(std::move(wake)), superseded_(superseded), worker_([this](const std::stop_token& token) { work(token); }) {}

    void request(Request request) {  // nothing happens if it is the latest one already
        {
            const std::scoped_lock lock(mutex_);
            if (latest_ == request) return;
            latest_ = request;
            waiting_ = std::move(request);
            if (superseded_ == Superseded::stops) {
                stop_.request_stop();
                ready_.reset();
            }
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
    void work(const std::stop_token& closing) {
        std::unique_lock lock(mutex_);
        while (changed_.wait(lock, closing, [this] { return waiting_.has_value(); })) {
            const Request request = *std::exchange(waiting_, std::nullopt);
            running_ = true;
            stop_ = {};
            const std::stop_token stop = stop_.get_token();
            lock.unlock();
            {
                const std::stop_callback close(closing, [this] { stop_.request_stop(); });
                run_(request, stop, [&](Result result) {
                    {
                        const std::scoped_lock delivery(mutex_);
                        if (stop.stop_requested()) return;
                        ready_ = std::move(result);
                    }
                    if (wake_) wake_();
                });
            }
            lock.lock();
            running_ = false;
            lock.unlock();
            if (wake_) wake_();
            lock.lock();
        }
    }

    Run run_;
    std::function<void()> wake_;
    Superseded superseded_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<Request> latest_, waiting_;
    std::optional<Result> ready_;
    std::stop_source stop_;  // of the one that runs
    bool running_ = false;
    std::jthread worker_;  // last: everything above exists before it starts, and outlives it
};

}  // namespace thalweg::app
