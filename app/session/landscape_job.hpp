// The loss landscape of a network race, made in the background: first the plane with every racer's path upon it, then the loss, coarse to
// fine. Another wish stops the one that runs.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "app/scene/height_field.hpp"
#include "app/session/latest_job.hpp"
#include "app/session/training_runner.hpp"
#include "core/training/landscape/loss_grid.hpp"
#include "core/training/landscape/projected_path.hpp"

namespace thalweg::app {

enum class PlaneKind {
    principal,  // of all visible runs together
    random,     // filter-normalised directions from the selected racer's θ at a step
    weights,    // two parameters, the others as the selected racer has them at a step
};

// Everything that decides the plane and the paths upon it.
struct PlaneRequest {
    struct Run {
        std::uint64_t revision;
        int rows;      // of its history that count
        bool visible;
        bool operator==(const Run&) const = default;
    };
    std::shared_ptr<const NetworkRace> race;
    PlaneKind kind = PlaneKind::principal;
    std::vector<Run> runs;               // one per racer
    std::size_t selected = 0;            // of random and weights, as all that follows
    int row = 0;
    std::uint64_t seed = 0;
    std::array<Eigen::Index, 2> weights{0, 1};

    bool operator==(const PlaneRequest&) const = default;
};

struct LandscapeRequest {
    PlaneRequest plane;
    std::optional<ViewRect> view;  // none: all that is worth seeing, in a picture of this shape
    PixelSize size;

    bool operator==(const LandscapeRequest&) const = default;
};

struct LandscapePlane {
    PlaneRequest of;
    Projector projector;
    double share_u = 0, share_v = 0;   // of the runs' motion along the axes; zero for directions that were not found in it
    bool found = true;                 // false: the runs move along less than two directions, and random ones stand in
    std::vector<ProjectedPath> paths;  // one per racer; empty where it is hidden or has none
    ViewRect domain;                   // worth seeing
    double reach = 1;                  // half the diagonal of that: how far off the plane is far
};

struct LandscapeResult {
    std::shared_ptr<const LandscapePlane> plane;
    ViewRect view;
    std::shared_ptr<const HeightField> field;  // reaches a little beyond the view; null until the first level
    std::shared_ptr<const HeightField> relief; // the same as a mesh over the view wants it
    std::optional<WorldPoint> lowest;          // of the points of the grid, unless it lies on the border
    int side = 0;                              // of the grid's levels so far, 0 before the first
    int examples = 0, all_examples = 0;        // the loss is over so many of so many
};

inline constexpr int finest_side = grid_side(grid_levels - 1);

class LandscapeJob {
public:
    explicit LandscapeJob(std::function<void()> wake = {});

    void request(LandscapeRequest request) { job_.request(std::move(request)); }
    bool busy() const { return job_.busy(); }
    std::optional<LandscapeResult> take() { return job_.take(); }

private:
    using Deliver = std::function<void(LandscapeResult)>;
    void run(const LandscapeRequest& request, const std::stop_token& stop, const Deliver& deliver);

    // The worker's, from one request to the next.
    std::shared_ptr<const LandscapePlane> plane_;
    bool replayed_ = false;  // its paths have every step
    std::shared_ptr<const TrainingProblem> problem_;
    std::unique_ptr<Landscape> landscape_;

    LatestJob<LandscapeRequest, LandscapeResult> job_;  // last: its worker ends before the rest goes
};

}  // namespace thalweg::app
