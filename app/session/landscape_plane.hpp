// The plane that a landscape is drawn on, and the racers' paths upon it.
#pragma once

#include "app/session/landscape_job.hpp"

namespace thalweg::app {

// With the paths as far as keyframes tell. Null where a stop was asked for.
std::shared_ptr<const LandscapePlane> make_plane(const PlaneRequest& request, const std::stop_token& stop);

// The same with the paths of every step, where replaying the runs takes a moment only; else null.
std::shared_ptr<const LandscapePlane> replay(const LandscapePlane& plane, const std::stop_token& stop);

}  // namespace thalweg::app
