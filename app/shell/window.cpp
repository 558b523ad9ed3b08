#include <epoxy/gl.h>

#include "app/shell/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace thalweg::app {
namespace {

constexpr double frame_period = 1.0 / 60;
constexpr int frames_after_event = 3;  // ImGui settles hovering, layout and focus within this many

// GLFW reports through a callback; the last report explains why something failed.
std::string& last_glfw_error() {
    static std::string message;
    return message;
}

int window_count = 0;  // glfwTerminate belongs to the last one

std::string why() { return last_glfw_error().empty() ? std::string() : " (" + last_glfw_error() + ")"; }

// No larger than what the monitor has room for: a window remembered from another screen, or the first one on a small screen.
WindowSize within_monitor(WindowSize size) {
    int x = 0, y = 0, width = 0, height = 0;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
    return {width > 0 ? std::min(size.width, width) : size.width, height > 0 ? std::min(size.height, height) : size.height};
}

}  // namespace

std::atomic<bool> Window::woken_ = false;

std::unique_ptr<Window> Window::create(const WindowOptions& options, std::string& error) {
    glfwSetErrorCallback([](int, const char* message) { last_glfw_error() = message; });
    last_glfw_error().clear();
#ifdef GLFW_PLATFORM
    if (std::getenv("WAYLAND_DISPLAY") == nullptr) glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);  // else GLFW 3.4 asks Wayland first, which complains on standard error
#endif
    if (!glfwInit()) {
        error = "cannot open a window: no display" + why() + ". Set DISPLAY, or use the commands trace, render, eval, anatomy, card and list, which need no window.";
        return nullptr;
    }
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SAMPLES, 0);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);  // 3D is drawn into a framebuffer of its own
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "thalweg");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "thalweg");
    const WindowSize size = within_monitor(options.size);
    GLFWwindow* handle = glfwCreateWindow(size.width, size.height, options.title.c_str(), nullptr, nullptr);
    if (!handle) {
        error = "cannot open a window: this needs OpenGL 3.3" + why() + ". Update the graphics driver, or try LIBGL_ALWAYS_SOFTWARE=1.";
        if (window_count == 0) glfwTerminate();
        return nullptr;
    }
    glfwMakeContextCurrent(handle);
    if (epoxy_gl_version() < 33) {
        error = "cannot draw: this needs OpenGL 3.3, the driver offers " + std::to_string(epoxy_gl_version() / 10) + "." + std::to_string(epoxy_gl_version() % 10);
        glfwDestroyWindow(handle);
        if (window_count == 0) glfwTerminate();
        return nullptr;
    }
    glfwSwapInterval(options.vsync ? 1 : 0);
    glfwSetWindowSizeLimits(handle, 640, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
    return std::unique_ptr<Window>(new Window(handle));
}

Window::Window(GLFWwindow* window) : window_(window) {
    ++window_count;
    glfwSetWindowUserPointer(window_, this);
    install_callbacks();
    last_frame_ = glfwGetTime();
}

Window::~Window() {
    for (GLFWcursor* cursor : cursors_)
        if (cursor) glfwDestroyCursor(cursor);
    glfwDestroyWindow(window_);
    if (--window_count == 0) glfwTerminate();
}

void Window::request_frames(int count) { frames_wanted_ = std::max(frames_wanted_, count); }

void Window::wake() {
    woken_ = true;
    glfwPostEmptyEvent();
}

bool Window::wait(bool playing, double next_frame_in) {
    const auto pending = [&] { return frames_wanted_ > 0 || !input_.empty() || woken_; };
    const double due = last_frame_ + frame_period, now = glfwGetTime();
    // What the frame before could not take waits for its own frame: no pacing, or fast typing would lag behind.
    const bool backlog = drew_ && !input_.empty();
    drew_ = false;
    if (backlog) {
        glfwPollEvents();
    } else if (playing || pending()) {
        // Software GL does not wait for the screen, and a mouse may report a thousand positions per second: the pace is kept here.
        if (due > now) glfwWaitEventsTimeout(due - now);
        else glfwPollEvents();
        if (glfwGetTime() < due - 0.5e-3 && !should_close()) return false;
    } else if (next_frame_in < 3600) {
        const double until = now + std::max(next_frame_in, 0.0);
        glfwWaitEventsTimeout(std::max(until - now, 1e-4));
        if (!pending() && glfwGetTime() < until - 0.5e-3 && !should_close()) return false;
    } else {
        glfwWaitEvents();
        if (!pending() && !should_close()) return false;
    }
    drew_ = true;
    woken_ = false;
    // A popup needs three frames from the event that opened it until it is seen, so they count from the frame that takes the event.
    frames_wanted_ = input_.empty() ? std::max(0, frames_wanted_ - 1) : frames_after_event;
    const double time = glfwGetTime();
    frame_time_ = time - last_frame_;
    last_frame_ = time;
    return true;
}

void Window::swap_buffers() { glfwSwapBuffers(window_); }
bool Window::should_close() const { return glfwWindowShouldClose(window_) != 0; }
void Window::set_title(const std::string& title) { glfwSetWindowTitle(window_, title.c_str()); }
std::vector<std::string> Window::take_dropped_files() { return std::exchange(dropped_, {}); }

WindowSize Window::framebuffer_size() const {
    WindowSize size;
    glfwGetFramebufferSize(window_, &size.width, &size.height);
    return size;
}

float Window::content_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::max(x, y);
}

void Window::connect(ImGuiIO& io) {
    io.ClipboardUserData = this;
    io.SetClipboardTextFn = [](void* self, const char* text) { glfwSetClipboardString(static_cast<Window*>(self)->window_, text); };
    io.GetClipboardTextFn = [](void* self) -> const char* {
        Window& window = *static_cast<Window*>(self);
        const char* text = glfwGetClipboardString(window.window_);
        window.clipboard_ = text ? text : "";
        return window.clipboard_.c_str();
    };
}

void Window::show_cursor(int imgui_cursor) {
    if (imgui_cursor == shown_cursor_) return;
    shown_cursor_ = imgui_cursor;
    if (imgui_cursor == ImGuiMouseCursor_None) {
        glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
        return;
    }
    const auto shape = [&] {
        switch (imgui_cursor) {
            case ImGuiMouseCursor_TextInput: return GLFW_IBEAM_CURSOR;
            case ImGuiMouseCursor_ResizeNS: return GLFW_VRESIZE_CURSOR;
            case ImGuiMouseCursor_ResizeEW: return GLFW_HRESIZE_CURSOR;
            case ImGuiMouseCursor_Hand: return GLFW_HAND_CURSOR;
            default: return GLFW_ARROW_CURSOR;
        }
    }();
    const auto index = static_cast<std::size_t>(imgui_cursor);
    if (cursors_.size() <= index) cursors_.resize(index + 1, nullptr);
    if (!cursors_[index]) cursors_[index] = glfwCreateStandardCursor(shape);
    glfwSetCursor(window_, cursors_[index]);
    glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_NORMAL);
}

}  // namespace thalweg::app
