#include "app/session/sharpness_job.hpp"

#include <algorithm>
#include <array>

namespace thalweg::app {
namespace {

constexpr int most_steps = 64;          // that are measured of a run
constexpr std::size_t coarse_stride = 8;  // of them, for the first look
constexpr std::chrono::milliseconds slice{60};  // between two results

}  // namespace

std::vector<int> sharpness_steps(int steps) {
    const int stride = std::max(1, (steps + most_steps - 1) / most_steps);
    std::vector<int> all;
    for (int step = 0; step < steps; step += stride) all.push_back(step);
    all.push_back(steps);
    return all;
}

// What the worker alone touches. Each pass over a racer's steps has a meter of its own, which goes from step to step: so numbers do not
// depend on how far the training was when they were asked for.
class SharpnessJob::Worker {
public:
    SharpnessCurves run(const Request& request, const std::stop_token& ends) {
        std::stop_source stop;
        const auto give_up = [&] { stop.request_stop(); };
        const std::stop_callback ended(ends, give_up), given_up(request.given_up, give_up);
        const Training& training = request.race->training;
        const std::vector<int> steps = sharpness_steps(training.arena().steps);
        const auto asked = [&](std::uint64_t revision) { return std::any_of(request.racers.begin(), request.racers.end(), [&](const Request::Racer& r) { return r.revision == revision; }); };
        std::erase_if(passes_, [&](const auto& entry) { return !asked(entry.first); });
        std::erase_if(curves_, [&](const auto& entry) { return !asked(entry.first); });

        const auto until = std::chrono::steady_clock::now() + slice;
        do {
            const auto chosen = furthest_behind(request);
            if (!chosen) break;
            const auto [racer, pass] = *chosen;
            Pass& mine = passes_[request.racers[racer].revision][pass];
            if (!mine.meter) mine.meter = std::make_unique<SharpnessMeter>(training.arena(), training.setup(racer));
            const std::unique_ptr<Learner> learner = training.learner_at(racer, steps[mine.next], stop.get_token());
            const std::optional<Sharpness> found = learner ? mine.meter->measure(*learner, stop.get_token()) : std::nullopt;
            if (stop.stop_requested()) break;
            if (found) {
                std::vector<Sharpness>& curve = curves_[request.racers[racer].revision];
                curve.insert(std::upper_bound(curve.begin(), curve.end(), found->step, [](int step, const Sharpness& s) { return step < s.step; }), *found);
            }
            mine.next = following(mine.next, pass);
            if (mine.next >= steps.size()) mine.meter.reset();
        } while (std::chrono::steady_clock::now() < until);
        return curves_;
    }

private:
    static constexpr std::size_t passes = 2;
    struct Pass {
        std::size_t next = 0;  // among the steps
        std::unique_ptr<SharpnessMeter> meter;
    };

    static std::size_t following(std::size_t i, std::size_t pass) {
        if (pass == 0) return i + coarse_stride;
        return (i + 1) % coarse_stride ? i + 1 : i + 2;
    }
    // The racer that is furthest behind in the first pass that has something left.
    struct Place { std::size_t racer, pass; };
    std::optional<Place> furthest_behind(const Request& request) {
        for (std::size_t pass = 0; pass < passes; ++pass) {
            std::optional<Place> found;
            std::size_t least = 0;
            for (std::size_t r = 0; r < request.racers.size(); ++r) {
                const auto [at, fresh] = passes_.try_emplace(request.racers[r].revision);
                if (fresh) at->second[1].next = 1;
                const std::size_t next = at->second[pass].next;
                if (next < request.racers[r].reached && (!found || next < least)) found = Place{r, pass}, least = next;
            }
            if (found) return found;
        }
        return {};
    }

    std::map<std::uint64_t, std::array<Pass, passes>> passes_;
    SharpnessCurves curves_;
};

SharpnessJob::SharpnessJob(std::function<void()> wake)
    : job_(std::make_unique<LatestJob<Request, SharpnessCurves>>([worker = std::make_shared<Worker>()](const Request& request, const std::stop_token& ends, const auto& deliver) { deliver(worker->run(request, ends)); }, std::move(wake))) {}
SharpnessJob::~SharpnessJob() { giving_up_.request_stop(); }

void SharpnessJob::follow(const Session& session) {
    const std::shared_ptr<const NetworkRace> race = session.shared_network();
    if (!race) return;
    const Training& training = race->training;
    if (auto made = job_->take()) curves_ = std::move(*made);
    std::vector<std::uint64_t> revisions;
    for (std::size_t i = 0; i < training.size(); ++i) revisions.push_back(training.revision(i));
    std::erase_if(curves_, [&](const auto& entry) { return std::find(revisions.begin(), revisions.end(), entry.first) == revisions.end(); });
    if (revisions != revisions_) {
        giving_up_.request_stop();
        giving_up_ = {};
        revisions_ = revisions;
    }
    const std::vector<int> steps = sharpness_steps(training.arena().steps);
    Request request{race, {}, measured(), giving_up_.get_token()};
    wanted_ = 0;
    for (std::size_t i = 0; i < training.size(); ++i) {
        const bool hidden = i < session.scenario().racers.size() && session.scenario().racers[i].hidden;
        const auto reached = static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), training.history(i).rows() - 1) - steps.begin());
        request.racers.push_back({revisions[i], hidden ? 0 : reached});
        if (!hidden) wanted_ += training.ending(i) == Ending::diverged ? reached : steps.size();
    }
    job_->request(std::move(request));
}

std::span<const Sharpness> SharpnessJob::of(std::uint64_t revision) const {
    const auto at = curves_.find(revision);
    return at == curves_.end() ? std::span<const Sharpness>() : at->second;
}

std::size_t SharpnessJob::measured() const {
    std::size_t all = 0;
    for (const auto& [revision, curve] : curves_) all += curve.size();
    return all;
}

}  // namespace thalweg::app
