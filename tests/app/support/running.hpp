// Which racers of a session run anew, and whether they run what the scenario says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "app/session/session.hpp"
#include "core/scenario/build.hpp"

namespace thalweg::test {

inline std::vector<std::uint64_t> revisions(const app::Session& session) {
    std::vector<std::uint64_t> all;
    for (std::size_t i = 0; i < session.race().size(); ++i) all.push_back(session.race().revision(i));
    return all;
}

// The race is what a race of this scenario from scratch would be.
inline testing::AssertionResult runs_its_scenario(app::Session& session) {
    session.wait();
    const Scenario& scenario = session.scenario();
    if (const std::string wrong = complaint(scenario); !wrong.empty()) return testing::AssertionFailure() << wrong;
    Race fresh;
    fresh.arrange(build_arena(scenario), build_setups(scenario));
    fresh.advance();
    if (fresh.size() != session.race().size()) return testing::AssertionFailure() << session.race().size() << " racers run";
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        const History &a = fresh.history(i), &b = session.race().history(i);
        if (a.rows() != b.rows()) return testing::AssertionFailure() << "racer " << i << " has " << b.rows() << " rows";
        for (int row = 0; row < a.rows(); ++row)
            if (a.theta(row) != b.theta(row) || a.loss(row) != b.loss(row)) return testing::AssertionFailure() << "racer " << i << " differs from row " << row << " on";
    }
    if (session.playhead() < 0 || session.playhead() > scenario.steps) return testing::AssertionFailure() << "playhead at " << session.playhead();
    if (session.selected() >= std::max<std::size_t>(1, scenario.racers.size())) return testing::AssertionFailure() << "racer " << session.selected() << " is selected";
    return testing::AssertionSuccess();
}

}  // namespace thalweg::test
