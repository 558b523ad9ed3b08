// Every optimizer follows the recorded trajectories of PyTorch and others, its slots and its schedule too, within each case's own
// tolerance.
#include <gtest/gtest.h>

#include <map>

#include "core/scenario/build.hpp"
#include "core/scenario/trace.hpp"
#include "tests/core/golden_race.hpp"

namespace thalweg {
namespace {

// What the slots are called there, where the name is not ours.
const std::map<std::string, std::string> slot_names{{"exp_avg", "m"}, {"exp_avg_sq", "v"}, {"exp_hessian_diag_sq", "v"}, {"max_exp_avg_sq", "v_max"}, {"exp_inf", "u"}, {"exp_avg_var", "s"},
                                                    {"momentum_buffer", "b"}, {"trace", "b"}, {"square_avg", "v"}, {"grad_avg", "c"}};
const std::map<std::pair<std::string, std::string>, std::string> slot_names_of_rules{{{"adadelta", "square_avg"}, "square_avg"}, {{"adan", "exp_avg_diff"}, "w"}, {{"adan", "exp_avg_sq"}, "n"},
                                                                                     {{"adan_optax", "exp_avg_diff"}, "w"}, {{"adan_optax", "exp_avg_sq"}, "n"}};

Scenario scenario_of(const nlohmann::json& c) {
    Scenario scenario;
    EXPECT_EQ(golden::set_up(c, *find_optimizer(c["optimizer"].get<std::string>()), scenario), "") << c["id"];
    return scenario;
}

int slot_index(const OptimizerSpec& optimizer, const std::string& recorded) {
    std::string id = slot_names.contains(recorded) ? slot_names.at(recorded) : recorded;
    if (const auto own = slot_names_of_rules.find({std::string(optimizer.id), recorded}); own != slot_names_of_rules.end()) id = own->second;
    for (std::size_t i = 0; i < optimizer.slots.size(); ++i)
        if (optimizer.slots[i].id == id) return static_cast<int>(i);
    return -1;
}

class GoldenFile : public testing::TestWithParam<const char*> {};

TEST_P(GoldenFile, IsFollowedWithinItsTolerance) {
    int followed = 0;
    for (const auto& c : golden::cases(GetParam())) {
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

        double worst = 0, worst_slot = 0, worst_schedule = 0;
        std::vector<std::pair<int, const nlohmann::json*>> slots;
        for (const auto& [name, values] : c["state"].items()) {
            const int i = slot_index(*race.setup(0).optimizer, name);
            ASSERT_GE(i, 0) << name;
            slots.emplace_back(i, &values);
        }
        race.details(0, 0, rows, [&](const StepDetail& d) {
            const auto k = static_cast<std::size_t>(d.step);
            ASSERT_EQ(d.theta, race.history(0).theta(d.step));
            ASSERT_EQ(d.loss, race.history(0).loss(d.step));
            worst = std::max({worst, golden::error(d.theta.x(), c["points"][k][0]), golden::error(d.theta.y(), c["points"][k][1]), golden::error(d.loss, c["loss"][k])});
            if (c.contains("lr") && d.step < scenario.steps) worst_schedule = std::max(worst_schedule, std::abs(d.lr - c["lr"][k].get<double>()) / c["hyper"]["lr"].get<double>());
            if (c.contains("momentum") && d.step < scenario.steps)
                worst_schedule = std::max(worst_schedule, golden::error(d.hyper[static_cast<std::size_t>(scheduled_momentum(*race.setup(0).optimizer))], c["momentum"][k]));
            if (k == 0) return;
            for (const auto& [i, values] : slots)  // a number for both coordinates stands there once
                for (std::size_t axis = 0; axis < (*values)[k - 1].size(); ++axis)
                    worst_slot = std::max(worst_slot, golden::error(d.slots[static_cast<std::size_t>(i)][static_cast<Eigen::Index>(axis)], (*values)[k - 1][axis]));
        });
        EXPECT_LE(worst_schedule, 1e-12);
        EXPECT_LE(worst, c["tol"].get<double>());
        // Slots pass through the same rounding, scaled by gradients that may be large: a hundred times the room.
        EXPECT_LE(worst_slot, 100 * c["tol"].get<double>());
        ++followed;
    }
    EXPECT_GE(followed, 6);
}

INSTANTIATE_TEST_SUITE_P(All, GoldenFile, testing::Values("adam", "adam_variants", "adaptive", "first_order", "modern", "second_order", "clipping", "schedules"), [](const auto& param_info) { return std::string(param_info.param); });

}  // namespace
}  // namespace thalweg
