#include <array>
#include <ctime>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/presets.hpp"
#include "app/session_keeper.hpp"
#include "app/gpu/framebuffer.hpp"
#include "app/gpu/png.hpp"
#include "app/shell/gui.hpp"
#include "app/shell/window.hpp"
#include "app/studio.hpp"
#include "core/scenario/defaults.hpp"

namespace thalweg::app {
namespace {

std::string screenshot_name() {
    const std::time_t now = std::time(nullptr);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "thalweg-%Y%m%d-%H%M%S.png", std::localtime(&now));
    return text.data();
}

void take_screenshot(Studio& studio, WindowSize size) {
    const std::string name = screenshot_name();
    const auto wrong = write_png(name, read_bound_pixels({size.width, size.height}));
    studio.say(wrong ? *wrong : "Saved " + std::filesystem::absolute(name).string(), wrong.has_value());
    studio.apply_edits();
}

}  // namespace

int run_window(const std::string& file) {
    Settings settings = load_settings();
    WindowOptions options;
    if (settings.width > 0 && settings.height > 0) options.size = {settings.width, settings.height};
    std::string error;
    const auto window = Window::create(options, error);
    if (!window) return fail(error);
    try {
        const auto scale = [&](const Settings& s) { return static_cast<float>(s.zoom) * window->content_scale(); };
        Gui gui(GuiBackend::opengl, scale(settings), settings.dark);
        window->connect(ImGui::GetIO());
        const Preset* preset = preset_named(file);
        SessionKeeper keeper(settings_file().parent_path());
        const SessionKeeper::Recovery recovery = file.empty() ? keeper.recover() : SessionKeeper::Recovery();
        Studio studio(recovery.memory.value_or(memory_of(preset ? preset->scenario : default_scenario())), settings, Window::wake);
        studio.use_gl();
        if (!file.empty() && !preset) studio.open(file);
        if (!recovery.unread.empty()) studio.say("What was open when the program ended unexpectedly waits until this can be read: " + recovery.unread, true);
        else if (recovery.memory) studio.say("This is what was open when the program ended unexpectedly");

        std::string title;
        double next_frame_in = 0;
        while (!window->should_close()) {
            if (!window->wait(studio.animating(), next_frame_in)) continue;
            for (const std::string& dropped : window->take_dropped_files()) studio.open(dropped);
            gui.set_scale(scale(studio.settings()));
            gui.set_theme(studio.settings().dark);

            const std::vector<KeyPress> keys = gui.feed(window->input());
            const WindowSize size = window->framebuffer_size();
            gui.begin_frame({static_cast<float>(size.width), static_cast<float>(size.height)}, window->frame_time());
            studio.frame(gui.ui(), {0, 0, static_cast<float>(size.width), static_cast<float>(size.height)},
                         gui.shortcuts(keys), window->frame_time());
            gui.end_frame();
            // A gesture is over when the hand lets go.
            if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) && keeper.keep(studio.session())) save_settings(studio.settings());
            bind_window_framebuffer();
            gui.draw(size.width, size.height);
            if (studio.take_screenshot_request()) {
                take_screenshot(studio, size);
                window->request_frames();
            }
            window->swap_buffers();
            window->show_cursor(ImGui::GetMouseCursor());
            if (const std::string now = studio.title(); now != title) window->set_title(title = now);
            studio.note_window_size(size.width, size.height);
            next_frame_in = gui.wanted_within();
        }
        save_settings(studio.settings());
    } catch (const std::exception& problem) {
        return fail(problem.what());
    }
    return 0;
}

}  // namespace thalweg::app
