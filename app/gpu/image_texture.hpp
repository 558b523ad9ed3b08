// A picture from numbers: rows of RGBA, uploaded when they change.
#pragma once

#include <cstdint>
#include <span>

#include "app/gpu/handle.hpp"
#include "app/scene/view_rect.hpp"

namespace thalweg::app {

class ImageTexture {
public:
    // Top row first. `smooth` blends between pixels where the picture is enlarged.
    void upload(PixelSize size, std::span<const std::uint8_t> rgba, bool smooth);
    GLuint id() const { return texture_.id(); }  // 0 before the first upload; the first row is at texture coordinate 0

private:
    TextureHandle texture_;
};

}  // namespace thalweg::app
