// Inside the selected racer's optimizer, layer by layer: how large its moments, its rates and its steps are at the playhead, a small
// histogram per layer on a logarithmic axis that all layers share.
#pragma once

#include <map>
#include <memory>

#include "app/session/latest_job.hpp"
#include "app/views/view.hpp"
#include "core/training/moments.hpp"

namespace thalweg::app {

struct MomentsRequest {
    std::shared_ptr<const NetworkRace> race;
    std::size_t racer;
    std::uint64_t revision;
    int row;

    bool operator==(const MomentsRequest&) const = default;
};
struct MomentsResult {
    std::uint64_t revision = 0;
    const OptimizerSpec* optimizer = nullptr;
    std::vector<ParameterGroup> layers;
    Moments moments;
};

struct MomentsState {
    explicit MomentsState(std::function<void()> wake = {});

    std::map<std::string, std::vector<std::string>, std::less<>> chosen;  // columns, by the optimizer's id; those that tell most unless others were chosen
    MomentsResult result;
    std::unique_ptr<LatestJob<MomentsRequest, MomentsResult>> job;
    int drawn_in = -1;  // frame
};

inline bool moments_busy(const MomentsState& state) { return state.drawn_in == ImGui::GetFrameCount() && state.job->busy(); }  // what nobody sees waits
void draw_moments_view(const ViewContext& context, MomentsState& state);

}  // namespace thalweg::app
