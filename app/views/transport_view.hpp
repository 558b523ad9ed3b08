// Playback: the buttons, the seek bar, the step and the speed.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

struct TransportState {};  // playback belongs to the session

void draw_transport_view(const ViewContext& context, TransportState& state);

}  // namespace thalweg::app
