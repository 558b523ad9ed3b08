// Move-only owners of GL names. They must die while their context is current: declare the window before them.
#pragma once

#include <epoxy/gl.h>

#include <utility>

namespace thalweg::app {

template <class Delete>
class Handle {
public:
    Handle() = default;
    explicit Handle(GLuint id) : id_(id) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            id_ = std::exchange(other.id_, 0);
        }
        return *this;
    }
    ~Handle() { reset(); }

    GLuint id() const { return id_; }
    explicit operator bool() const { return id_ != 0; }
    void reset() {
        if (id_ != 0) Delete{}(id_);
        id_ = 0;
    }

private:
    GLuint id_ = 0;
};

struct DeleteBuffer { void operator()(GLuint id) const { glDeleteBuffers(1, &id); } };
struct DeleteVertexArray { void operator()(GLuint id) const { glDeleteVertexArrays(1, &id); } };
struct DeleteTexture { void operator()(GLuint id) const { glDeleteTextures(1, &id); } };
struct DeleteFramebuffer { void operator()(GLuint id) const { glDeleteFramebuffers(1, &id); } };
struct DeleteRenderbuffer { void operator()(GLuint id) const { glDeleteRenderbuffers(1, &id); } };
struct DeleteShader { void operator()(GLuint id) const { glDeleteShader(id); } };
struct DeleteProgram { void operator()(GLuint id) const { glDeleteProgram(id); } };

using BufferHandle = Handle<DeleteBuffer>;
using VertexArrayHandle = Handle<DeleteVertexArray>;
using TextureHandle = Handle<DeleteTexture>;
using FramebufferHandle = Handle<DeleteFramebuffer>;
using RenderbufferHandle = Handle<DeleteRenderbuffer>;
using ShaderHandle = Handle<DeleteShader>;
using ProgramHandle = Handle<DeleteProgram>;

inline GLuint generate(void (*make)(GLsizei, GLuint*)) {
    GLuint id = 0;
    make(1, &id);
    return id;
}

// epoxy's entry points are macros over function pointers that resolve themselves on the first call.
inline BufferHandle make_buffer() { return BufferHandle{generate([](GLsizei n, GLuint* id) { glGenBuffers(n, id); })}; }
inline VertexArrayHandle make_vertex_array() { return VertexArrayHandle{generate([](GLsizei n, GLuint* id) { glGenVertexArrays(n, id); })}; }
inline TextureHandle make_texture() { return TextureHandle{generate([](GLsizei n, GLuint* id) { glGenTextures(n, id); })}; }
inline FramebufferHandle make_framebuffer() { return FramebufferHandle{generate([](GLsizei n, GLuint* id) { glGenFramebuffers(n, id); })}; }
inline RenderbufferHandle make_renderbuffer() { return RenderbufferHandle{generate([](GLsizei n, GLuint* id) { glGenRenderbuffers(n, id); })}; }

}  // namespace thalweg::app
