// What the contour view remembers between frames.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <imgui.h>

#include "app/scene/height_field_job.hpp"
#include "app/session/step_anatomies.hpp"
#include "app/views/contour_layers.hpp"
#include "app/views/contour_options.hpp"
#include "app/views/plane_picture.hpp"
#include "core/problems/problem.hpp"

namespace thalweg::app {

struct ContourState : PlanePicture {
    explicit ContourState(HeightFieldJob::Wake wake = {}) : layers(wake), job(std::move(wake)) {}

    ContourOptions options;
    bool shown = true;  // it is on screen, so its view is the one to follow

    // What the heights were sampled from.
    std::string subject;                     // surface or data; another one resets the view
    std::shared_ptr<const Problem> problem;  // another one needs new heights and levels
    HeightScale natural_scale = HeightScale::linear;
    std::optional<HeightScale> mapped_scale;  // what `mapping` was made for
    ViewRect requested;
    PixelSize requested_size;

    std::shared_ptr<StepAnatomies> steps = std::make_shared<StepAnatomies>();  // shared with the view that prints them
    double step_former = 0;  // magnification of its arrows in the frame before

    enum class Drag { none, pressed, pan, start } drag = Drag::none;
    ImVec2 pressed_at{};

    LayersState layers;
    HeightFieldJob job;  // last: stops before the rest goes
};

}  // namespace thalweg::app
