// The inside of one racer over all its steps, as columns to plot: g, slots, derived quantities, the step, what schedules move.
// Filled by stepping the racer again, a slice per frame where it is long.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "core/race/race.hpp"

namespace thalweg::app {

struct DetailColumn {
    std::string id, symbol, meaning;
    std::string with;                           // id of the column whose plot it shares; empty: a plot of its own
    std::array<std::vector<double>, 2> values;  // x and y, one per row; NaN where there is none
    bool scalar = false;                        // one number per row, in place of x, and no y: a scheduled hyperparameter
};

class Details {
public:
    // Brings the columns up to date with the racer's history. False while rows are missing.
    bool update(const Race& race, std::size_t racer, std::chrono::microseconds patience = std::chrono::milliseconds(4));

    const std::vector<DetailColumn>& columns() const { return columns_; }
    int rows() const { return rows_; }
    std::uint64_t revision() const { return revision_; }  // of the racer's history that the columns belong to

private:
    void begin(const RacerSetup& setup, int capacity);
    DetailColumns room(const OptimizerSpec& optimizer);

    std::vector<DetailColumn> columns_;
    std::vector<std::size_t> scheduled_;  // positions of the hyperparameters that have a column, the last ones
    std::uint64_t revision_ = 0;
    int rows_ = 0;
};

}  // namespace thalweg::app
