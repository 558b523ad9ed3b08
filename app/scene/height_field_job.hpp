// Samples height fields in the background: the latest request wins, a coarse field comes first where the sharp one takes long.
#pragma once

#include "app/scene/height_field.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace thalweg::app {

class HeightFieldJob {
public:
    using Wake = std::function<void()>;

    // `wake` is called on the worker when a field is ready to be taken; it should only post an event. `threads` 0: all cores.
    explicit HeightFieldJob(Wake wake = {}, int threads = 0);
    ~HeightFieldJob();  // cancels and joins: what a sampler refers to must live until then
    HeightFieldJob(const HeightFieldJob&) = delete;
    HeightFieldJob& operator=(const HeightFieldJob&) = delete;

    void request(FieldRequest request);   // replaces whatever is waiting or running
    void cancel();                        // returns when no sampler is running any more; a finished field is dropped too
    bool busy() const;
    // The newest field not yet taken, or null. Waiting a few milliseconds for a sharp one spares a frame of interpolating the old one.
    std::shared_ptr<const HeightField> take(std::chrono::microseconds patience = {});

private:
    void run();
    void sample(const FieldRequest& request);
    bool publish(HeightField field);

    Wake wake_;
    int threads_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<FieldRequest> waiting_;
    std::shared_ptr<const HeightField> ready_;
    bool running_ = false;
    bool closing_ = false;
    std::atomic<bool> cancelled_{false};
    std::thread worker_;  // last: everything above exists before it starts
};

}  // namespace thalweg::app
