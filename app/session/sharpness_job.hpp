// The sharpness of every racer over the run, measured in the background while somebody looks at it: first a few steps that span
// the run, then those between.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/session/latest_job.hpp"
#include "app/session/session.hpp"
#include "core/training/sharpness.hpp"

namespace thalweg::app {

// The steps at which a run of so many is measured.
std::vector<int> sharpness_steps(int steps);

using SharpnessCurves = std::map<std::uint64_t, std::vector<Sharpness>>;  // of every racer by its revision, in order of steps

class SharpnessJob {
public:
    explicit SharpnessJob(std::function<void()> wake = {});
    ~SharpnessJob();
    SharpnessJob(const SharpnessJob&) = delete;
    SharpnessJob& operator=(const SharpnessJob&) = delete;

    // In every frame that shows it: takes what was measured and lets the worker go on as long as something is left. Without this call
    // the worker rests. What it does for a racer that has started over is given up at once.
    void follow(const Session& session);

    std::span<const Sharpness> of(std::uint64_t revision) const;
    std::size_t measured() const;  // steps of all racers together
    double part() const { return wanted_ > 0 ? std::min(1.0, static_cast<double>(measured()) / static_cast<double>(wanted_)) : 1; }
    bool busy() const { return job_->busy(); }

private:
    class Worker;
    struct Request {
        struct Racer {
            std::uint64_t revision;
            std::size_t reached;  // how many of the steps its history holds, or 0 where nobody looks
            bool operator==(const Racer&) const = default;
        };
        std::shared_ptr<const NetworkRace> race;
        std::vector<Racer> racers;
        std::size_t measured;
        std::stop_token given_up;

        bool operator==(const Request& r) const { return race == r.race && racers == r.racers && measured == r.measured; }
    };

    SharpnessCurves curves_;
    std::size_t wanted_ = 0;
    std::vector<std::uint64_t> revisions_;
    std::stop_source giving_up_;
    std::unique_ptr<LatestJob<Request, SharpnessCurves>> job_;
};

}  // namespace thalweg::app
