#include <epoxy/gl.h>

#include "app/shell/gui.hpp"

#include "app/shell/imgui_input.hpp"
#include "app/shell/style.hpp"
#include "app/widgets/navigation.hpp"

#if __has_include(<imgui_impl_opengl3.h>)
#include <imgui_impl_opengl3.h>
#else
#include <backends/imgui_impl_opengl3.h>
#endif

#include <algorithm>
#include <utility>

namespace thalweg::app {

Gui::Gui(GuiBackend backend, float scale, bool dark) : backend_(backend), scale_(scale), dark_(dark) {
    IMGUI_CHECKVERSION();
    context_.reset(ImGui::CreateContext());
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;  // nothing blinks, and an idle window draws no frames
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.MousePos = {-1e6f, -1e6f};
    set_up_keys(io);
    if (backend_ == GuiBackend::opengl) ImGui_ImplOpenGL3_Init("#version 330 core");
    else io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // as OpenGL has: draw lists may exceed 65,536 vertices
    try {
        rebuild();
    } catch (...) {
        if (backend_ == GuiBackend::opengl) ImGui_ImplOpenGL3_Shutdown();
        throw;
    }
}

Gui::~Gui() {
    ImGui::SetCurrentContext(context_.get());
    if (backend_ == GuiBackend::opengl) ImGui_ImplOpenGL3_Shutdown();
}

void Gui::set_scale(float scale) {
    scale = std::clamp(scale, 0.75f, 4.0f);
    fonts_stale_ |= scale != scale_;
    scale_ = scale;
}

void Gui::set_theme(bool dark) {
    style_stale_ |= dark != dark_;
    dark_ = dark;
}

void Gui::rebuild() {
    ui_.fonts = build_fonts(scale_);
    build_font_texture();
    ui_.theme = dark_ ? &dark_theme() : &light_theme();
    ui_.scale = scale_;
    ui_.frame_request = &frame_request_;
    apply_style(ui_);
    fonts_stale_ = style_stale_ = false;
}

void Gui::build_font_texture() {
    if (backend_ == GuiBackend::none) {
        ImGui::GetIO().Fonts->SetTexID(ImTextureID{});
        return;
    }
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

std::vector<KeyPress> Gui::feed(InputQueue& input) {
    ImGui::SetCurrentContext(context_.get());
    return feed_imgui(ImGui::GetIO(), input);
}

void Gui::begin_frame(ImVec2 display_size, double dt) {
    ImGui::SetCurrentContext(context_.get());
    if (fonts_stale_) {
        rebuild();
    } else if (style_stale_) {
        ui_.theme = dark_ ? &dark_theme() : &light_theme();
        apply_style(ui_);
        style_stale_ = false;
    }
    frame_request_ = {};
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = display_size;
    io.DisplayFramebufferScale = {1, 1};
    io.DeltaTime = static_cast<float>(std::max(dt, 1e-5));  // never clamped from above: after a pause slow clicks would count as double clicks
    if (backend_ == GuiBackend::opengl) ImGui_ImplOpenGL3_NewFrame();
    new_frame_with_navigation();
}

void Gui::end_frame() { ImGui::Render(); }

void Gui::draw(int framebuffer_width, int framebuffer_height) {
    if (backend_ == GuiBackend::none) return;
    // Clearing is the cheapest way to fill the window; the root window has no background of its own.
    const ImVec4 panel = ImGui::ColorConvertU32ToFloat4(ui_.theme->panel);
    glViewport(0, 0, framebuffer_width, framebuffer_height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(panel.x, panel.y, panel.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

std::vector<KeyPress> Gui::shortcuts(std::vector<KeyPress> keys) const {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput) return {};
    if (io.NavVisible && (io.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0) std::erase_if(keys, walks_through_controls);
    return keys;
}

}  // namespace thalweg::app
