// Two layers of a 3D picture: a solid scene with depth, smoothed by multisampling, and a copy of it for lines that are hidden behind it.
#pragma once

#include "app/gpu/framebuffer.hpp"

namespace thalweg::app {

class SceneTarget {
public:
    // True when something changed: what was drawn is lost then.
    bool resize(PixelSize size);
    PixelSize size() const { return size_; }

    // Binds and clears; depth test off. A moving scene is not smoothed by software GL, where each sample costs as much as a pixel.
    void begin_scene(const Rgba& background, bool moving);
    void end_scene() const;    // resolves colour and depth
    void begin_lines() const;  // the scene's colours again, with its depth to test against but not to write

    GLuint texture() const { return lines_.texture(); }
    Image read_pixels() const { return lines_.read_pixels(); }

private:
    PixelSize size_;
    bool software_ = false;  // no graphics card draws
    bool smooth_ = true;     // the scene that was begun
    FramebufferHandle multisampled_;
    RenderbufferHandle colour_, multisampled_depth_, depth_;
    Framebuffer scene_, lines_;  // share depth_
};

}  // namespace thalweg::app
