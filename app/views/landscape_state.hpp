// The landscape of the network race at hand: which plane the user wants, and what of it has been computed. Both pictures of it follow this one.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/landscape_job.hpp"
#include "app/views/plane_picture.hpp"
#include "app/views/view.hpp"
#include "core/training/landscape/weight_plane.hpp"

namespace thalweg::app {

struct LandscapeState : PlanePicture {
    explicit LandscapeState(std::function<void()> wake = {}) : job(std::move(wake)) {}

    // What the user wants.
    PlaneKind kind = PlaneKind::principal;
    std::uint64_t seed = 1;                      // of random directions
    std::array<Eigen::Index, 2> weights{0, 1};
    HeightScale heights = HeightScale::log;

    // What there is.
    LandscapeResult result;
    std::shared_ptr<const HeightField> relief;   // as `field`, for the surface …
    ViewRect relief_view;                        // … over this part of the plane
    std::optional<PlaneRequest> mapped;          // what levels and colours were made for …
    HeightScale mapped_scale = HeightScale::log;  // … and how
    std::vector<std::vector<double>> strengths;  // of the paths' points: less the further off the plane
    std::uint64_t revision = 0;                  // distinct for all paths that were ever shown
    std::shared_ptr<const TrainingProblem> problem;
    std::vector<NamedBlock> blocks;              // of its parameters

    PlaneRequest asked;     // the plane that is wanted now
    bool shown = true;      // the view from above is on screen, so its shape is the one to fill
    enum class Drag { none, pressed, pan } drag = Drag::none;
    ImVec2 pressed_at{};

    LandscapeJob job;  // last: stops before the rest goes
};

inline bool landscape_busy(const LandscapeState& state) { return state.job.busy(); }

// Asks for what is wanted in a picture of this size, and takes what has come. False where there is nothing to show yet.
//
// While the runs are still trained, the plane is made anew when they have twice as many rows as at the last time, and when they are done. One that
// passes through a racer's θ at the playhead waits while the playhead moves by itself.
bool follow_landscape(const ViewContext& context, LandscapeState& state, PixelSize size);
void want_home(LandscapeState& state);  // shows all that is worth seeing

// Where a racer is at a step; `place` puts points of the plane on screen. Fainter off the plane.
RacerPlacer racer_placer(const ViewContext& context, const LandscapeState& state, const Placer& place);  // while all of them live
std::vector<PicturePath> landscape_paths(const ViewContext& context, const LandscapeState& state);
std::optional<double> landscape_step_under(const ViewContext& context, const LandscapeState& state, const Placer& place, ImVec2 mouse);

// "axes explain 78 % and 15 % of the motion · 65² of 129² · loss of 240 of 2000 examples"
std::string landscape_note(const LandscapeState& state);
std::array<std::string, 2> axis_names(const LandscapeState& state);  // "a", "b"; of two weights their names

}  // namespace thalweg::app
