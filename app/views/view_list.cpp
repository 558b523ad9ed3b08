#include "app/views/view_list.hpp"

#include <algorithm>
#include <array>

#include "core/facts/catalogue.hpp"

namespace thalweg::app {
namespace {

Pane own_or_usual(const std::string& own, const Pane& usual) {
    if (own.empty()) return usual;
    return parse_panes(own, usual, ids_of(view_list())).root;
}

}  // namespace

std::span<const ViewEntry> view_list() {
    static constexpr std::array views{
        ViewEntry{"racers", "RACERS", {230, 160}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_racers_view(c, s.racers); }},
        ViewEntry{"contour", "", {300, 300}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_contour_view(c, s.contour); }},
        ViewEntry{"surface", "", {300, 300}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_surface_view(c, s.surface, s.contour); }},
        ViewEntry{"loss", "LOSS", {260, 130}, SplitAxis::column, [](const ViewContext& c, ViewStates& s) { draw_loss_view(c, s.loss); }},
        ViewEntry{"readout", "READ-OUT", {250, 100}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_readout_view(c, s.readout); }},
        ViewEntry{"scope", "MOMENT SCOPE", {230, 200}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_scope_view(c, s.scope); }},
        ViewEntry{"data", "DATA", {230, 190}, SplitAxis::column, [](const ViewContext& c, ViewStates& s) { draw_data_view(c, s.data); }},
        ViewEntry{"anatomy", "STEP", {230, 160}, SplitAxis::column, [](const ViewContext& c, ViewStates& s) { draw_anatomy_view(c, s.anatomy); }},
        ViewEntry{"laboratory", "LABORATORY", {230, 160}, SplitAxis::column, [](const ViewContext& c, ViewStates& s) { draw_laboratory_view(c, s.laboratory); }},
        ViewEntry{"maps", "", {300, 160}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_maps_view(c, s.maps); }},
        ViewEntry{"landscape", "LANDSCAPE", {260, 220}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_landscape_view(c, s.landscape, s.contour.options); }},
        ViewEntry{"landscape_3d", "LANDSCAPE IN 3D", {260, 220}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_landscape_3d_view(c, s.landscape_3d, s.landscape, s.contour.options); }},
        ViewEntry{"diagram", "NETWORK", {300, 200}, SplitAxis::column, [](const ViewContext& c, ViewStates& s) { draw_diagram_view(c, s.diagram); }},
        ViewEntry{"flow", "GRADIENT FLOW", {300, 130}, SplitAxis::column, [](const ViewContext& c, ViewStates& s) { draw_flow_view(c, s.flow); }},
        ViewEntry{"profile", "PROFILE", {300, 130}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_profile_view(c, s.profile); }},
        ViewEntry{"training", "TRAINING", {220, 130}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_training_view(c, s.training); }},
        ViewEntry{"moments", "MOMENTS", {300, 150}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_moments_view(c, s.moments); }},
        ViewEntry{"sharpness", "SHARPNESS", {260, 130}, SplitAxis::row, [](const ViewContext& c, ViewStates& s) { draw_sharpness_view(c, s.sharpness); }},
    };
    return views;
}

const ViewEntry* find_view(std::string_view id) { return find_by_id(view_list(), id); }

Pane default_panes(float width, float height, Pictures pictures) {
    // The picture takes the room; what is beside it keeps a readable width.
    const double wider = width - 1280, racers = std::clamp(244 + 0.2 * wider, 232.0, 330.0), scope = std::clamp(262 + 0.5 * wider, 240.0, 480.0);
    const double middle = width - racers - scope;
    const double below = std::clamp((height - 110) * 0.29, 170.0, 420.0);
    const bool roomy = middle >= 800;
    Pane bottom = split(SplitAxis::row, roomy ? 0.48 : 0.45, leaf("loss"), leaf("readout"));
    Pane centre = split(SplitAxis::column, 1 - below / std::max(300.0, height - 110.0), leaf("contour"), std::move(bottom));
    // Inside the selected racer: its slots over the run, and the step at the playhead, which waits folded where there is little room.
    Pane inside = split(SplitAxis::column, 0.5, leaf("scope"), leaf("anatomy", height < 1000));
    // Pictures need that room where there is little of it: two strips are left, to be unfolded.
    const float enough = pictures == Pictures::both ? 1500 : 1000;
    if (width < enough) inside = split(SplitAxis::row, 0.5, leaf("scope", true), leaf("anatomy", true));
    show_pictures(centre, pictures);
    return split(SplitAxis::row, racers / width, leaf("racers"), split(SplitAxis::row, middle / (middle + scope), std::move(centre), std::move(inside)));
}

Pane window_network_panes(const Settings& settings, float width, float height) {
    return own_or_usual(settings.network_panes[static_cast<std::size_t>(settings.network_page)], network_panes(settings.network_page, width, height));
}

Pane window_panes(const Settings& settings, float width, float height) {
    Pane usual = default_panes(width, height, settings.pictures);
    if (settings.step_panel) set_folded(usual, "anatomy", !*settings.step_panel);
    Pane panes = own_or_usual(settings.panes, usual);
    show_pictures(panes, settings.pictures);
    return panes;
}

}  // namespace thalweg::app
