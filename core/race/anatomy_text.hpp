// A step taken apart, in words: for the panel and the command line.
#pragma once

#include <string>

#include "core/race/anatomy.hpp"

namespace thalweg {

// "0.9·0.12 + 0.1·(−3.4) = −0.232" for a coordinate; what a line only names has its value alone.
std::string live_text(const AnatomyLine& line, int coordinate, int digits = 4);
bool same_for_both(const AnatomyLine& line);  // a number: one text says it all

// "[1.2  0; 0  3.4]" for a matrix.
std::string value_text(const Value& value, int coordinate, int digits = 4);

Point sum_of_parts(const Anatomy& anatomy);
bool adds_up(const Anatomy& anatomy);  // the sum of the parts is the step, but for rounding

// Lines that apply and parts, for people to read.
std::string describe(const Anatomy& anatomy, const std::array<std::string, 2>& axes);

}  // namespace thalweg
