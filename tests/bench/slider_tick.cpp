// What a frame costs while a hyperparameter of eight racers × 10,000 steps is dragged, and when nothing changes.
//   cpu      edit, re-run of all eight, trajectories in pixels, every panel; nothing is drawn
//   draw     the same in software or hardware GL at 1280×800, until the picture is finished; also in 3D, while the surface is turned,
//            and while four racers train 784-64-10 and the playhead follows. CPU is that of all threads
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "app/gpu/offscreen.hpp"
#include "app/presets.hpp"
#include "app/scene/path_geometry.hpp"
#include "app/shell/gui.hpp"
#include "app/studio.hpp"
#include "app/views/landmarks.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg::app {
namespace {

constexpr Rect window{0, 0, 1280, 800};
constexpr PixelSize picture{648, 442};  // of the contour in a window of this size

Scenario eight(const char* surface, Point start) {
    Scenario scenario;
    scenario.problem = default_problem(*find_surface(surface));
    scenario.problem.start = start;
    scenario.steps = 10'000;
    const auto add = [&](const char* id, double lr) {
        scenario.racers.push_back(default_racer(*find_optimizer(id), scenario.racers));
        set_racer_key(scenario.racers.back(), "lr", lr);
    };
    add("sgd", 1e-3), add("momentum", 2e-4), add("nesterov", 2e-4), add("adagrad", 0.3);
    add("rmsprop", 0.01), add("adadelta", 1.0), add("adam", 0.01), add("nadam", 0.01);
    return scenario;
}

Scenario on_rosenbrock() { return eight("rosenbrock", {-1.2, 1.0}); }
Scenario on_ackley() { return eight("ackley", {2.7, -1.8}); }

// Four racers that train 784-64-10 for as long as somebody looks.
Scenario on_digits() {
    Scenario scenario = find_preset("digits")->scenario;
    scenario.racers.resize(4);
    scenario.steps = 100'000;
    return scenario;
}

// Another start with every tick: all eight run again, as when a linked slider or the start is dragged.
void drag(Studio& studio, int tick) {
    Point start = studio.session().scenario().problem.start;
    start.x() += tick % 2 == 0 ? 1e-4 : -1e-4;
    studio.session().apply(SetStart{start});
}

void frame(Gui& gui, Studio& studio) {
    gui.begin_frame({window.x1, window.y1}, 1.0 / 60);
    studio.frame(gui.ui(), window, {}, 1.0 / 60);
    gui.end_frame();
}

void cpu(benchmark::State& state, Scenario (*scenario)()) {
    Gui gui(GuiBackend::none);
    Studio studio(scenario(), {});
    studio.session().wait();
    frame(gui, studio);
    const Box& domain = studio.session().problem().domain;
    const ViewRect view = fit({domain.x_min, domain.x_max, domain.y_min, domain.y_max}, AspectPolicy::equal, picture);
    int tick = 0;
    for (auto _ : state) {
        drag(studio, tick++);
        for (std::size_t i = 0; i < studio.session().race().size(); ++i) {
            const auto path = studio.session().race().history(i).path();
            const double dash_period = static_cast<double>(path_style(gui.ui(), studio.session().scenario().racers[i]).dash_period());
            benchmark::DoNotOptimize(build_path({path.data()->data(), path.data()->data() + 1, 2, path.size()}, view, picture, {.dash_period = dash_period}));
        }
        frame(gui, studio);
    }
}
BENCHMARK_CAPTURE(cpu, rosenbrock, on_rosenbrock)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cpu, ackley, on_ackley)->Unit(benchmark::kMicrosecond);

enum class Kind { idle, playing, dragging, orbiting, training };

void draw(benchmark::State& state, Kind kind, Scenario (*scenario)(), Pictures pictures = Pictures::contour) {
    std::string error;
    const auto context = OffscreenContext::create(error);
    if (!context) {
        state.SkipWithError(error.c_str());
        return;
    }
    Gui gui(GuiBackend::opengl);
    Settings settings;
    settings.pictures = pictures;
    Studio studio(scenario(), settings);
    studio.use_gl();
    Framebuffer target;
    target.resize({static_cast<int>(window.x1), static_cast<int>(window.y1)});
    const auto whole = [&] {
        frame(gui, studio);
        target.bind();
        gui.draw(target.size().width, target.size().height);
        glFinish();
    };
    for (int settled = 0; kind != Kind::training && settled < 5; settled = studio.settled() ? settled + 1 : 0) {
        whole();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    InputQueue input;
    const auto mouse = [&](InputEvent::Kind what, double x, double y) {
        InputEvent e;
        e.kind = what, e.x = x, e.y = y, e.down = true;
        input.push(e);
        gui.feed(input);
    };
    const double x = pictures == Pictures::both ? 800 : 640, y = 300;
    if (kind == Kind::orbiting) {
        mouse(InputEvent::Kind::mouse_move, x, y), whole(), whole();
        mouse(InputEvent::Kind::mouse_button, x, y), whole();
    }
    int tick = 0;
    double longest = 0;
    for (auto _ : state) {
        const auto from = std::chrono::steady_clock::now();
        if (kind == Kind::orbiting) mouse(InputEvent::Kind::mouse_move, x + 40 + 30 * std::sin(0.3 * ++tick), y);
        if (kind == Kind::dragging) drag(studio, tick++);
        if (kind == Kind::playing) studio.session().apply(SetPlayhead{static_cast<double>(tick++ * 7 % 10'000)});
        if (kind == Kind::training) studio.session().apply(SetPlayhead{static_cast<double>(studio.session().rows(0) - 1)});  // it follows
        whole();
        longest = std::max(longest, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
    }
    state.counters["longest_ms"] = longest;
    if (kind == Kind::training) state.counters["steps_per_second"] = studio.session().steps_per_second();
}
BENCHMARK_CAPTURE(draw, training, Kind::training, on_digits)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, idle, Kind::idle, on_rosenbrock)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, playing, Kind::playing, on_rosenbrock)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, dragging, Kind::dragging, on_rosenbrock)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, dragging_ackley, Kind::dragging, on_ackley)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, idle_3d, Kind::idle, on_rosenbrock, Pictures::surface)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, playing_3d, Kind::playing, on_rosenbrock, Pictures::surface)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, orbiting_3d, Kind::orbiting, on_rosenbrock, Pictures::surface)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, orbiting_both, Kind::orbiting, on_rosenbrock, Pictures::both)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(draw, dragging_both, Kind::dragging, on_rosenbrock, Pictures::both)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace thalweg::app
