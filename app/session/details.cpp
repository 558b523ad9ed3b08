#include "app/session/details.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg::app {
namespace {

constexpr int slice = 512;  // rows between two looks at the clock

}  // namespace

bool Details::update(const Race& race, std::size_t racer, std::chrono::microseconds patience) {
    if (racer >= race.size()) {
        columns_.clear();
        rows_ = 0;
        revision_ = 0;
        return true;
    }
    if (revision_ != race.revision(racer)) {
        begin(race.setup(racer), race.arena().steps + 1);
        revision_ = race.revision(racer);
    }
    const auto deadline = Race::Clock::now() + patience;
    const int recorded = race.history(racer).rows();
    while (rows_ < recorded && Race::Clock::now() < deadline) {
        const int end = std::min(rows_ + slice, recorded);
        for (DetailColumn& column : columns_)
            for (auto& values : column.values) values.resize(static_cast<std::size_t>(end));
        race.details(racer, rows_, end, [&](const StepDetail& detail) { note(detail); });
    }
    return rows_ == recorded;
}

void Details::begin(const RacerSetup& setup, int capacity) {
    const OptimizerSpec& optimizer = *setup.optimizer;
    std::vector<DetailColumn> former = std::move(columns_);
    columns_.clear();
    const auto add = [&](std::string_view id, std::string_view symbol, std::string_view meaning, std::string_view with = {}) {
        columns_.push_back({std::string(id), std::string(symbol), std::string(meaning), std::string(with), {}, false});
        for (std::size_t axis = 0; axis < 2; ++axis) {
            auto& values = columns_.back().values[axis];
            if (columns_.size() <= former.size()) values = std::move(former[columns_.size() - 1].values[axis]);  // for its memory
            values.clear();
            values.reserve(static_cast<std::size_t>(capacity));
        }
    };
    add("g", "g", "gradient, as the rule receives it");
    for (const Quantity& q : optimizer.slots) add(q.id, q.symbol, q.meaning, q.with);
    for (const Quantity& q : optimizer.derived) add(q.id, q.symbol, q.meaning, q.with);
    add("step", "Δθ", "step taken");
    scheduled_.clear();
    const auto follow = [&](int hyper) {
        const Parameter& p = optimizer.hyperparameters[static_cast<std::size_t>(hyper)];
        add("scheduled." + std::string(p.id), p.symbol, std::string(p.meaning) + ", scheduled");
        columns_.back().scalar = true;
        scheduled_.push_back(static_cast<std::size_t>(hyper));
    };
    if (setup.lr_schedule.active()) follow(0);
    const bool cycles = setup.momentum_schedule.active() || (setup.lr_schedule.spec && setup.lr_schedule.spec->momentum);
    if (const int momentum = scheduled_momentum(optimizer); momentum >= 0 && cycles) follow(momentum);
    rows_ = 0;
}

void Details::note(const StepDetail& detail) {
    const auto put = [&, row = static_cast<std::size_t>(rows_)](std::size_t column, const Point& p) {
        columns_[column].values[0][row] = p.x();
        columns_[column].values[1][row] = p.y();
    };
    std::size_t column = 0;
    put(column++, detail.g);
    for (const Point& p : detail.slots) put(column++, p);
    for (const Point& p : detail.derived) put(column++, p);
    put(column++, detail.move);
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (const std::size_t hyper : scheduled_) put(column++, {std::isnan(detail.move.x()) ? none : detail.hyper[hyper], none});
    ++rows_;
}

}  // namespace thalweg::app
