// Gradient flow: layer × time as a heat map per racer, logarithmic colour over a range that all racers share.
#pragma once

#include <map>

#include "app/gpu/image_texture.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct FlowState {
    FlowMeasure measure = FlowMeasure::gradient;
    bool gl = false;  // pictures can be uploaded

    struct Painted {
        ImageTexture texture;
        std::uint64_t revision = 0;
        int samples = 0;
        FlowMeasure measure = FlowMeasure::gradient;
        double low = 0, high = 0;
    };
    std::map<int, Painted> painted;  // by the racer's style

    // The range of colours, over what is there of all racers.
    struct Range {
        double low = 0, high = 1;  // log10 of the value where the measure is logarithmic
        std::vector<std::pair<std::uint64_t, int>> of;  // revision and samples of every racer
        FlowMeasure measure = FlowMeasure::gradient;
    } range;
};

void draw_flow_view(const ViewContext& context, FlowState& state);

}  // namespace thalweg::app
