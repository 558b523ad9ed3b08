// A colour map as a texture of 256 × 1, uploaded when another one is wanted.
#pragma once

#include <optional>

#include "app/gpu/handle.hpp"
#include "app/scene/colour_map.hpp"

namespace thalweg::app {

class ColourTable {
public:
    ColourTable() : texture_(make_texture()) {}
    void bind(GLuint unit, ColourMapId id);

private:
    TextureHandle texture_;
    std::optional<ColourMapId> uploaded_;
};

// Of the texture that is bound, clamped at its borders.
void set_sampling(GLint filter);

}  // namespace thalweg::app
