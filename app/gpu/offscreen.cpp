#include "app/gpu/offscreen.hpp"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <cstdio>

namespace thalweg::app {
namespace {

std::string egl_error() {
    char text[32];
    std::snprintf(text, sizeof text, "EGL error 0x%04x", static_cast<unsigned>(eglGetError()));
    return text;
}

EGLDisplay surfaceless_display() {
    if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless") || !epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_base"))
        return EGL_NO_DISPLAY;
    return eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
}

EGLContext create_context(EGLDisplay display, EGLConfig config) {
    if (!eglBindAPI(EGL_OPENGL_API)) return EGL_NO_CONTEXT;
    const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION_KHR, 3, EGL_CONTEXT_MINOR_VERSION_KHR, 3,
                                 EGL_CONTEXT_OPENGL_PROFILE_MASK_KHR, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT_KHR, EGL_NONE};
    return eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
}

}  // namespace

std::unique_ptr<OffscreenContext> OffscreenContext::create(std::string& error) {
    for (const bool surfaceless : {true, false}) {
        const EGLDisplay display = surfaceless ? surfaceless_display() : eglGetDisplay(EGL_DEFAULT_DISPLAY);
        if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) {
            error = "no OpenGL without a window here: EGL has no usable display (" + egl_error() + ")";
            continue;
        }
        std::unique_ptr<OffscreenContext> made{new OffscreenContext};
        made->display_ = display;
        const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
        EGLConfig config = EGL_NO_CONFIG_KHR;
        EGLint found = 0;
        if (!eglChooseConfig(display, wanted, &config, 1, &found) || found < 1) {
            error = "no OpenGL without a window here: EGL offers no configuration for desktop OpenGL";
            continue;
        }
        made->context_ = create_context(display, config);
        if (made->context_ == EGL_NO_CONTEXT) {
            error = "no OpenGL 3.3 core context: the graphics driver is older than that (" + egl_error() + ")";
            continue;
        }
        if (!epoxy_has_egl_extension(display, "EGL_KHR_surfaceless_context")) {
            const EGLint size[] = {EGL_WIDTH, 16, EGL_HEIGHT, 16, EGL_NONE};
            made->surface_ = eglCreatePbufferSurface(display, config, size);
        }
        if (!made->make_current()) {
            error = "the OpenGL context cannot be made current (" + egl_error() + ")";
            continue;
        }
        error.clear();
        return made;
    }
    return nullptr;
}

OffscreenContext::~OffscreenContext() {
    if (display_ == nullptr) return;
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (surface_ != nullptr) eglDestroySurface(display_, surface_);
    if (context_ != nullptr) eglDestroyContext(display_, context_);
    // The display is shared by the whole process (a second context may use it), so it is not terminated.
}

bool OffscreenContext::make_current() {
    const EGLSurface surface = surface_ != nullptr ? surface_ : EGL_NO_SURFACE;
    return eglMakeCurrent(display_, surface, surface, context_) == EGL_TRUE;
}

std::string OffscreenContext::renderer() const {
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    return name != nullptr ? name : "unknown";
}

}  // namespace thalweg::app
