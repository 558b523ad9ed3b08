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

std::vector<PicturePath> racer_paths(const ViewContext& context);  // of those that are not hidden, the selected one last

void draw_landmarks(const ViewContext& context, const Placer& place);      // minima and start
void draw_racers_at(const ViewContext& context, const Placer& place);      // at playhead and cursor
void draw_shared_point(const ViewContext& context, const Placer& place);   // under the mouse in another picture

// The step of the trajectory point under the mouse, if one is near.
std::optional<double> step_under(const ViewContext& context, const Placer& place, ImVec2 mouse);

}  // namespace thalweg::app
