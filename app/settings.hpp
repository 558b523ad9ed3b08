// What the window remembers between starts: not the scenario, only how it is looked at.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/views/contour_options.hpp"
#include "app/views/network_pages.hpp"
#include "app/views/pictures.hpp"
#include "app/views/surface_options.hpp"

namespace thalweg::app {

struct Settings {
    std::string panes;       // as format_panes writes it; empty: the default for the window's size
    std::optional<bool> step_panel;  // whether the default has it open; the user's own panes say it themselves
    NetworkPage network_page = NetworkPage::flow;
    NetworkArrangements network_panes;
    bool dark = true;
    double zoom = 1;         // of the interface, on top of the monitor's scale
    int width = 0, height = 0;  // of the window; 0: the default
    Pictures pictures = Pictures::contour;
    ContourOptions contour;
    SurfaceOptions surface;
    std::filesystem::path formulas;  // the folder of formulas that the user kept; not part of the text
};

std::filesystem::path settings_file();  // $XDG_CONFIG_HOME/thalweg/window.conf; empty if there is no home

// Lines of `key = value`. What is missing, unknown or broken keeps its default.
Settings parse_settings(std::string_view text);
std::string format_settings(const Settings&);
Settings load_settings();
void save_settings(const Settings&);  // failing to is no reason to bother anybody

}  // namespace thalweg::app
