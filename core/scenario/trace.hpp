// Every step of every racer as text, 17 significant digits.
#pragma once

#include <iosfwd>
#include <string>

#include "core/scenario/scenario.hpp"

namespace thalweg {

enum class TraceFormat { csv, jsonl };

// Runs the scenario to its end and writes its rows, racer after racer. CSV: racer,step,x,y,loss,grad_x,grad_y,lr,evals and
// the slots as slot.<id>.x and slot.<id>.y, over all racers; empty where a racer has none. JSONL: one object per row with
// the same keys, plus g, the gradient that the rule received. Row k is after k updates; lr is that of update k + 1.
// Returns one line for every racer that diverged, for people to read.
std::string write_trace(const Scenario& scenario, TraceFormat format, std::ostream& out);

// 17 significant digits, null where JSON has no word for the number.
std::string json_number(double value);

}  // namespace thalweg
