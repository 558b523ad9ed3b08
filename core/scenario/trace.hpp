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

// The ensemble of the scenario instead: racer,step,members,mean_x,mean_y,cov_xx,cov_xy,cov_yy,loss_p10,loss_p50,loss_p90 at
// every step, over the members that have not diverged by then; JSONL has the same keys. The result does not depend on
// `threads`. Returns one line for every racer of which members diverged.
std::string write_statistics(const Scenario& scenario, TraceFormat format, std::ostream& out, int threads = 1);

std::string csv_text(const std::string& text);  // in quotes where it must be
// 17 significant digits, null where JSON has no word for the number.
std::string json_number(double value);

}  // namespace thalweg
