// Every optimizer follows the recorded trajectories of PyTorch and others, within each case's own tolerance.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "core/scenario/trace.hpp"
#include "tests/core/golden_race.hpp"

namespace thalweg {
namespace {

// What the slots are called there.
const std::map<std::string, std::string> slot_names{{"exp_avg", "m"}, {"exp_avg_sq", "v"}, {"max_exp_avg_sq", "v_max"}, {"exp_inf", "u"}, {"momentum_buffer", "b"},
                                                    {"square_avg", "v"}, {"grad_avg", "c"}, {"sum", "sum"}, {"acc_delta", "acc_delta"}};

Scenario scenario_of(const nlohmann::json& c) {
    Scenario scenario;
    EXPECT_EQ(golden::set_up(c, *find_optimizer(c["optimizer"].get<std::string>()), scenario), "") << c["id"];
    return scenario;
}

// Recorded rules that this catalogue does not have yet, and recorded state that is no slot of ours.
const std::set<std::string> rules_to_come{"nesterov_optax", "sign_sgd", "signum", "asgd", "rprop", "polyak", "nadam_torch113", "nadam_optax", "radam"};
const std::set<std::string> shared_state{"mu_product"};  // a number of the clock, not one per coordinate

int slot_index(const OptimizerSpec& optimizer, const std::string& recorded) {
    std::string id = slot_names.contains(recorded) ? slot_names.at(recorded) : recorded;
    if (optimizer.id == "adadelta" && recorded == "square_avg") id = "square_avg";
    for (std::size_t i = 0; i < optimizer.slots.size(); ++i)
        if (optimizer.slots[i].id == id) return static_cast<int>(i);
    return -1;
}

class GoldenFile : public testing::TestWithParam<const char*> {};

TEST_P(GoldenFile, IsFollowedWithinItsTolerance) {
    int followed = 0;
    for (const auto& c : golden::cases(GetParam())) {
        if (rules_to_come.contains(c["optimizer"].get<std::string>())) continue;
        ASSERT_NE(find_optimizer(c["optimizer"].get<std::string>()), nullptr) << c["optimizer"];
        ASSERT_NE(find_surface(c["surface"].get<std::string>()), nullptr) << c["surface"];
        SCOPED_TRACE(c["id"].get<std::string>());
        const Scenario scenario = scenario_of(c);
        Race race;
        race.arrange(build_arena(scenario), build_setups(scenario));
        race.advance();
        const int rows = race.history(0).rows();
        ASSERT_EQ(rows, static_cast<int>(c["points"].size()));
        EXPECT_EQ(race.ending(0) == Ending::diverged, c.value("diverges", false) && rows <= scenario.steps);

        double worst = 0, worst_slot = 0;
        std::vector<std::pair<int, const nlohmann::json*>> slots;
        for (const auto& [name, values] : c["state"].items())
            if (!shared_state.contains(name)) {
                const int i = slot_index(*race.setup(0).optimizer, name);
                ASSERT_GE(i, 0) << name;
                slots.emplace_back(i, &values);
            }
        race.details(0, 0, rows, [&](const StepDetail& d) {
            const auto k = static_cast<std::size_t>(d.step);
            ASSERT_EQ(d.theta, race.history(0).theta(d.step));
            ASSERT_EQ(d.loss, race.history(0).loss(d.step));
            worst = std::max({worst, golden::error(d.theta.x(), c["points"][k][0]), golden::error(d.theta.y(), c["points"][k][1]), golden::error(d.loss, c["loss"][k])});
            if (k == 0) return;
            for (const auto& [i, values] : slots)
                for (int axis = 0; axis < 2; ++axis)
                    worst_slot = std::max(worst_slot, golden::error(d.slots[static_cast<std::size_t>(i)][axis], (*values)[k - 1][static_cast<std::size_t>(axis)]));
        });
        EXPECT_LE(worst, c["tol"].get<double>());
        // Slots pass through the same rounding, scaled by gradients that may be large: a hundred times the room.
        EXPECT_LE(worst_slot, 100 * c["tol"].get<double>());
        ++followed;
    }
    EXPECT_GE(followed, 6);
}

INSTANTIATE_TEST_SUITE_P(All, GoldenFile, testing::Values("adam", "adam_variants", "adaptive", "first_order", "clipping"), [](const auto& param_info) { return std::string(param_info.param); });

}  // namespace
}  // namespace thalweg
