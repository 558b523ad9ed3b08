// What every picture of the plane shows alike, wherever it puts a point: trajectories, start, minima, racers, the point under the mouse.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/gpu/picture.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct PlacedPoint {
    ImVec2 at;
    bool inside = true;   // of the picture
    float strength = 1;   // less where something hides it; 0: there is no such place
};
using Placer = std::function<PlacedPoint(const Point&)>;

inline WorldPoint world(const Point& p) { return {p.x(), p.y()}; }
Rgba to_rgba(ImU32 colour, float strength = 1);

// A shape drawn twice: wider in the casing colour, then in its own.
template <class Draw>
void cased(const Ui& ui, ImU32 ink, float strength, Draw&& draw) {
    draw(fade(ui.theme->casing, strength), ui.line(1.6f) + ui.px(2));
    draw(fade(ink, strength), ui.line(1.6f));
}

PathStyle path_style(const Ui& ui, const RacerChoice& racer);
std::vector<PicturePath> racer_paths(const ViewContext& context);  // of those that are not hidden, the selected one last

void draw_landmarks(const ViewContext& context, const Placer& place);      // minima and start
void draw_racers_at(const ViewContext& context, const Placer& place);      // at playhead and cursor
// The same wherever racers may be: `where` places a racer at a step.
using RacerPlacer = std::function<PlacedPoint(std::size_t racer, double step)>;
void draw_racers_at(const ViewContext& context, const RacerPlacer& where);
void draw_minimum(const Ui& ui, const PlacedPoint& p);
// Calls `visit` with every racer that is not hidden, the selected one last, so that it ends up on top.
template <class Visit>
void each_visible_racer(const Session& session, Visit&& visit) {
    const auto& racers = session.scenario().racers;
    for (std::size_t i = racers.size(); i-- > 0;)
        if (i != session.selected() && !racers[i].hidden) visit(i);
    if (session.selected() < racers.size() && !racers[session.selected()].hidden) visit(session.selected());
}
void draw_shared_point(const ViewContext& context, const Placer& place);  // under the mouse in another picture

// The step of the trajectory point under the mouse, if one is near.
std::optional<double> step_under(const ViewContext& context, const Placer& place, ImVec2 mouse);

}  // namespace thalweg::app
