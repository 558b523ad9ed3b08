// Small multiples: one picture per run of a network, side by side, each under its name.
#pragma once

#include "app/session/network_sides.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct Multiple {
    NetworkSide side;
    std::string name;  // the racer's, or what is different before and after
    Rect title, picture;
};

// As large as the area allows; `square`: as high as wide.
std::vector<Multiple> lay_out_multiples(const ViewContext& context, const Rect& area, bool square);

// The name in the racer's colour and, on the right, what belongs to it.
void draw_multiple_title(const ViewContext& context, const Multiple& multiple, std::string_view right);

}  // namespace thalweg::app
