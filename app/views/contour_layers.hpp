// Layers on the contour picture that are off until asked for: a field of arrows, critical points, the gradient flow, the curvature.
#pragma once

#include <vector>

#include "app/session/critical_points_job.hpp"
#include "app/scene/view_rect.hpp"
#include "app/session/local_model.hpp"
#include "app/views/contour_options.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct ContourState;

struct LayersState {
    explicit LayersState(std::function<void()> wake = {}) : job(std::move(wake)) {}

    LocalModels models;
    bool card_left = false;  // where the curvature's numbers are

    // The field of arrows, and what it was computed for.
    struct FieldOf {
        std::shared_ptr<const Problem> problem;
        ViewRect view;
        PixelSize size;
        float scale = 0;
        Quiver quiver = Quiver::off;
        std::size_t racer = 0;
        std::uint64_t revision = 0;
        int k = -1;
        bool operator==(const FieldOf&) const = default;
    };
    struct Arrow {
        Point at, move;
        float length;  // on screen, as a share of the longest
    };
    FieldOf field_of;
    std::vector<Arrow> field;

    std::shared_ptr<const PointsFound> points;
    CriticalPointsJob job;  // last: stops before the rest goes
};

bool layers_busy(const LayersState& state, const ContourOptions& options);

// Below trajectories' markers. `picture` is where the contour lies.
void draw_layers(const ViewContext& context, ContourState& state, const Rect& picture);
// Figure and card of the curvature, and a legend of the layers above `note`. Returns what their texts cover.
std::vector<Rect> draw_layer_texts(const ViewContext& context, ContourState& state, const Rect& picture, const Rect& note);

}  // namespace thalweg::app
