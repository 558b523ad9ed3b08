#include "app/gpu/scene_target.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace thalweg::app {
namespace {

constexpr GLint wanted_samples = 4;

void require_complete() {
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) throw std::runtime_error("this GL cannot draw into a texture with depth");
}

bool drawn_by_software() {
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    const std::string_view renderer = name != nullptr ? name : "";
    return renderer.find("llvmpipe") != renderer.npos || renderer.find("softpipe") != renderer.npos || renderer.find("SwiftShader") != renderer.npos;
}

}  // namespace

bool SceneTarget::resize(PixelSize size) {
    if (size == size_ && multisampled_) return false;
    scene_.resize(size);
    lines_.resize(size);
    GLint samples = 0;
    glGetIntegerv(GL_MAX_SAMPLES, &samples);
    samples = std::min(samples, wanted_samples);

    colour_ = make_renderbuffer();
    glBindRenderbuffer(GL_RENDERBUFFER, colour_.id());
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_RGBA8, size.width, size.height);
    multisampled_depth_ = make_renderbuffer();
    glBindRenderbuffer(GL_RENDERBUFFER, multisampled_depth_.id());
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_DEPTH_COMPONENT24, size.width, size.height);
    depth_ = make_renderbuffer();
    glBindRenderbuffer(GL_RENDERBUFFER, depth_.id());
    glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, size.width, size.height);
    glBindRenderbuffer(GL_RENDERBUFFER, 0);

    if (!multisampled_) multisampled_ = make_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, multisampled_.id());
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour_.id());
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, multisampled_depth_.id());
    require_complete();
    for (const Framebuffer* layer : {&scene_, &lines_}) {
        glBindFramebuffer(GL_FRAMEBUFFER, layer->id());
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, depth_.id());
        require_complete();
    }
    size_ = size;
    software_ = drawn_by_software();
    return true;
}

void SceneTarget::begin_scene(const Rgba& background, bool moving) {
    smooth_ = !(moving && software_);
    scene_.bind();  // for the state that it sets
    if (smooth_) glBindFramebuffer(GL_FRAMEBUFFER, multisampled_.id());
    glDepthMask(GL_TRUE);
    glClearColor(background.r, background.g, background.b, background.a);
    glClearDepth(1.0);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
}

void SceneTarget::end_scene() const {
    if (!smooth_) return;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, multisampled_.id());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, scene_.id());
    glBlitFramebuffer(0, 0, size_.width, size_.height, 0, 0, size_.width, size_.height, GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT, GL_NEAREST);
}

void SceneTarget::begin_lines() const { scene_.copy_to(lines_); }

}  // namespace thalweg::app
