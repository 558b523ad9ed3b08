// What each racer's network makes of its inputs at the step that is shown: decision maps of the plane, or curves through the points.
#pragma once

#include <map>
#include <memory>

#include "app/gpu/image_texture.hpp"
#include "app/scene/network_map.hpp"
#include "app/session/latest_job.hpp"
#include "app/session/network_sides.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct MapRequest {
    std::vector<SideAtStep> shown;
    int points;

    bool operator==(const MapRequest&) const = default;
};
using MapResult = std::map<int, NetworkMap>;  // by the side's key

enum class MapKind {
    plane,    // decision map of two inputs
    curve,    // output over one input
    weights,  // of images: what the first units look for, as pictures
    answers,  // of all else: output over target, a point per example
};

struct MapsState {
    explicit MapsState(std::function<void()> wake = {});

    struct Painted {
        ImageTexture texture;
        std::uint64_t revision = 0;
        int row = -1;
        Eigen::Index numbers = 0;
        bool dark = false;
    };
    bool gl = false;  // pictures can be uploaded
    MapResult result;
    std::map<int, Painted> painted;  // by the side's key
    std::unique_ptr<LatestJob<MapRequest, MapResult>> job;
};

inline bool maps_busy(const MapsState& state) { return state.job->busy(); }
void draw_maps_view(const ViewContext& context, MapsState& state);

}  // namespace thalweg::app
