// What the 3D view remembers between frames.
#pragma once

#include <memory>
#include <string>

#include "app/scene/height_field_job.hpp"
#include "app/views/orbit_picture.hpp"
#include "core/problems/problem.hpp"

namespace thalweg::app {

struct SurfaceState : OrbitPicture {
    explicit SurfaceState(HeightFieldJob::Wake wake = {}) : job(std::move(wake)) {}

    std::string subject;                     // that the camera was set up for
    std::shared_ptr<const Problem> problem;  // another one needs new heights
    ViewRect rect;                           // of the plane
    FieldRequest requested;
    std::shared_ptr<const HeightField> field;

    HeightFieldJob job;  // last: stops before the rest goes
};

}  // namespace thalweg::app
