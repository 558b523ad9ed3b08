// The whole window apart from the window: session, views, layout, keys. The program, `render` and the tests all draw this one.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "app/formula_library.hpp"
#include "app/settings.hpp"
#include "app/shell/input_queue.hpp"
#include "app/views/formula_editor.hpp"
#include "app/views/optimizer_card.hpp"
#include "app/views/path_dialog.hpp"
#include "app/views/top_bar.hpp"
#include "app/views/view_list.hpp"

namespace thalweg::app {

class Studio {
public:
    // `wake` is called from workers when there is something new to draw.
    Studio(Scenario scenario, Settings settings, std::function<void()> wake = {}) : Studio(memory_of(std::move(scenario)), std::move(settings), std::move(wake)) {}
    Studio(SessionMemory memory, Settings settings, std::function<void()> wake = {});
    // With a GL context at hand: also draws the pictures.
    void use_gl() {
        views_.contour.picture = std::make_unique<ContourPicture>();
        views_.landscape_3d.picture = std::make_unique<SurfacePicture>();
        views_.landscape.picture = std::make_unique<ContourPicture>();
        views_.surface.picture = std::make_unique<SurfacePicture>();
        views_.maps.gl = views_.diagram.gl = views_.flow.gl = true;
    }

    // One frame between Gui::begin_frame and end_frame. `keys` are shortcuts that no text field has taken.
    void frame(const Ui& ui, const Rect& window, std::span<const KeyPress> keys, double seconds);

    void open(const std::filesystem::path& file) { edits_.push_back(OpenFile{file}); }
    void say(std::string text, bool error = false) { edits_.push_back(Say{std::move(text), error}); }
    void apply_edits();  // at once, rather than at the end of the next frame

    bool animating() const { return session_.playing(); }
    bool settled() const {  // nothing more to come by itself
        if (session_.running() || session_.ensemble_busy() || !edits_.empty()) return false;
        if (session_.scenario().problem.network)
            return !maps_busy(views_.maps) && !diagram_busy(views_.diagram) && !sharpness_busy(views_.sharpness) && !moments_busy(views_.moments) && !landscape_busy(views_.landscape);
        return !(shows_contour(settings_.pictures) && contour_busy(views_.contour)) && !(shows_surface(settings_.pictures) && surface_busy(views_.surface));
    }
    bool take_screenshot_request() { return std::exchange(requests_.screenshot, false); }

    Session& session() { return session_; }
    const Session& session() const { return session_; }
    const Settings& settings() const { return settings_; }
    void note_window_size(int width, int height);
    std::string title() const;

private:
    void handle_key(const KeyPress& key);
    void show(Pictures pictures);
    void follow_requests();
    void open_card();          // of the selected racer's optimizer
    void toggle_step_panel();
    void show_message(const Ui& ui, const Rect& area, double seconds);

    Session session_;
    Settings settings_;
    ViewStates views_;
    Pane panes_, network_panes_;
    TopBarRequests requests_;
    PathDialog dialog_;
    FormulaLibrary formulas_;
    FormulaEditor formula_editor_;
    OptimizerCardState card_;
    bool help_open_ = false, save_now_ = false, toggle_step_ = false;
    double message_age_ = 0;
    std::string message_text_;
    SharedCursor cursor_;
    double mouse_rests_ = 0;  // seconds
    Edits edits_;
};

}  // namespace thalweg::app
