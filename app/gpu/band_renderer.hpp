// Translucent bands of overlapping triangles. Each band covers a pixel once: it writes a depth of its own, and what comes to
// the same depth again fails the test.
#pragma once

#include "app/gpu/framebuffer.hpp"
#include "app/gpu/program.hpp"
#include "app/scene/ensemble_band.hpp"

#include <optional>
#include <span>
#include <vector>

namespace thalweg::app {

class BandRenderer {
public:
    BandRenderer();

    // Onto the bound target, which has a depth buffer. In this order, the colours' alpha included.
    void draw(std::span<const std::vector<BandVertex>> bands, std::span<const Rgba> colours, PixelSize size);

private:
    BufferHandle vertices_;
    VertexArrayHandle array_;
    std::optional<Program> program_;
};

}  // namespace thalweg::app
