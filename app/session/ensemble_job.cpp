#include "app/session/ensemble_job.hpp"

#include <algorithm>
#include <utility>

namespace thalweg::app {
namespace {

constexpr std::chrono::milliseconds look_up{20};        // between two looks at the requests
constexpr std::chrono::milliseconds worth_ending{120};  // one that has run for less is finished before the next

}  // namespace

EnsembleJob::EnsembleJob(std::function<void()> wake, int threads)
    : wake_(std::move(wake)),
      threads_(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
      worker_([this] { work(); }) {}

EnsembleJob::~EnsembleJob() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        waiting_.reset();
    }
    stop_.request_stop();
    changed_.notify_all();
    worker_.join();
}

void EnsembleJob::request(EnsembleRequest request) {
    {
        const std::lock_guard lock(mutex_);
        if (latest_ == request) return;
        if (latest_ && latest_->arena.problem->name != request.arena.problem->name) {  // nobody wants to see the former problem's
            ready_.reset();
            unwanted_ = true;
        }
        waiting_ = latest_ = std::move(request);
    }
    changed_.notify_all();
}

void EnsembleJob::cancel() {
    const std::lock_guard lock(mutex_);
    latest_.reset();
    waiting_.reset();
    ready_.reset();
    unwanted_ = true;
}

bool EnsembleJob::busy() const {
    const std::lock_guard lock(mutex_);
    return running_ || waiting_ || ready_;
}

std::shared_ptr<const EnsembleResult> EnsembleJob::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(ready_, nullptr);
}

void EnsembleJob::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return closing_ || waiting_; });
        if (closing_) return;
        const EnsembleRequest request = *std::exchange(waiting_, std::nullopt);
        running_ = true;
        unwanted_ = false;
        lock.unlock();
        auto result = run(request);
        lock.lock();
        running_ = false;
        if (result && !unwanted_) ready_ = last_ = std::move(result);
        lock.unlock();
        if (wake_) wake_();
        lock.lock();
    }
}

std::shared_ptr<const EnsembleResult> EnsembleJob::run(const EnsembleRequest& request) {
    auto result = std::make_shared<EnsembleResult>();
    Ensemble& ensemble = result->ensemble;
    result->styles = request.styles;
    ensemble.arrange(request.arena, request.setups, request.members, last_ ? &last_->ensemble : nullptr);
    const auto start = Ensemble::Clock::now();
    progress_ = 0;
    while (!ensemble.advance(Ensemble::Clock::now() + look_up, stop_.get_token(), threads_)) {
        const bool takes_long = Ensemble::Clock::now() - start > worth_ending;
        if (takes_long) progress_ = static_cast<double>(ensemble.row()) / (request.arena.steps + 1);
        const std::lock_guard lock(mutex_);
        if (closing_ || unwanted_ || (takes_long && waiting_)) return nullptr;
        if (takes_long && wake_) wake_();  // to show how far it is
    }
    return result;
}

}  // namespace thalweg::app
