// What the cards say about the reference cases is what the reference cases say.
#include "core/optimizers/conformance.hpp"

#include <gtest/gtest.h>

#include "tests/core/golden_race.hpp"

namespace thalweg {
namespace {

constexpr const char* remedy = "run: cmake --build build/release --target conformance";

TEST(Conformance, RecordsWhatTheGoldenCasesSay) {
    const auto covered = golden::coverage();
    EXPECT_GE(covered.size(), 20U);
    for (const OptimizerSpec& optimizer : optimizer_catalogue()) {
        SCOPED_TRACE(std::string(optimizer.id) + ": " + remedy);
        const Conformance* recorded = conformance_of(optimizer.id);
        const auto measured = covered.find(std::string(optimizer.id));
        if (measured == covered.end()) {
            EXPECT_EQ(recorded, nullptr) << "no case is left";
            continue;
        }
        EXPECT_TRUE(measured->second.missed.empty()) << measured->second.missed.front() << " is not followed within its tolerance";
        ASSERT_NE(recorded, nullptr) << "it has cases now";
        EXPECT_EQ(recorded->cases, measured->second.cases);
        std::string files;
        for (const std::string& file : measured->second.files) files += (files.empty() ? "" : " ") + file;
        EXPECT_EQ(recorded->files, files);
        // Rounding differs between processors and compilers, and some trajectories amplify it; a wrong rule is off by far more.
        EXPECT_LE(measured->second.largest_error, std::max(100 * recorded->largest_error, 1e-11));
        EXPECT_LE(recorded->largest_error, std::max(100 * measured->second.largest_error, 1e-11));
    }
}

}  // namespace
}  // namespace thalweg
