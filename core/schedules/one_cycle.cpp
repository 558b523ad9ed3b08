// One cycle: up to the largest rate, then down to far below the first one, momentum the other way round.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {
namespace {

constexpr std::array<std::string_view, 2> strategies{"cos", "linear"};
enum Index { max_lr, total_steps, pct_start, anneal_strategy, div_factor, final_div_factor, three_phase, cycle_momentum, base_momentum, max_momentum };

struct Leg {
    double end;               // k at which the leg ends
    double lr_from, lr_to;
    double momentum_from, momentum_to;
};

// The leg that k is on and how far along, 0 … 1.
std::pair<Leg, double> place(const double* p, double k) {
    const double top = p[max_lr], initial = top / p[div_factor], last = initial / p[final_div_factor];
    const double peak = p[pct_start] * p[total_steps] - 1, finish = p[total_steps] - 1;
    const double low = p[base_momentum], high = p[max_momentum];
    std::array<Leg, 3> legs{{{peak, initial, top, high, low}, {finish, top, last, low, high}, {finish, last, last, high, high}}};
    if (p[three_phase] != 0) legs = {{{peak, initial, top, high, low}, {2 * peak, top, initial, low, high}, {finish, initial, last, high, high}}};
    k = std::min(k, finish);
    double start = 0;
    for (const Leg& leg : legs) {
        if (k <= leg.end) return {leg, leg.end > start ? (k - start) / (leg.end - start) : 1.0};
        start = leg.end;
    }
    return {legs.back(), 1.0};
}

double between(const double* p, double from, double to, double share) {
    if (p[anneal_strategy] == 1) return from + (to - from) * share;
    return to + (from - to) * (1 + std::cos(std::numbers::pi * share)) / 2;
}

double value(const ScheduleInput& in, ScheduleMemory&) {
    const auto [leg, share] = place(in.values, in.k);
    return between(in.values, leg.lr_from, leg.lr_to, share);
}

double momentum(const ScheduleInput& in) {
    if (in.values[cycle_momentum] == 0) return std::numeric_limits<double>::quiet_NaN();
    const auto [leg, share] = place(in.values, in.k);
    return between(in.values, leg.momentum_from, leg.momentum_to, share);
}

}  // namespace

ScheduleSpec one_cycle() {
    const auto toggle = [](std::string_view id, std::string_view symbol, std::string_view meaning, bool on) {
        return Parameter{id, symbol, meaning, on ? 1.0 : 0.0, {0, 1}, Scale::toggle, {0, 0}, true};
    };
    return {.id = "one_cycle",
            .name = "One cycle",
            .parameters = {{"max_lr", "α_max", "largest rate; the racer's own α is not used", 0.1, {0, 1e4}, Scale::log, {1e-5, 1}},
                           schedule::updates("total_steps", "T", "updates of the cycle", 100),
                           {"pct_start", "p", "share of the way up", 0.3, {0.001, 0.999}, Scale::linear},
                           {.id = "anneal_strategy", .symbol = "shape", .meaning = "of each leg", .default_value = 0, .range = {0, 1}, .scale = Scale::choice, .options = strategies},
                           {"div_factor", "÷₀", "the first rate is α_max/÷₀", 25, {1, 1e12}, Scale::log, {1, 1000}, true},
                           {"final_div_factor", "÷₁", "the last rate is the first one/÷₁", 1e4, {1, 1e12}, Scale::log, {1, 1e6}, true},
                           toggle("three_phase", "3 legs", "back to the first rate as steeply as up, then to the last one", false),
                           toggle("cycle_momentum", "cycle μ", "momentum (or β₁) goes down while the rate goes up", true),
                           {"base_momentum", "μ_min", "least momentum, where the rate is largest", 0.85, {0, 0.999999}, Scale::one_minus_log, {0, 0.999}, true},
                           {"max_momentum", "μ_max", "largest momentum", 0.95, {0, 0.999999}, Scale::one_minus_log, {0, 0.999}, true}},
            .formula = "α_max/÷₀ → α_max at k = pT − 1 → α_max/(÷₀·÷₁) at k = T − 1, each leg half a cosine wave or a line; of three legs, the second ends at α_max/÷₀ at k = 2pT − 2",
            .convention = "PyTorch OneCycleLR; stays at the last rate after T",
            .reference = "Smith & Topin 2018",
            .value = value,
            .momentum = momentum,
            .own_rate = max_lr};
}

}  // namespace thalweg::schedules
