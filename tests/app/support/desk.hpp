// The whole window without a window: ImGui lays everything out and records it, nothing is drawn. Mouse and keys arrive through
// the same queue as in the program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/shell/gui.hpp"
#include "app/studio.hpp"
#include "app/widgets/slider_map.hpp"
#include "app/widgets/text.hpp"
#include "core/scenario/defaults.hpp"

namespace thalweg::test {

// Pixels of the window ↔ points of the plane, read off the labels of the contour's axes.
struct AxisFit {
    double offset = 0, slope = 0;  // pixel = offset + slope · value
    int labels = 0;
    double pixel(double value) const { return offset + slope * value; }
    double value(double at) const { return (at - offset) / slope; }
};

struct PlaneFit {
    AxisFit x, y;
    ImVec2 pixel(const Point& p) const { return {static_cast<float>(x.pixel(p.x())), static_cast<float>(y.pixel(p.y()))}; }
    Point point(double at_x, double at_y) const { return {x.value(at_x), y.value(at_y)}; }
};

// Where a slider's knob can go.
struct SliderPlace {
    float from = 0, to = 0, centre_y = 0;
    app::Rect value;  // where a click starts typing
    float at(double unit) const { return from + static_cast<float>(unit) * (to - from); }
    double unit(double x) const { return (x - static_cast<double>(from)) / static_cast<double>(to - from); }
};

struct DeskOptions {
    int width = 1280, height = 800;
    float scale = 1;
    bool dark = true;
    app::Settings settings = {};
};

class Desk {
public:
    explicit Desk(Scenario scenario = default_scenario(), const DeskOptions& options = {});
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    app::Studio& studio() { return studio_; }
    app::Session& session() { return studio_.session(); }
    const Scenario& scenario() { return studio_.session().scenario(); }
    app::Gui& gui() { return gui_; }
    app::Rect window() const { return {0, 0, static_cast<float>(options_.width), static_cast<float>(options_.height)}; }
    void resize(int width, int height);

    void frame(double seconds = 1.0 / 60);
    void frames(int count, double seconds = 1.0 / 60);
    void settle();  // until nothing more comes by itself, and what has come is drawn; fails the test where that takes forever

    void move(double x, double y);
    void press(int button = 0);
    void release(int button = 0);
    void click(double x, double y, int button = 0);
    void drag(double x0, double y0, double x1, double y1, int steps = 8);
    void wheel(double x, double y, double notches);
    void key(int code, bool ctrl = false, bool shift = false);
    void hold(int code, bool down);  // a key that stays down: for clicks with Ctrl
    void type(std::string_view text);

    // Of the last frame.
    const std::vector<app::TextLogEntry>& texts() const { return texts_; }
    const app::TextLogEntry* find(std::string_view text, std::size_t number = 0) const;  // visible ones only
    const app::TextLogEntry* find_containing(std::string_view part) const;
    app::Rect pane(std::string_view view) const;
    bool shows(std::string_view view) const;  // there is such a pane
    PlaneFit plane() const;
    PlaneFit data_plane() const;  // likewise of the plot of the data
    SliderPlace slider(std::string_view symbol, std::size_t number = 0, std::string_view view = "racers", float label_width = 32) const;
    std::vector<app::PlacedSplitter> splitters() const;
    int vertices() const;

private:
    void feed(app::InputEvent event);
    app::PaneLayout placed() const;

    DeskOptions options_;
    app::Gui gui_;
    app::Studio studio_;
    app::InputQueue input_;
    std::vector<app::TextLogEntry> texts_;
};

bool visible(const app::TextLogEntry& entry);

// Scenarios that a window must bear.
Scenario on_surface(std::string_view surface, std::vector<std::string_view> optimizers, int steps = 200);
Scenario on_data(std::string_view data, int batch);
Scenario diverging();
Scenario crowded();       // twelve racers
Scenario with_long_names();

}  // namespace thalweg::test
