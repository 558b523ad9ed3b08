// What the quadratic model at a point says about the selected racer: the curvature there, the largest stable learning rate against its own,
// and its next step from there. Computed again only when something of that changes.
#pragma once

#include <optional>
#include <string>

#include "app/session/session.hpp"
#include "core/optimizers/stability.hpp"
#include "core/problems/curvature.hpp"
#include "core/problems/gradient_flow.hpp"

namespace thalweg::app {

struct LocalModel {
    Curvature curvature;
    bool at_cursor = false;               // else where the racer is at the playhead
    std::string limit_words;              // "2/λmax"; empty where the racer's rule has no known limit, or there is no racer
    std::optional<StabilityLimit> limit;
    double lr = 0;
    std::optional<Decrease> decrease;     // of the racer's next step from there
};

// "α = 0.0012 < 2/λmax = 0.0020: stable", or why nothing can be said; empty without a racer.
std::string verdict(const Session& session, const LocalModel& model);

class LocalModels {
public:
    // At the cursor if there is one, else at the playhead of the selected racer; nothing without either.
    const LocalModel* find(const Session& session, const std::optional<Point>& cursor);
    const FlowLine* flow(const Session& session, const std::optional<Point>& cursor, const Box& view);

private:
    struct Place {
        std::shared_ptr<const Problem> problem;
        Point at = Point::Zero();
        bool at_cursor = false;
        std::size_t racer = 0;
        std::uint64_t revision = 0;
        int k = -1;  // row of the racer; -1: there is none
        bool operator==(const Place&) const = default;
    };
    static std::optional<Place> place_of(const Session& session, const std::optional<Point>& cursor);

    std::optional<Place> place_;
    LocalModel model_;
    std::shared_ptr<const Problem> flow_problem_;
    Point flow_from_ = Point::Zero();
    Box flow_view_{};
    FlowLine flow_;
};

// The row of the selected racer at the playhead, or -1 where it has none or is hidden.
int shown_row(const Session& session);

}  // namespace thalweg::app
