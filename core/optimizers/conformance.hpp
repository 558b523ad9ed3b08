// How closely each optimizer follows the reference trajectories of tests/golden. Measured, never typed: conformance.def is
// written by `cmake --build build/release --target conformance`, and a test holds it to the golden cases.
#pragma once

#include <string_view>

namespace thalweg {

struct Conformance {
    std::string_view optimizer;
    int cases;               // reference trajectories that it follows
    double largest_error;    // over x, y and loss of every step, as tests/golden/README.md defines it
    std::string_view files;  // of tests/golden that hold them, apart by blanks
};

const Conformance* conformance_of(std::string_view optimizer);  // nullptr: no reference covers it

}  // namespace thalweg
