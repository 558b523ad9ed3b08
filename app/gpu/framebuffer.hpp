// An off-screen picture: one colour target and the framebuffer that draws into it.
#pragma once

#include "app/gpu/handle.hpp"
#include "app/scene/colour.hpp"
#include "app/scene/view_rect.hpp"

#include <cstdint>
#include <vector>

namespace thalweg::app {

struct Image {
    PixelSize size;
    std::vector<std::uint8_t> rgba;  // top row first
};

enum class TargetFormat { rgba8, rgba8_depth, r32f };

class Framebuffer {
public:
    explicit Framebuffer(TargetFormat format = TargetFormat::rgba8) : format_(format) {}

    // True when the size changed: what was drawn is lost then. Throws std::runtime_error if GL cannot make such a target.
    bool resize(PixelSize size);
    PixelSize size() const { return size_; }
    GLuint texture() const { return texture_.id(); }
    GLuint id() const { return framebuffer_.id(); }

    // Makes it the draw target, with a viewport of its size and the state that 2D drawing needs: no blending, depth, scissor or culling.
    void bind() const;
    void clear(const Rgba& colour) const;             // leaves it bound
    void copy_to(const Framebuffer& other) const;     // of the same size; leaves `other` bound
    Image read_pixels() const;                        // rgba8 only

private:
    TargetFormat format_;
    PixelSize size_;
    TextureHandle texture_;
    FramebufferHandle framebuffer_;
    RenderbufferHandle depth_;
};

// The lower left part of whatever framebuffer is bound for reading, such as the window's own before its buffers are swapped.
Image read_bound_pixels(PixelSize size);

// Back to the window's own framebuffer.
inline void bind_window_framebuffer() { glBindFramebuffer(GL_FRAMEBUFFER, 0); }

}  // namespace thalweg::app
