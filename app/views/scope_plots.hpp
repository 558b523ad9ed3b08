// The plots of the moment scope: which columns share one, their axes and their lines, rebuilt only when an input changes.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/session/details.hpp"
#include "app/views/step_lines.hpp"
#include "app/views/step_plot.hpp"

namespace thalweg::app {

struct ScopeLine {
    std::size_t column;              // of the details
    bool dim;                        // the one that a corrected form is drawn with
    std::array<StepLines, 2> lines;  // x and y
};

struct ScopePlot {
    std::vector<ScopeLine> shown;  // the dim one first
    Axis y;
};

// What the viewer chose.
struct ScopeChoice {
    std::vector<std::string> hidden;          // ids of columns
    std::array<bool, 2> coordinates{true, true};
    AxisScale scale = AxisScale::asinh;       // log: of the magnitude

    bool operator==(const ScopeChoice&) const = default;
};

class ScopePlots {
public:
    // Groups and axes first, since the layout depends on them; then the lines for plots of that size.
    void choose(const Details& details, const ScopeChoice& choice, const Axis& steps);
    void trace_lines(const Details& details, ImVec2 size);

    const std::vector<ScopePlot>& plots() const { return plots_; }

private:
    struct Inputs {
        std::uint64_t revision = 0;
        int rows = -1;
        double first = 0, last = 0;
        ScopeChoice choice;
        bool operator==(const Inputs&) const = default;
    };

    std::vector<ScopePlot> plots_;
    Inputs inputs_;
    Axis steps_;
    ImVec2 traced_for_{0, 0};
};

}  // namespace thalweg::app
