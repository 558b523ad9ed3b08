#include "app/session/details.hpp"

#include <algorithm>

namespace thalweg::app {
namespace {

constexpr int slice = keyframe_interval;  // rows between two looks at the clock

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
        const int end = std::min(rows_ - rows_ % slice + slice, recorded);
        for (DetailColumn& column : columns_)
            for (auto& values : column.values)
                if (const auto size = static_cast<std::size_t>(end); values.size() < size) values.resize(size);
        race.detail_columns(racer, rows_, end, room(*race.setup(racer).optimizer));
        rows_ = end;
    }
    for (DetailColumn& column : columns_) {
        for (auto& values : column.values) values.resize(static_cast<std::size_t>(rows_));
        if (column.scalar) column.values[1].clear();
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

// Where the race is to write.
DetailColumns Details::room(const OptimizerSpec& optimizer) {
    const auto at = [&](std::size_t column) { return DetailColumns::Column{columns_[column].values[0].data(), columns_[column].values[1].data()}; };
    DetailColumns room;
    std::size_t column = 0;
    room.g = at(column++);
    for (std::size_t i = 0; i < optimizer.slots.size(); ++i) room.slots.push_back(at(column++));
    for (std::size_t i = 0; i < optimizer.derived.size(); ++i) room.derived.push_back(at(column++));
    room.move = at(column++);
    room.hyper.resize(optimizer.hyperparameters.size(), nullptr);
    for (const std::size_t hyper : scheduled_) room.hyper[hyper] = at(column++)[0];
    return room;
}

}  // namespace thalweg::app
