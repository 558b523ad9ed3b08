// Where to write heights on isolines: on long, calm stretches of the major lines, far from each other and from the border.
#pragma once

#include "app/scene/height_field.hpp"
#include "app/scene/levels.hpp"

#include <span>
#include <string>
#include <vector>

namespace thalweg::app {

struct IsolineLabel {
    PixelPoint centre;      // in the picture, y down
    double angle = 0;       // of the line there, radians clockwise on screen, in (−π/2, π/2]: text along it is never upside down
    std::string text;
    int level = 0;
    double fraction = 0;    // of the colour map: its fill is the soft gap behind the text, `text_at` the ink
};

struct IsolineLabelOptions {
    double scale = 1;
    double text_height = 12;      // × scale
    double glyph_width = 6.6;     // × scale
    int at_most = 10;
};

// `avoid`: pixels with something on them (minimum markers, the start).
std::vector<IsolineLabel> isoline_labels(const HeightField& field, const HeightMapping& mapping, const ViewRect& view, PixelSize size,
                                         std::span<const PixelPoint> avoid = {}, const IsolineLabelOptions& options = {});

}  // namespace thalweg::app
