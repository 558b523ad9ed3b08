// Two layers of a 3D picture: a solid scene with depth, smoothed by multisampling, and a copy of it for lines that are hidden behind it.
#pragma once

#include "app/gpu/framebuffer.hpp"

namespace thalweg::app {

class SceneTarget {
public:
    /// True when something changed: what was drawn is lost then.
    bool resize(PixelSize size);
    PixelSize size() const { return size_; }

    void begin_scene(const Rgba& background) const;  // binds and clears; depth test off
    void end_scene() const;                          // resolves colour and depth
    void begin_lines() const;                        // the scene's colours again, with its depth to test against but not to write

    GLuint texture() const { return lines_.texture(); }
    Image read_pixels() const { return lines_.read_pixels(); }

private:
    PixelSize size_;
    FramebufferHandle multisampled_;
    RenderbufferHandle colour_, multisampled_depth_, depth_;
    Framebuffer scene_, lines_;  // share depth_
};

}  // namespace thalweg::app
