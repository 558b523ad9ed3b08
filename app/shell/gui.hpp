// Dear ImGui's context with our fonts and style. Without a back end it lays out and records everything but draws nothing, for tests.
#pragma once

#include "app/shell/input_queue.hpp"
#include "app/widgets/ui.hpp"

#include <imgui.h>

#include <memory>
#include <string>
#include <vector>

namespace thalweg::app {

enum class GuiBackend { opengl, none };

class Gui {
public:
    // opengl: a 3.3 core context must be current, and still be when this object is destroyed. Throws when no font can be found.
    explicit Gui(GuiBackend backend, float scale = 1, bool dark = true);
    ~Gui();
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;

    // Both take effect with the next frame.
    void set_scale(float scale);
    void set_theme(bool dark);

    // Feeds the coming frame; returns its key presses; after begin_frame, shortcuts() says which of them are free.
    std::vector<KeyPress> feed(InputQueue& input);
    void begin_frame(ImVec2 display_size, double dt);
    void end_frame();
    void draw(int framebuffer_width, int framebuffer_height);  // clears to the panel colour; into the bound framebuffer

    const Ui& ui() const { return ui_; }
    // Those key presses that no text field and no walk through the controls has taken.
    std::vector<KeyPress> shortcuts(std::vector<KeyPress> keys) const;
    double wanted_within() const { return frame_request_.within; }  // seconds until a widget wants another frame, or infinity

private:
    void rebuild();
    void build_font_texture();

    struct DestroyContext { void operator()(ImGuiContext* c) const { ImGui::DestroyContext(c); } };
    std::unique_ptr<ImGuiContext, DestroyContext> context_;
    GuiBackend backend_;
    float scale_;
    bool dark_;
    bool fonts_stale_ = false, style_stale_ = false;
    FrameRequest frame_request_;
    Ui ui_;
};

}  // namespace thalweg::app
