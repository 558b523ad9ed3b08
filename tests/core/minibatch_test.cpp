// What is remembered of minibatches must be what would be drawn, whoever asks and in whatever order.
#include <thread>

#include "core/problems/minibatch.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

std::vector<std::uint32_t> drawn(std::uint32_t n, std::uint32_t batch, std::uint64_t seed, int step) {
    const std::uint32_t per_epoch = (n + batch - 1) / batch, update = static_cast<std::uint32_t>(step - 1);
    std::vector<std::uint32_t> points;
    for (std::uint32_t k = update % per_epoch * batch; k < std::min((update % per_epoch + 1) * batch, n); ++k) points.push_back(permuted(k, n, seed, update / per_epoch));
    return points;
}

testing::AssertionResult agrees(std::uint32_t n, std::uint32_t batch, std::uint64_t seed, int step) {
    const auto given = minibatch(n, batch, seed, step);
    if (std::vector<std::uint32_t>(given.begin(), given.end()) == drawn(n, batch, seed, step)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "n " << n << ", batch " << batch << ", seed " << seed << ", step " << step;
}

TEST(MinibatchMemory, GivesWhatWouldBeDrawn) {
    for (int round = 0; round < 2; ++round)  // drawn, then remembered
        for (const std::uint32_t n : {3U, 63U, 64U, 65U, 1000U})
            for (const std::uint32_t batch : {1U, 2U, 50U, 64U, 100U, 999U})
                for (int step = 1; batch < n && step < 60; ++step) ASSERT_TRUE(agrees(n, batch, 7, step));
}

TEST(MinibatchMemory, TellsSeedsApartThatShareASlot) {
    for (int round = 0; round < 2; ++round)
        for (std::uint64_t seed = 0; seed < 3000; ++seed) ASSERT_TRUE(agrees(100, 10, seed << (seed % 3 * 20), static_cast<int>(1 + seed % 37)));
}

TEST(MinibatchMemory, ServesThreadsAtOnce) {
    std::atomic<int> wrong{0};
    const auto work = [&](std::uint64_t offset) {
        for (int step = 1; step <= 300; ++step)
            for (std::uint64_t seed = 0; seed < 20; ++seed) wrong += !agrees(130, 9, (seed + offset) % 20, step);
    };
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t i = 0; i < 4; ++i) threads.emplace_back(work, i * 5);
    }
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace thalweg
