// A wrapper goes around any optimizer: it may choose where the gradient is taken and what becomes of the rule's point.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// What a wrapper keeps between updates; part of a racer's state, so part of its checkpoint.
struct WrapperMemory {
    Point slow = Point::Zero();     // Lookahead's slow weights, or the average
    Point iterate = Point::Zero();  // where the wrapped rule stands, if that is not the point shown
};

struct WrapperSpec {
    std::string_view id;    // as in files: "lookahead"
    std::string_view name;  // "Lookahead"
    std::vector<Parameter> parameters;
    std::string_view formula;     // one line of Unicode
    std::string_view convention;
    std::string_view reference;
    // Radius of the step uphill to where the gradient is taken; absent: none.
    double (*ascent)(const double* values) = nullptr;
    // After the rule's update t of its iterate: what is shown as θ. May move the iterate.
    Point (*shown)(const double* values, int t, WrapperMemory& memory) = nullptr;
    // What the wrapper's own part of a step is called: "pull to the slow weights".
    std::string_view part = {};
};

std::span<const WrapperSpec> wrapper_catalogue();       // in display order
const WrapperSpec* find_wrapper(std::string_view id);   // nullptr if there is none

// A wrapper with its values: what a racer has, or nothing.
struct WrapperSetup {
    const WrapperSpec* spec = nullptr;
    std::vector<double> values = {};

    bool operator==(const WrapperSetup&) const = default;
};

WrapperSetup default_wrapper(const WrapperSpec& spec);

}  // namespace thalweg
