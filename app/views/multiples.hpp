// Small multiples: one picture per visible racer, side by side, each under its racer's name.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

struct Multiple {
    std::size_t racer;
    Rect title, picture;
};

// As large as the area allows; `square`: as high as wide.
std::vector<Multiple> lay_out_multiples(const ViewContext& context, const Rect& area, bool square);

// The racer's name in its colour and, on the right, what belongs to it.
void draw_multiple_title(const ViewContext& context, const Multiple& multiple, std::string_view right);

}  // namespace thalweg::app
