#include "tests/app/support/desk.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "app/shell/panes_view.hpp"
#include "app/views/data_pane.hpp"
#include "app/widgets/number.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;
using Kind = InputEvent::Kind;

constexpr float top_height = 48, bottom_height = 62;  // as the window has them

bool overlap(const Rect& a, const Rect& b) { return a.overlaps(b); }

AxisFit fitted_line(const std::vector<std::pair<double, double>>& value_and_pixel) {
    double n = 0, v = 0, p = 0, vv = 0, vp = 0;
    for (const auto& [value, pixel] : value_and_pixel) n += 1, v += value, p += pixel, vv += value * value, vp += value * pixel;
    AxisFit fit;
    fit.labels = static_cast<int>(n);
    if (n < 2) return fit;
    fit.slope = (n * vp - v * p) / (n * vv - v * v);
    fit.offset = (p - fit.slope * v) / n;
    return fit;
}

}  // namespace

bool visible(const TextLogEntry& entry) { return overlap(entry.rect, entry.clip); }

Desk::Desk(Scenario scenario, const DeskOptions& options)
    : options_(options), gui_(GuiBackend::none, options.scale, options.dark), studio_(std::move(scenario), options.settings) {
    settle();
}

Desk::~Desk() { set_text_log(nullptr); }

void Desk::resize(int width, int height) {
    options_.width = width;
    options_.height = height;
}

void Desk::frame(double seconds) {
    texts_.clear();
    const std::vector<KeyPress> keys = gui_.feed(input_);
    gui_.set_theme(options_.dark);
    gui_.begin_frame({window().x1, window().y1}, seconds);
    set_text_log(&texts_);
    studio_.frame(gui_.ui(), window(), gui_.shortcuts(keys), seconds);
    set_text_log(nullptr);
    gui_.end_frame();
}

void Desk::frames(int count, double seconds) {
    for (int i = 0; i < count; ++i) frame(seconds);
}

void Desk::settle() {
    frame();
    int calm = 0;
    EXPECT_TRUE(eventually(Seconds(60), [&] {
        frame();
        const bool asks = std::isfinite(gui_.wanted_within()) && !studio_.session().message();
        calm = studio_.settled() && !asks ? calm + 1 : 0;
        return calm >= 3;
    }, Seconds(0.001))) << "the window never settles";
}

void Desk::feed(InputEvent event) {
    input_.push(event);
    for (int i = 0; i < 100 && !input_.empty(); ++i) frame();
    EXPECT_TRUE(input_.empty());
}

void Desk::move(double x, double y) {
    InputEvent e;
    e.x = x, e.y = y;
    feed(e);
    frame();  // hovering is known one frame later
}

void Desk::press(int button) {
    InputEvent e;
    e.kind = Kind::mouse_button;
    e.code = button, e.down = true;
    feed(e);
}

void Desk::release(int button) {
    InputEvent e;
    e.kind = Kind::mouse_button;
    e.code = button;
    feed(e);
    frame();
}

void Desk::click(double x, double y, int button) {
    frames(2, 0.4);  // apart from the click before: two are not a double click
    move(x, y);
    press(button);
    release(button);
    frames(2);
}

void Desk::drag(double x0, double y0, double x1, double y1, int steps) {
    frames(2, 0.4);
    move(x0, y0);
    press();
    for (int i = 1; i <= steps; ++i) move(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps);
    release();
    frames(2);
}

void Desk::wheel(double x, double y, double notches) {
    move(x, y);
    InputEvent e;
    e.kind = Kind::wheel;
    e.y = notches;
    feed(e);
    frames(2);
}

void Desk::key(int code, bool ctrl, bool shift) {
    const auto send = [&](int what, bool down) {
        InputEvent e;
        e.kind = Kind::key;
        e.code = what, e.down = down, e.ctrl = ctrl, e.shift = shift;
        feed(e);
    };
    if (ctrl) send(GLFW_KEY_LEFT_CONTROL, true);
    if (shift) send(GLFW_KEY_LEFT_SHIFT, true);
    send(code, true);
    send(code, false);
    if (shift) send(GLFW_KEY_LEFT_SHIFT, false);
    if (ctrl) send(GLFW_KEY_LEFT_CONTROL, false);
    frames(2);
}

void Desk::hold(int code, bool down) {
    InputEvent e;
    e.kind = Kind::key;
    e.code = code, e.down = down, e.ctrl = down && code == GLFW_KEY_LEFT_CONTROL, e.shift = down && code == GLFW_KEY_LEFT_SHIFT;
    feed(e);
    frame();
}

void Desk::type(std::string_view text) {
    for (const char c : text) {
        InputEvent e;
        e.kind = Kind::character;
        e.code = static_cast<unsigned char>(c);
        feed(e);
    }
    frame();
}

const TextLogEntry* Desk::find(std::string_view text, std::size_t number) const {
    for (const TextLogEntry& entry : texts_)
        if (entry.string == text && visible(entry) && number-- == 0) return &entry;
    return nullptr;
}

const TextLogEntry* Desk::find_containing(std::string_view part) const {
    for (const TextLogEntry& entry : texts_)
        if (entry.string.find(part) != std::string::npos && visible(entry)) return &entry;
    return nullptr;
}

PaneLayout Desk::placed() const {
    const Ui& ui = gui_.ui();
    const Rect all = window();
    const Rect middle{all.x0, all.y0 + ui.px(top_height) + ui.line(), all.x1, all.y1 - ui.px(bottom_height) - ui.line()};
    const bool network = studio_.session().scenario().problem.network != nullptr;
    Pane panes = (network ? window_network_panes : window_panes)(studio_.settings(), all.width() / ui.scale, all.height() / ui.scale);
    if (!network) show_data(panes, studio_.session().scenario().problem.data != nullptr);
    return layout(panes, middle, pane_measures(ui, [](std::string_view id) { return find_view(id)->smallest; }));
}

Rect Desk::pane(std::string_view view) const {
    for (const PlacedPane& pane : placed().panes)
        if (pane.view == view) return pane.rect;
    ADD_FAILURE() << "no pane " << view;
    return {};
}

bool Desk::shows(std::string_view view) const {
    const PaneLayout all = placed();
    return std::any_of(all.panes.begin(), all.panes.end(), [&](const PlacedPane& pane) { return pane.view == view; });
}

std::vector<PlacedSplitter> Desk::splitters() const { return placed().splitters; }

PlaneFit Desk::plane() const {
    const Rect contour = pane("contour");
    const Ui& ui = gui_.ui();
    std::vector<std::pair<double, double>> x, y;
    for (const TextLogEntry& entry : texts_) {
        const auto value = parse_number(entry.string);
        if (!value || !contour.overlaps(entry.rect)) continue;
        if (entry.rect.y0 > contour.y1 - ui.px(30)) x.emplace_back(*value, static_cast<double>(entry.rect.centre_x()));
        else if (entry.rect.x1 < contour.x0 + ui.px(50)) y.emplace_back(*value, static_cast<double>(entry.rect.centre_y()));
    }
    return {fitted_line(x), fitted_line(y)};
}

PlaneFit Desk::data_plane() const {
    const Rect pane = this->pane("data");
    const Ui& ui = gui_.ui();
    std::vector<std::pair<double, double>> x, y;
    for (const TextLogEntry& entry : texts_) {
        const auto value = parse_number(entry.string);
        if (!value || !pane.contains(entry.rect)) continue;
        if (entry.rect.y0 > pane.y1 - ui.px(40)) x.emplace_back(*value, static_cast<double>(entry.rect.centre_x()));
        else y.emplace_back(*value, static_cast<double>(entry.rect.centre_y()));
    }
    return {fitted_line(x), fitted_line(y)};
}

SliderPlace Desk::slider(std::string_view symbol, std::size_t number, std::string_view view, float label_width) const {
    const Rect racers = pane(view);
    const Ui& ui = gui_.ui();
    for (const TextLogEntry& entry : texts_) {
        if (entry.string != symbol || !visible(entry) || !racers.contains(entry.rect) || number-- != 0) continue;
        for (const TextLogEntry& value : texts_) {  // the number at the other end of the row
            if (std::abs(value.rect.centre_y() - entry.rect.centre_y()) > ui.px(4) || !racers.contains(value.rect) || value.rect.x0 < entry.rect.x1 + ui.px(60)) continue;
            const float right = value.rect.x1 + ui.px(6);
            return {entry.rect.x0 + ui.px(label_width), right - ui.px(72) - ui.px(13), entry.rect.centre_y(), {right - ui.px(70), entry.rect.centre_y() - ui.px(9), right - ui.px(2), entry.rect.centre_y() + ui.px(9)}};
        }
    }
    ADD_FAILURE() << "no slider " << symbol;
    return {};
}

int Desk::vertices() const { return ImGui::GetDrawData() ? ImGui::GetDrawData()->TotalVtxCount : 0; }

Scenario on_surface(std::string_view surface, std::vector<std::string_view> optimizers, int steps) {
    Scenario scenario;
    scenario.problem = default_problem(*find_surface(surface));
    scenario.steps = steps;
    for (const std::string_view id : optimizers) scenario.racers.push_back(default_racer(*find_optimizer(id), scenario.racers));
    return scenario;
}

Scenario on_data(std::string_view data, int batch) {
    Scenario scenario;
    scenario.problem = default_problem(find_dataset(data), std::string(data));
    scenario.problem.batch = batch;
    scenario.seed = 12345;
    for (const std::string_view id : {"adam", "sgd", "momentum"}) scenario.racers.push_back(default_racer(*find_optimizer(id), scenario.racers));
    return scenario;
}

Scenario diverging() {
    Scenario scenario = on_surface("rosenbrock", {"sgd", "adam"});
    EXPECT_EQ(set_racer_key(scenario.racers[0], "lr", 0.5), "");
    return scenario;
}

Scenario crowded() {
    Scenario scenario = default_scenario();
    scenario.racers.clear();
    const auto all = optimizer_catalogue();
    for (std::size_t i = 0; i < 12; ++i) scenario.racers.push_back(default_racer(all[i % all.size()], scenario.racers));
    return scenario;
}

Scenario with_long_names() {
    Scenario scenario = default_scenario();
    scenario.racers[0].name = "Adam with a name that is much longer than any card could ever be wide";
    scenario.racers[1].name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    scenario.racers[2].name = "m̂ √v̂ ∇f αβγ — €";
    return scenario;
}

}  // namespace thalweg::test
