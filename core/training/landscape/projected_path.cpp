#include "core/training/landscape/projected_path.hpp"

#include <algorithm>
#include <cassert>

#include "core/numerics/denormals.hpp"
#include "core/training/landscape/work.hpp"

namespace thalweg {

void ProjectedPath::add(int step, const Projection& at) {
    steps.push_back(step);
    a.push_back(at.a);
    b.push_back(at.b);
    distance.push_back(at.distance);
}

Projection ProjectedPath::at(double step) const {
    assert(!steps.empty());
    const auto after = std::upper_bound(steps.begin(), steps.end(), step);
    if (after == steps.begin()) return {a.front(), b.front(), distance.front()};
    const auto k = static_cast<std::size_t>(after - steps.begin()) - 1;
    if (after == steps.end()) return {a[k], b[k], distance[k]};
    const double t = (step - steps[k]) / (steps[k + 1] - steps[k]);
    const auto between = [&](const std::vector<double>& x) { return x[k] + t * (x[k + 1] - x[k]); };
    return {between(a), between(b), between(distance)};
}

std::vector<std::shared_ptr<const Keyframe>> kept_points(const TrainingHistory& history, int rows, std::size_t most) {
    std::vector<std::shared_ptr<const Keyframe>> all = history.keyframes();
    std::erase_if(all, [&](const auto& k) { return k->step >= rows; });
    const std::size_t every = std::max<std::size_t>(1, (all.size() + most - 1) / std::max<std::size_t>(1, most));
    std::vector<std::shared_ptr<const Keyframe>> some;
    for (std::size_t i = 0; i < all.size(); i += every) some.push_back(std::move(all[i]));
    return some;
}

std::optional<ProjectedPath> replayed_path(const Training& training, std::size_t racer, int rows, const Projector& projector, const std::stop_token& stop, int most) {
    const DenormalsFlushed guard;  // as in training
    const auto learner = training.learner_at(racer, 0, stop);
    if (!learner) return std::nullopt;
    ProjectedPath path;
    const int every = std::max(1, (rows + most - 1) / most);
    while (true) {
        const int step = learner->step();
        if (step % every == 0 || step == rows - 1) path.add(step, projector(learner->theta()));
        if (step >= rows - 1) return path;
        if (stop.stop_requested() || !learner->advance()) return std::nullopt;
    }
}

double replay_work(const TrainingArena& arena, int rows) {
    const TrainingProblem& p = *arena.problem;
    return update_work(p.architecture, p.batch > 0 ? std::min(p.batch, p.train->size()) : p.train->size()) * rows;
}

}  // namespace thalweg
