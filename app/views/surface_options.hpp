// How the user wants the surface drawn; kept between starts.
#pragma once

namespace thalweg::app {

inline constexpr double least_exaggeration = 0.2, most_exaggeration = 4;

struct SurfaceOptions {
    double exaggeration = 1;  // of heights: at 1 the box is comfortably high
};

}  // namespace thalweg::app
