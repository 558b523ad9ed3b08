// The window, its OpenGL 3.3 core context and its events. Declare it before whatever owns GL objects, so the context outlives them.
#pragma once

#include "app/shell/input_queue.hpp"

#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <vector>

struct GLFWwindow;
struct GLFWcursor;
struct ImGuiIO;

namespace thalweg::app {

struct WindowSize { int width = 0, height = 0; };

struct WindowOptions {
    std::string title = "Thalweg";
    WindowSize size{1600, 1000};
    bool visible = true;
    bool vsync = true;
};

constexpr double never = std::numeric_limits<double>::infinity();

class Window {
public:
    // nullptr and a message for the user when there is no display or no OpenGL 3.3.
    static std::unique_ptr<Window> create(const WindowOptions& options, std::string& error);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    // Sleeps until there is something to draw and returns true, or false when it woke for nothing.
    // Draws at most 60 frames per second while playing, a few after each event, and one within `next_frame_in` seconds.
    bool wait(bool playing, double next_frame_in = never);
    static void wake();  // from any thread: a job has finished, draw

    double frame_time() const { return frame_time_; }  // seconds since the frame before
    void swap_buffers();

    InputQueue& input() { return input_; }
    std::vector<std::string> take_dropped_files();
    WindowSize framebuffer_size() const;
    float content_scale() const;
    bool should_close() const;
    void set_title(const std::string& title);

    void connect(ImGuiIO& io);         // the clipboard
    void show_cursor(int imgui_cursor);  // ImGui::GetMouseCursor()
    void request_frames(int count = 3);

private:
    explicit Window(GLFWwindow* window);
    void install_callbacks();
    void push(InputEvent event);
    InputEvent at_mouse(double x, double y) const;  // window coordinates → framebuffer pixels

    GLFWwindow* window_;
    InputQueue input_;
    std::vector<std::string> dropped_;
    std::vector<GLFWcursor*> cursors_;
    int shown_cursor_ = 0;
    int frames_wanted_ = 3;
    double last_frame_ = 0, frame_time_ = 1.0 / 60;
    bool drew_ = false;  // the last wait() returned true
    std::string clipboard_;
    static std::atomic<bool> woken_;
};

}  // namespace thalweg::app
