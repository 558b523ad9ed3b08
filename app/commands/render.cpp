#include <algorithm>
#include <charconv>
#include <iostream>
#include <thread>

#include "app/commands/commands.hpp"
#include "app/gpu/offscreen.hpp"
#include "app/gpu/png.hpp"
#include "app/shell/gui.hpp"
#include "app/studio.hpp"
#include "core/facts/text.hpp"

namespace thalweg::app {
namespace {

constexpr int largest_side = 8192;

std::optional<PixelSize> parse_size(const std::string& text) {
    PixelSize size;
    const char* end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width);
    if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') return std::nullopt;
    const auto height = std::from_chars(width.ptr + 1, end, size.height);
    if (height.ec != std::errc{} || height.ptr != end) return std::nullopt;
    return size;
}

// What is wrong with a layer's name, or nothing.
std::string switch_on(const std::string& layer, ContourOptions& options) {
    if (layer == "curvature") options.curvature = true;
    else if (layer == "flow") options.flow = true;
    else if (layer == "critical") options.critical_points = true;
    else if (layer == "descent") options.quiver = Quiver::descent;
    else if (layer == "steps") options.quiver = Quiver::racer;
    else return "--layers: " + unknown("layer", layer, {"curvature", "flow", "critical", "descent", "steps"});
    return {};
}

}  // namespace

int render(const RenderOptions& options) {
    std::string error;
    const Scenario scenario = scenario_from(options.source, error);
    if (!error.empty()) return fail(error);
    const auto size = parse_size(options.size);
    if (!size || size->width < 640 || size->height < 480 || size->width > largest_side || size->height > largest_side)
        return fail("--size " + options.size + ": expected WIDTHxHEIGHT from 640x480 to 8192x8192, as in 1280x800");
    if (!(options.scale >= 0.75 && options.scale <= 4)) return fail("--scale: expected a number from 0.75 to 4");
    if (options.step && !(*options.step >= 0 && *options.step <= scenario.steps)) return fail("--step: expected a step from 0 to " + std::to_string(scenario.steps));

    if (options.selected >= std::max<std::size_t>(1, scenario.racers.size())) return fail("--select: expected a racer from 0 to " + std::to_string(std::max<std::size_t>(1, scenario.racers.size()) - 1));

    const bool network = scenario.problem.network != nullptr;
    const auto pictures = network || options.view.empty() ? Pictures::contour : pictures_by_key(options.view);
    if (!pictures) return fail("--view: " + unknown("picture", options.view, {picture_keys.begin(), picture_keys.end()}));
    const auto page = !network || options.view.empty() ? NetworkPage::flow : network_page_by_key(options.view);
    if (!page) return fail("--view: " + unknown("page of a network", options.view, {network_page_keys.begin(), network_page_keys.end()}));

    ContourOptions contour;
    for (const std::string& layer : options.layers)
        if (const std::string wrong = switch_on(layer, contour); !wrong.empty()) return fail(wrong);

    const auto context = OffscreenContext::create(error);
    if (!context) return fail(error);
    try {
        Settings settings;
        settings.dark = !options.light;
        settings.pictures = *pictures;
        settings.network_page = *page;
        settings.contour = contour;
        Gui gui(GuiBackend::opengl, static_cast<float>(options.scale), settings.dark);
        Studio studio(scenario, settings);
        studio.use_gl();
        studio.session().wait();
        if (options.step) studio.session().apply(SetPlayhead{*options.step});
        studio.session().apply(Select{options.selected});

        Framebuffer target;
        target.resize(*size);
        const Rect window{0, 0, static_cast<float>(size->width), static_cast<float>(size->height)};
        int settled = 0;  // a few frames: sizes settle in the second, heights arrive from their worker, moments in slices
        for (const auto give_up = Race::Clock::now() + std::chrono::minutes(2); settled < 3;) {
            if (Race::Clock::now() > give_up) return fail("the picture was not ready after two minutes; nothing was written");
            gui.begin_frame({window.x1, window.y1}, 1.0 / 60);
            studio.frame(gui.ui(), window, {}, 0);
            gui.end_frame();
            settled = studio.settled() && gui.wanted_within() > 1 ? settled + 1 : 0;
            if (settled == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        target.bind();
        gui.draw(size->width, size->height);
        if (const auto wrong = write_png(options.output, target.read_pixels())) return fail(*wrong);
    } catch (const std::exception& problem) {
        return fail(problem.what());
    }
    std::cout << options.output << '\n';
    return 0;
}

}  // namespace thalweg::app
