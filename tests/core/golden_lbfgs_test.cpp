// L-BFGS follows PyTorch's, without and with the strong-Wolfe search: points, directions, step lengths, and as many evaluations.
#include <set>

#include "core/race/race.hpp"
#include "tests/core/golden.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

TEST(GoldenLbfgs, IsFollowedWithinItsTolerance) {
    std::set<std::string> followed;
    for (const auto& c : golden::cases("lbfgs")) {
        SCOPED_TRACE(c["id"].get<std::string>());
        RacerSetup setup = test::racer_with(c["optimizer"].get<std::string>(), {}, Point(c["start"][0].get<double>(), c["start"][1].get<double>()));
        for (const auto& [key, value] : c["hyper"].items()) {
            const int i = index_of(setup.optimizer->hyperparameters, key);
            ASSERT_GE(i, 0) << key;
            setup.hyper[static_cast<std::size_t>(i)] = value;
            EXPECT_EQ(complaint(setup.optimizer->hyperparameters[static_cast<std::size_t>(i)], value), "");
        }
        Race race;
        race.arrange({test::problem_on(c["surface"].get<std::string>()), 0, c["steps"].get<int>()}, {setup});
        race.advance();
        ASSERT_EQ(race.history(0).rows(), static_cast<int>(c["points"].size()));

        const double tol = c["tol"];
        race.details(0, 0, race.history(0).rows(), [&](const StepDetail& row) {
            const auto k = static_cast<std::size_t>(row.step);
            for (int axis = 0; axis < 2; ++axis) ASSERT_LE(golden::error(row.theta[axis], c["points"][k][static_cast<std::size_t>(axis)]), tol) << row.step;
            ASSERT_LE(golden::error(row.loss, c["loss"][k]), tol) << row.step;
            if (k == 0) return;
            const auto& state = c["state"];
            for (int axis = 0; axis < 2; ++axis) ASSERT_LE(golden::error(row.slots[0][axis], state["d"][k - 1][static_cast<std::size_t>(axis)]), 100 * tol) << row.step;
            ASSERT_LE(golden::error(row.slots[1].x(), state["t"][k - 1][0]), 100 * tol) << row.step;
            ASSERT_EQ(row.evaluations, state["func_evals"][k - 1][0].get<int>()) << row.step;
        });
        followed.insert(c["optimizer"].get<std::string>());
    }
    EXPECT_EQ(followed, (std::set<std::string>{"lbfgs", "lbfgs_strong_wolfe"}));
}

}  // namespace
}  // namespace thalweg
