#include "app/settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "core/facts/file.hpp"
#include "core/facts/text.hpp"

namespace thalweg::app {
namespace {

std::string panes_key(std::size_t page) { return "panes of " + std::string(network_page_keys[page]); }

}  // namespace

std::filesystem::path settings_file() {
    if (const char* config = std::getenv("XDG_CONFIG_HOME"); config && *config) return std::filesystem::path(config) / "thalweg" / "window.conf";
    if (const char* home = std::getenv("HOME"); home && *home) return std::filesystem::path(home) / ".config" / "thalweg" / "window.conf";
    return {};
}

Settings parse_settings(std::string_view text) {
    std::map<std::string, std::string, std::less<>> values;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);)
        if (const std::size_t mid = line.find(" = "); mid != std::string::npos) values[line.substr(0, mid)] = line.substr(mid + 3);
    const auto get = [&](std::string_view key) -> std::string { const auto at = values.find(key); return at == values.end() ? "" : at->second; };

    Settings settings;
    settings.panes = get("panes");
    if (const std::string step = get("step panel"); step == "open" || step == "folded") settings.step_panel = step == "open";
    settings.network_page = network_page_by_key(get("network page")).value_or(NetworkPage::flow);
    for (std::size_t i = 0; i < network_page_count; ++i) settings.network_panes[i] = get(panes_key(i));
    settings.dark = get("theme") != "light";
    if (const auto zoom = number(get("zoom"))) settings.zoom = std::clamp(*zoom, 0.5, 3.0);
    if (const auto width = number(get("width"))) settings.width = static_cast<int>(std::clamp(*width, 0.0, 16384.0));
    if (const auto height = number(get("height"))) settings.height = static_cast<int>(std::clamp(*height, 0.0, 16384.0));
    settings.pictures = pictures_by_key(get("pictures")).value_or(Pictures::contour);
    if (const auto e = number(get("exaggeration"))) settings.surface.exaggeration = std::clamp(*e, least_exaggeration, most_exaggeration);
    settings.contour.map = colour_map_by_key(get("colours"));
    if (get("levels") == "log") settings.contour.heights = HeightScale::log;
    if (get("levels") == "linear") settings.contour.heights = HeightScale::linear;
    settings.contour.isolines = get("isolines") != "off";
    settings.contour.labels = get("isoline labels") != "off";
    settings.contour.equal_axes = get("equal axes") != "off";
    settings.contour.step = get("step arrows") != "off";
    if (const auto m = number(get("step magnification")); m && *m > 0) settings.contour.step_magnification = *m;
    settings.contour.curvature = get("curvature") == "on";
    settings.contour.flow = get("gradient flow") == "on";
    settings.contour.critical_points = get("critical points") == "on";
    settings.contour.quiver = get("arrow field") == "descent" ? Quiver::descent : get("arrow field") == "racer" ? Quiver::racer : Quiver::off;
    return settings;
}

std::string format_settings(const Settings& s) {
    const auto on = [](bool value) { return value ? "on" : "off"; };
    std::ostringstream out;
    out << "panes = " << s.panes << "\nstep panel = " << (s.step_panel ? *s.step_panel ? "open" : "folded" : "auto") << "\nnetwork page = " << key_of(s.network_page);
    for (std::size_t i = 0; i < network_page_count; ++i) out << '\n' << panes_key(i) << " = " << s.network_panes[i];
    out << "\ntheme = " << (s.dark ? "dark" : "light") << "\nzoom = " << shortest(s.zoom) << "\nwidth = " << s.width << "\nheight = " << s.height
        << "\npictures = " << key_of(s.pictures) << "\nexaggeration = " << shortest(s.surface.exaggeration)
        << "\ncolours = " << (s.contour.map ? colour_map(*s.contour.map).key : "auto")
        << "\nlevels = " << (s.contour.heights ? (*s.contour.heights == HeightScale::log ? "log" : "linear") : "auto") << "\nisolines = " << on(s.contour.isolines)
        << "\nisoline labels = " << on(s.contour.labels) << "\nequal axes = " << on(s.contour.equal_axes)
        << "\nstep arrows = " << on(s.contour.step) << "\nstep magnification = " << (s.contour.step_magnification ? shortest(*s.contour.step_magnification) : "auto")
        << "\ncurvature = " << on(s.contour.curvature) << "\ngradient flow = " << on(s.contour.flow) << "\ncritical points = " << on(s.contour.critical_points)
        << "\narrow field = " << (s.contour.quiver == Quiver::descent ? "descent" : s.contour.quiver == Quiver::racer ? "racer" : "off") << '\n';
    return out.str();
}

Settings load_settings() {
    constexpr std::size_t most = std::size_t{1} << 20;
    Settings settings = parse_settings(read_file(settings_file(), most, "settings").content);
    if (const std::filesystem::path file = settings_file(); !file.empty()) settings.formulas = file.parent_path() / "formulas";
    return settings;
}

void save_settings(const Settings& settings) {
    const std::filesystem::path file = settings_file();
    if (file.empty()) return;
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    write_file(file, format_settings(settings));
}

}  // namespace thalweg::app
