// The last thousand of 10,000 steps against the first thousand, for every optimizer: a racer that has come to rest has
// moments that fade away, and steps on denormal numbers are several times slower.
// "late/early" compares the fastest of each; anything above 1.1 is a cliff.
#include <algorithm>
#include <limits>
#include <string>

#include "tests/bench/rerun.hpp"

namespace thalweg::bench {
namespace {

// Looks at the clock when the race asks for the gradients of certain steps. It asks for those of two racers at once, a rule for one point at a time,
// and for none where it has them: its own calls say nothing of how far the race is.
class Stopwatch : public Objective {
public:
    static constexpr std::size_t racers = 2;
    static constexpr int marks = 4, at[marks] = {0, 1000, 9000, 10'000};

    explicit Stopwatch(std::shared_ptr<const Objective> objective) : objective_(std::move(objective)) {}

    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        if (theta.size() == racers && steps_++ == at[mark_]) times_[mark_++] = Race::Clock::now();
        objective_->evaluate(theta, gradient, loss);
    }
    Derivatives derivatives(const Point& theta) const override { return objective_->derivatives(theta); }
    void heights(std::span<const double> x, double y, std::span<double> loss) const override { objective_->heights(x, y, loss); }

    void restart() { steps_ = mark_ = 0; }
    double seconds(int from, int to) const { return std::chrono::duration<double>(times_[to] - times_[from]).count(); }

private:
    std::shared_ptr<const Objective> objective_;
    mutable int steps_ = 0, mark_ = 0;
    mutable Race::Clock::time_point times_[marks + 1];
};

void late_against_early(benchmark::State& state, const OptimizerSpec& optimizer, const char* surface_id) {
    const auto timed = std::make_shared<Problem>(*surface(surface_id));
    const auto watch = std::make_shared<Stopwatch>(timed->objective);
    const RacerSetup setup = surviving(optimizer, surface(surface_id), timed->start);
    timed->objective = watch;
    Rerun rerun(timed, std::vector(Stopwatch::racers, setup));
    double early = std::numeric_limits<double>::max(), late = early;
    for (auto _ : state) {
        watch->restart();
        rerun();
        early = std::min(early, watch->seconds(0, 1));
        late = std::min(late, watch->seconds(2, 3));
    }
    state.counters["late/early"] = late / early;
}

const bool registered = [] {
    for (const char* surface_id : {"rosenbrock", "matyas"})  // the second one ends in 0, where θ itself fades away
        for (const OptimizerSpec& optimizer : optimizer_catalogue())
            benchmark::RegisterBenchmark((std::string(surface_id) + "/" + std::string(optimizer.id)).c_str(), late_against_early, optimizer, surface_id)
                ->MinTime(seconds_each)->Unit(benchmark::kMicrosecond);
    return true;
}();

}  // namespace
}  // namespace thalweg::bench
