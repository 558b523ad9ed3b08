// A picture of heights over a plane from above, whatever the plane is: the part of it that is shown, axes, colour bar, labels of isolines, and what
// a hand does to it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "app/gpu/picture.hpp"
#include "app/scene/isoline_labels.hpp"
#include "app/views/landmarks.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct PlanePicture {
    bool reset_view = true;                   // asked for by a key
    std::unique_ptr<ContourPicture> picture;  // none without GL: everything but the picture is drawn then

    ViewRect view;
    PixelSize size;
    bool at_home = true;  // the user has not moved the view since the last reset

    HeightMapping mapping;
    std::shared_ptr<const HeightField> field;
    HeightMapping levels, levels_of;  // the mapping with isolines for what is in view, and what it was made from
    std::uint64_t levels_field = 0;

    std::vector<IsolineLabel> labels;
    std::uint64_t labelled_field = 0;
    ViewRect labelled_view;
};

struct PlaneLayout {
    Rect picture, bar;
};
PlaneLayout lay_out_plane(const Ui& ui, const Rect& pane, const ViewRect& view);

// Where a point of the plane is on screen, the picture being at `picture`, and back.
ImVec2 on_screen(const PlanePicture& plane, const Rect& picture, const Point& p);
PixelPoint in_picture(const Rect& picture, ImVec2 p);
Placer placer_of(const PlanePicture& plane, const Rect& picture);  // while both live

// The user's hand on it.
bool zoom_with_wheel(PlanePicture& plane, const Rect& picture);  // about the mouse; false where the wheel rests
void pan(PlanePicture& plane, ImVec2 by);
// Of the picture's new size, the middle and the height of the view stay, its width follows.
void keep_equal_axes(PlanePicture& plane, PixelSize size);

// Heights on isolines; `avoid` are places with something on them.
void follow_labels(const Ui& ui, PlanePicture& plane, std::span<const Point> avoid);

void draw_picture(const Ui& ui, PlanePicture& plane, const Rect& picture, const ContourStyle& style, std::span<const PicturePath> paths, double playhead, std::span<const PictureBand> bands = {});
void draw_axes(const Ui& ui, const PlanePicture& plane, const Rect& picture);
void draw_axis_names(const Ui& ui, const Rect& pane, const Rect& picture, std::string_view x, std::string_view y);  // below and to the left
void draw_colour_bar(const Ui& ui, const PlanePicture& plane, ColourMapId map, const Rect& bar);
void draw_isoline_labels(const Ui& ui, const PlanePicture& plane, ColourMapId map, const Rect& picture, std::span<const Rect> covered);

// Names and numbers in a box at the upper left of a picture, two columns in the order of reading. Returns the box.
struct ReadoutCell {
    std::string name, value;
};
Rect draw_readout_box(const Ui& ui, const Rect& picture, std::span<const ReadoutCell> cells);

}  // namespace thalweg::app
