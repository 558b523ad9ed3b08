// What the program knows about one number that a user may turn: an optimizer's hyperparameter or a surface's parameter.
// Sliders, validation, files, sweeps and tests all read this.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

// How a slider spreads its values.
enum class Scale {
    linear,
    log,            // evenly per decade; a range that begins at 0 keeps 0 as its leftmost value
    one_minus_log,  // evenly in log(1 - x): 0.9, 0.99, 0.999 stand equally far apart
    count,          // whole numbers
    log_count,      // whole numbers, evenly per decade
    toggle,         // 0 or 1
    choice,         // the position of a word in `options`; files write the word
};

struct Range {
    double min, max;
    bool contains(double v) const { return v >= min && v <= max; }  // false for NaN
};

struct Parameter {
    std::string_view id;       // as in files and on the command line: "beta1"
    std::string_view symbol;   // as in the papers: "β₁"
    std::string_view meaning;  // "decay rate of the first moment"
    double default_value;
    Range range;               // what a file may say; both ends allowed
    Scale scale;
    Range slider = {0, 0};     // what a slider spans, if the whole range would make it too coarse
    bool secondary = false;    // folded away until asked for or set to something else
    bool updates = false;      // a number of updates, so at most as many as the run has
    std::span<const std::string_view> options = {};  // of a choice

    Range slider_range() const { return slider.max > slider.min ? slider : range; }
};

// Position of an id in a list of parameters, or -1.
int index_of(std::span<const Parameter> parameters, std::string_view id);

std::vector<double> default_values(std::span<const Parameter> parameters);

// What is wrong with a value for this parameter ("beta1 = 1.5 is outside 0 … 0.9999"), or an empty text. Of many: the first thing.
std::string complaint(const Parameter& parameter, double value);
std::string complaint(std::span<const Parameter> parameters, std::span<const double> values);

}  // namespace thalweg
