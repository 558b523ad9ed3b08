#include "app/views/scope_plots.hpp"

#include <algorithm>

namespace thalweg::app {
namespace {

std::size_t index_of(const std::vector<DetailColumn>& columns, const std::string& id) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const DetailColumn& c) { return c.id == id; });
    return static_cast<std::size_t>(found - columns.begin());
}

// The column whose plot this one is drawn in.
std::size_t host_of(const std::vector<DetailColumn>& columns, std::size_t column) {
    for (std::size_t hops = 0; hops < columns.size() && !columns[column].with.empty(); ++hops) {
        const std::size_t next = index_of(columns, columns[column].with);
        if (next == columns.size()) break;
        column = next;
    }
    return column;
}

std::vector<ScopePlot> grouped(const std::vector<DetailColumn>& columns, const std::vector<std::string>& hidden) {
    std::vector<ScopePlot> plots;
    for (std::size_t host = 0; host < columns.size(); ++host) {
        if (host_of(columns, host) != host) continue;
        ScopePlot plot;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (host_of(columns, i) == host && std::find(hidden.begin(), hidden.end(), columns[i].id) == hidden.end())
                plot.shown.push_back({i, i == host, {}});
        if (plot.shown.size() == 1) plot.shown.front().dim = false;
        if (!plot.shown.empty()) plots.push_back(std::move(plot));
    }
    return plots;
}

// A scalar has no coordinates to choose from.
bool drawn(const DetailColumn& column, const ScopeChoice& choice, std::size_t axis) { return column.scalar ? axis == 0 : choice.coordinates[axis]; }

}  // namespace

void ScopePlots::choose(const Details& details, const ScopeChoice& choice, const Axis& steps) {
    Inputs now{details.revision(), details.rows(), steps.lo, steps.hi, choice};
    if (now == inputs_) return;
    inputs_ = std::move(now);
    steps_ = steps;
    traced_for_ = {0, 0};
    plots_ = grouped(details.columns(), choice.hidden);
    for (ScopePlot& plot : plots_) {
        VisibleValues values;
        for (const ScopeLine& line : plot.shown)
            for (std::size_t axis = 0; axis < 2; ++axis)
                if (drawn(details.columns()[line.column], choice, axis)) values.add(details.columns()[line.column].values[axis], steps, choice.scale == AxisScale::log);
        plot.y = values.axis(choice.scale);
    }
}

void ScopePlots::trace_lines(const Details& details, ImVec2 size) {
    if (size.x == traced_for_.x && size.y == traced_for_.y) return;
    traced_for_ = size;
    for (ScopePlot& plot : plots_)
        for (ScopeLine& line : plot.shown)
            for (std::size_t axis = 0; axis < 2; ++axis)
                line.lines[axis] = drawn(details.columns()[line.column], inputs_.choice, axis)
                                       ? trace(details.columns()[line.column].values[axis], steps_, plot.y, size, inputs_.choice.scale == AxisScale::log)
                                       : StepLines{};
}

}  // namespace thalweg::app
