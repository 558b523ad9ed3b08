// The map of the window: which panes there are, what they are called, how small they may get and who draws them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/settings.hpp"
#include "app/shell/panes.hpp"
#include "app/views/anatomy_view.hpp"
#include "app/views/contour_view.hpp"
#include "app/views/data_view.hpp"
#include "app/views/diagram_view.hpp"
#include "app/views/flow_view.hpp"
#include "app/views/laboratory_view.hpp"
#include "app/views/landscape_3d_view.hpp"
#include "app/views/landscape_view.hpp"
#include "app/views/loss_view.hpp"
#include "app/views/maps_view.hpp"
#include "app/views/moments_view.hpp"
#include "app/views/profile_view.hpp"
#include "app/views/racers_view.hpp"
#include "app/views/readout_view.hpp"
#include "app/views/scope_view.hpp"
#include "app/views/sharpness_view.hpp"
#include "app/views/surface_view.hpp"
#include "app/views/training_view.hpp"
#include "app/views/transport_view.hpp"

namespace thalweg::app {

struct ViewStates {
    explicit ViewStates(HeightFieldJob::Wake wake = {}) : contour(wake), surface(wake), landscape(wake), maps(wake), diagram(wake), sharpness(wake), moments(std::move(wake)) { anatomy.steps = contour.steps; }
    RacersState racers;
    ContourState contour;
    SurfaceState surface;
    LossState loss;
    DataState data;
    ReadoutState readout;
    ScopeState scope;
    AnatomyState anatomy;
    TransportState transport;
    LaboratoryState laboratory;
    LandscapeState landscape;
    Landscape3dState landscape_3d;
    MapsState maps;
    DiagramState diagram;
    FlowState flow;
    ProfileState profile;
    TrainingState training;
    SharpnessState sharpness;
    MomentsState moments;
};

struct ViewEntry {
    std::string_view id;
    std::string_view title;  // on the strip of a folded pane; empty for one that never folds
    PaneSize smallest;       // unscaled
    SplitAxis folds_along;
    void (*draw)(const ViewContext&, ViewStates&);
};

std::span<const ViewEntry> view_list();
const ViewEntry* find_view(std::string_view id);

// The arrangement for a window of this unscaled size.
Pane default_panes(float width, float height, Pictures pictures = Pictures::contour);

// The user's own arrangement, else the default one, with the pictures that the user wants.
Pane window_panes(const Settings& settings, float width, float height);
// Likewise of the page of a network that the user wants.
Pane window_network_panes(const Settings& settings, float width, float height);

}  // namespace thalweg::app
