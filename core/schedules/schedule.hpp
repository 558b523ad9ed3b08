// A schedule is facts plus one pure rule: the learning rate of every update, from the base rate that the racer's slider
// shows. The same schedules drive momentum or β₁.
//
// k = 0, 1, …: updates already made; update k + 1 uses the value for k.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// What a schedule that watches the loss remembers; part of a racer's state, so part of its checkpoint.
using ScheduleMemory = std::array<double, 4>;

struct ScheduleInput {
    const double* values;          // one per parameter
    std::span<const Point> knots;  // of schedules that have a list
    double base;                   // the racer's own learning rate
    int k;
    double loss;                   // the exact loss at θ_k
};

// The list that some schedules take besides their parameters.
struct KnotFacts {
    std::string_view id = {};       // key in files: "milestones", "points"; empty: no list
    std::string_view meaning = {};
    bool pairs = false;             // [[k, factor], …]; otherwise [k, …]
    std::span<const Point> defaults = {};
};

struct ScheduleSpec {
    std::string_view id;    // as in files: "cosine"
    std::string_view name;  // "Cosine"
    std::vector<Parameter> parameters = {};
    KnotFacts knots = {};
    std::string_view formula;     // "α_k = …", one line of Unicode
    std::string_view convention;  // which library it equals
    std::string_view reference = {};
    double (*value)(const ScheduleInput& input, ScheduleMemory& memory);
    // The momentum (or β₁) that the schedule prescribes besides; NaN leaves it alone.
    double (*momentum)(const ScheduleInput& input) = nullptr;
    int own_rate = -1;          // position of the parameter that stands for the racer's own rate and begins as it
    bool watches_loss = false;  // its value depends on how the run went so far
};

std::span<const ScheduleSpec> schedule_catalogue();       // in display order
const ScheduleSpec* find_schedule(std::string_view id);   // nullptr if there is none

// A schedule with its values: what a racer has. Without a spec the base value stays as it is.
struct ScheduleSetup {
    const ScheduleSpec* spec = nullptr;
    std::vector<double> values = {};
    std::vector<Point> knots = {};
    int warmup = 0;  // updates of linear warm-up before the schedule begins: base·(k + 1)/warmup

    bool active() const { return spec != nullptr || warmup > 0; }
    bool operator==(const ScheduleSetup&) const = default;

    double value(double base, int k, double loss, ScheduleMemory& memory) const;
    double momentum(double base, int k, double otherwise) const;
};

const Parameter& warmup_parameter();

// The schedule `spec` with its defaults, fitted to a run of so many steps.
ScheduleSetup default_schedule(const ScheduleSpec& spec, int steps);
// The same for a shorter run: what reaches beyond it ends with it.
ScheduleSetup shortened(ScheduleSetup setup, int steps);

// The first thing that is wrong, naming the key, or an empty text. Knots rise, within the longest run.
std::string complaint(const ScheduleSetup& schedule);
std::string complaint(const KnotFacts& facts, std::span<const Point> knots);

// Parameters that many schedules share.
namespace schedule {
inline Parameter updates(std::string_view id, std::string_view symbol, std::string_view meaning, double value, double least = 1) {
    return {.id = id, .symbol = symbol, .meaning = meaning, .default_value = value, .range = {least, 1'000'000}, .scale = Scale::log_count, .slider = {least, 10'000}, .updates = true};
}
inline Parameter factor(std::string_view id, std::string_view symbol, std::string_view meaning, double value) {
    return {id, symbol, meaning, value, {0, 1}, Scale::linear};
}
}  // namespace schedule

}  // namespace thalweg
