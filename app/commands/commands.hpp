// What the program does without a window. Each returns the exit code: 0, or 2 after one message on standard error.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/scenario/trace.hpp"

namespace thalweg::app {

inline constexpr int bad_input = 2;

// Where a scenario comes from: a file, or options that build one.
struct ScenarioSource {
    std::string file;
    std::string surface, formula, image, data, loss, start, domain;
    std::string network, examples;  // depth=3,width=8; spiral,count=400 or points.csv,classes=true
    std::optional<int> steps;
    std::optional<std::uint64_t> seed;
    std::optional<int> ensemble;
    std::optional<int> batch;
    std::string noise;  // kind,key=value,…
    std::vector<std::string> parameters;  // kappa=10
    std::string transform;                // rotation=0.5,shift_x=1
    std::vector<std::string> racers;      // adam,lr=0.03,beta1=0.9

    bool draws_up_network() const { return !network.empty() || !examples.empty(); }
};

// Empty `error` means success.
Scenario scenario_from(const ScenarioSource& source, std::string& error);

struct TraceOptions {
    ScenarioSource source;
    TraceFormat format = TraceFormat::csv;
    bool statistics = false;  // of the ensemble, instead of the racers' own rows
    std::string output;  // empty: standard output
};
int trace(const TraceOptions& options);

struct RenderOptions {
    ScenarioSource source;
    std::string output = "thalweg.png";
    std::string size = "1280x800";
    std::optional<double> step;  // the last one unless given
    double scale = 1;
    bool light = false;
    std::string view;  // as picture_keys, or network_page_keys; empty: the first
    std::size_t selected = 0;    // the racer whose moments are shown, counted from 0
    std::vector<std::string> layers;  // drawn on the contour: "curvature", "critical", …
};
int render(const RenderOptions& options);

struct EvalOptions {
    std::string surface, formula, image, data, loss, transform, at;
    std::vector<std::string> parameters;
};
int eval(const EvalOptions& options);

int list(const std::string& what, bool json);
int card(const std::string& optimizer);

struct AnatomyOptions {
    ScenarioSource source;
    std::size_t selected = 0;  // the racer, counted from 0
    int step = 0;              // k: the update from row k to row k + 1
    bool json = false;
};
int anatomy(const AnatomyOptions& options);

// The window. `scenario` may be empty.
int run_window(const std::string& scenario);

std::optional<Point> parse_pair(const std::string& text);  // "-1.2,1"
int fail(const std::string& message);                      // says it and returns bad_input

}  // namespace thalweg::app
