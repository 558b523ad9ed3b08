// The selected racer's network as a drawing: weights as lines, their sizes as widths and their signs as colours; in every unit, what
// it makes of the plane. A unit that is pointed at shows itself large, and a click keeps it.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "app/gpu/image_texture.hpp"
#include "app/scene/network_diagram.hpp"
#include "app/session/latest_job.hpp"
#include "app/session/network_sides.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct DiagramRequest {
    std::vector<SideAtStep> shown;
    bool operator==(const DiagramRequest&) const = default;
};

// A network at a step: θ, and what its units put out over the plane, along the line, or on the first examples.
struct DiagramNumbers {
    std::uint64_t revision = 0;
    int row = -1;
    std::shared_ptr<const TrainingProblem> problem;
    std::vector<double> theta;
    std::vector<Matrix<double>> units;  // per column behind the inputs
};
using DiagramResult = std::map<int, DiagramNumbers>;

struct DiagramState {
    explicit DiagramState(std::function<void()> wake = {});

    struct Unit {
        int side, column, unit;
        bool operator==(const Unit&) const = default;
    };
    struct Drawn {  // made anew when the numbers change
        std::uint64_t revision = 0;
        int row = -1, most_units = 0;
        bool dark = false;
        std::shared_ptr<const TrainingProblem> problem;
        NetworkDiagram diagram;
        Matrix<double> inputs;  // that the units' outputs belong to
        std::vector<DiagramLink> links;
        double largest = 0;            // weight
        std::vector<double> strength;  // of each column: the largest |output|
        ImageTexture pictures;         // of all units that are drawn, one tile after another
        int across = 0, down = 0;
        std::vector<int> first_tile;  // of each column
    };
    bool gl = false;  // pictures can be uploaded
    DiagramResult result;
    std::map<int, Drawn> drawn;  // by the side's key
    std::optional<Unit> kept;
    std::unique_ptr<LatestJob<DiagramRequest, DiagramResult>> job;
};

inline bool diagram_busy(const DiagramState& state) { return state.job->busy(); }
void draw_diagram_view(const ViewContext& context, DiagramState& state);

}  // namespace thalweg::app
