#include "app/scene/height_field_job.hpp"

#include <algorithm>
#include <utility>

namespace thalweg::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int coarse_by = 4;                          // samples per axis of the preview: a sixteenth of the work
constexpr double preview_pays_off_above = 0.008;      // seconds: a sharp field within half a frame needs no preview
constexpr double helpers_pay_off_above = 0.0005;      // starting a thread costs 0.04 ms

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

HeightFieldJob::HeightFieldJob(Wake wake, int threads)
    : wake_(std::move(wake)),
      threads_(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
      worker_([this] { run(); }) {}

HeightFieldJob::~HeightFieldJob() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        waiting_.reset();
        cancelled_ = true;
    }
    changed_.notify_all();
    worker_.join();
}

void HeightFieldJob::request(FieldRequest request) {
    {
        const std::lock_guard lock(mutex_);
        waiting_ = std::move(request);
        cancelled_ = true;  // of the one that runs; the worker clears it when it picks up the next
    }
    changed_.notify_all();
}

void HeightFieldJob::cancel() {
    std::unique_lock lock(mutex_);
    waiting_.reset();
    cancelled_ = true;
    changed_.wait(lock, [this] { return !running_; });
    ready_.reset();
}

bool HeightFieldJob::busy() const {
    const std::lock_guard lock(mutex_);
    return running_ || waiting_.has_value();
}

std::shared_ptr<const HeightField> HeightFieldJob::take(std::chrono::microseconds patience) {
    std::unique_lock lock(mutex_);
    if (patience.count() > 0) changed_.wait_for(lock, patience, [this] { return !running_ && !waiting_; });
    return std::exchange(ready_, nullptr);
}

void HeightFieldJob::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return closing_ || waiting_; });
        if (closing_) return;
        FieldRequest request = std::move(*waiting_);
        waiting_.reset();
        running_ = true;
        cancelled_ = false;
        lock.unlock();
        sample(request);
        request = {};  // what the sampler holds is released before anyone is told that we are idle
        lock.lock();
        running_ = false;
        changed_.notify_all();
    }
}

void HeightFieldJob::sample(const FieldRequest& request) {
    FieldRequest coarse = request;
    coarse.width = std::max(1, request.width / coarse_by);
    coarse.height = std::max(1, request.height / coarse_by);
    const Clock::time_point start = Clock::now();
    HeightField preview = sample_height_field(coarse, 1, &cancelled_);
    const double expected = seconds_since(start) * coarse_by * coarse_by;
    if (preview.empty()) return;
    if (expected / threads_ > preview_pays_off_above) {
        preview.preview = true;
        if (!publish(std::move(preview))) return;
    }
    HeightField sharp = sample_height_field(request, expected > helpers_pay_off_above ? threads_ : 1, &cancelled_);
    if (!sharp.empty()) publish(std::move(sharp));
}

bool HeightFieldJob::publish(HeightField field) {
    auto shared = std::make_shared<const HeightField>(std::move(field));
    {
        const std::lock_guard lock(mutex_);
        if (cancelled_) return false;  // a newer request came in meanwhile: its field must not be overtaken
        ready_ = std::move(shared);
    }
    if (wake_) wake_();
    return true;
}

}  // namespace thalweg::app
