#include "app/gpu/framebuffer.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace thalweg::app {

bool Framebuffer::resize(PixelSize size) {
    if (size == size_ && texture_) return false;
    GLint most = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
    if (size.width <= 0 || size.height <= 0 || size.width > most || size.height > most)
        throw std::runtime_error("a picture of " + std::to_string(size.width) + " × " + std::to_string(size.height) +
                                 " pixels cannot be drawn: this GL allows 1 to " + std::to_string(most));
    texture_ = make_texture();
    glBindTexture(GL_TEXTURE_2D, texture_.id());
    const bool values = format_ == TargetFormat::r32f;
    glTexImage2D(GL_TEXTURE_2D, 0, values ? GL_R32F : GL_RGBA8, size.width, size.height, 0, values ? GL_RED : GL_RGBA,
                 values ? GL_FLOAT : GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, values ? GL_NEAREST : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, values ? GL_NEAREST : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    if (!framebuffer_) framebuffer_ = make_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.id());
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_.id(), 0);
    if (format_ == TargetFormat::rgba8_depth) {
        depth_ = make_renderbuffer();
        glBindRenderbuffer(GL_RENDERBUFFER, depth_.id());
        glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, size.width, size.height);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, depth_.id());
    }
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
        throw std::runtime_error("this GL cannot draw into a texture of the needed format");
    size_ = size;
    return true;
}

void Framebuffer::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.id());
    glViewport(0, 0, size_.width, size_.height);
    glDisable(GL_BLEND);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_CULL_FACE);
    glDisable(GL_STENCIL_TEST);
}

void Framebuffer::clear(const Rgba& colour) const {
    bind();
    glClearColor(colour.r, colour.g, colour.b, colour.a);
    glClear(GL_COLOR_BUFFER_BIT);
}

void Framebuffer::copy_to(const Framebuffer& other) const {
    other.bind();
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_.id());
    glBlitFramebuffer(0, 0, size_.width, size_.height, 0, 0, size_.width, size_.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, other.framebuffer_.id());
}

Image Framebuffer::read_pixels() const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_.id());
    return read_bound_pixels(size_);
}

Image read_bound_pixels(PixelSize size) {
    const std::size_t row = static_cast<std::size_t>(size.width) * 4, rows = static_cast<std::size_t>(size.height);
    Image image{size, std::vector<std::uint8_t>(row * rows)};
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    for (std::size_t j = 0; j < rows / 2; ++j)  // GL's first row is the lowest
        std::swap_ranges(image.rgba.begin() + static_cast<std::ptrdiff_t>(j * row), image.rgba.begin() + static_cast<std::ptrdiff_t>((j + 1) * row),
                         image.rgba.begin() + static_cast<std::ptrdiff_t>((rows - 1 - j) * row));
    return image;
}

}  // namespace thalweg::app
