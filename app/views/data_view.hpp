// The points of a regression, with what every racer makes of them at the step that is shown. A hand moves them, and the surface
// beside follows.
#pragma once

#include <memory>
#include <optional>

#include "app/views/data_plot.hpp"
#include "app/views/view.hpp"
#include "app/widgets/axis.hpp"

namespace thalweg::app {

struct DataState {
    Axis x, y;
    std::shared_ptr<const Dataset> fitted;  // what the axes were fitted to
    DataPlot fitted_plot = DataPlot::line;
    bool at_home = true;                    // they show everything
    bool features = false;                  // of two features with numbers as targets: x₂ over x₁ instead of predictions
    struct Grab {
        std::size_t point;
        ImVec2 offset;  // from the mouse to the point
        bool moved;
    };
    std::optional<Grab> grab;
};

void draw_data_view(const ViewContext& context, DataState& state);

}  // namespace thalweg::app
