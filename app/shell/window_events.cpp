// GLFW's callbacks: every one only records what happened and asks for frames.
#include "app/shell/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace thalweg::app {
namespace {

using Kind = InputEvent::Kind;

Window& of(GLFWwindow* handle) { return *static_cast<Window*>(glfwGetWindowUserPointer(handle)); }

}  // namespace

void Window::push(InputEvent event) {
    input_.push(event);
    request_frames();
}

InputEvent Window::at_mouse(double x, double y) const {
    // Some systems count the window in points and the framebuffer in pixels; ImGui gets pixels only.
    int width = 0, height = 0;
    glfwGetWindowSize(window_, &width, &height);
    const WindowSize pixels = framebuffer_size();
    InputEvent event;
    event.x = width > 0 ? x * pixels.width / width : x;
    event.y = height > 0 ? y * pixels.height / height : y;
    return event;
}

void Window::install_callbacks() {
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int, int action, int mods) {
        InputEvent e;
        e.kind = Kind::key;
        e.code = key;
        e.down = action != GLFW_RELEASE;
        e.repeat = action == GLFW_REPEAT;
        e.ctrl = (mods & GLFW_MOD_CONTROL) != 0;
        e.shift = (mods & GLFW_MOD_SHIFT) != 0;
        e.alt = (mods & GLFW_MOD_ALT) != 0;
        e.super = (mods & GLFW_MOD_SUPER) != 0;
        of(w).push(e);
    });
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned character) {
        InputEvent e;
        e.kind = Kind::character;
        e.code = static_cast<int>(character);
        of(w).push(e);
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int) {
        InputEvent e;
        e.kind = Kind::mouse_button;
        e.code = button;
        e.down = action == GLFW_PRESS;
        of(w).push(e);
    });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) { of(w).push(of(w).at_mouse(x, y)); });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
        // While a button is held the system keeps reporting positions outside, and a drag goes on there.
        if (entered || glfwGetMouseButton(w, GLFW_MOUSE_BUTTON_LEFT) == GLFW_PRESS) return;
        InputEvent e;
        e.x = e.y = -1e6;
        of(w).push(e);
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double x, double y) {
        InputEvent e;
        e.kind = Kind::wheel;
        e.x = x;
        e.y = y;
        of(w).push(e);
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) {
        InputEvent e;
        e.kind = Kind::focus;
        e.down = focused != 0;
        of(w).push(e);
    });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        for (int i = 0; i < count; ++i) of(w).dropped_.emplace_back(paths[i]);
        of(w).request_frames();
    });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).request_frames(); });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { of(w).request_frames(1); });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) { of(w).request_frames(); });
    glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { of(w).request_frames(); });
}

}  // namespace thalweg::app
