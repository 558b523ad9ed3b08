// A racer's trajectory upon a plane: where its θ stands at some steps, and how far off the plane.
#pragma once

#include <optional>
#include <vector>

#include "core/training/landscape/plane.hpp"
#include "core/training/training.hpp"

namespace thalweg {

struct ProjectedPath {
    std::vector<double> steps, a, b, distance;  // ascending steps; whole numbers

    std::size_t size() const { return steps.size(); }
    void add(int step, const Projection& at);
    Projection at(double step) const;  // between two steps the straight line; the path must not be empty
};

// What the history has kept: at most `most` of the keyframes before row `rows`, evenly spread.
std::vector<std::shared_ptr<const Keyframe>> kept_points(const TrainingHistory& history, int rows, std::size_t most = most_keyframes);

// Replays the run up to row `rows` − 1, the last one included, and keeps at most so many points in equal steps. Empty where a stop was asked for.
inline constexpr int most_replayed_points = 4000;
std::optional<ProjectedPath> replayed_path(const Training& training, std::size_t racer, int rows, const Projector& projector, const std::stop_token& stop = {}, int most = most_replayed_points);

// Multiplications that replaying so many rows takes.
double replay_work(const TrainingArena& arena, int rows);

}  // namespace thalweg
