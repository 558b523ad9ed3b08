// A GL context without a window or a display: for `render` on the command line and for tests.
#pragma once

#include <memory>
#include <string>

namespace thalweg::app {

class OffscreenContext {
public:
    // Current on the calling thread on success; null and a reason in `error` otherwise.
    static std::unique_ptr<OffscreenContext> create(std::string& error);
    ~OffscreenContext();
    OffscreenContext(const OffscreenContext&) = delete;
    OffscreenContext& operator=(const OffscreenContext&) = delete;

    bool make_current();
    std::string renderer() const;  // as GL names it

private:
    OffscreenContext() = default;

    // EGL's handles, as void* so that its headers (and X11's macros) stay out of this one.
    void* display_ = nullptr;
    void* surface_ = nullptr;
    void* context_ = nullptr;
};

}  // namespace thalweg::app
