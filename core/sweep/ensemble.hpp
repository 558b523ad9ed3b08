// The same race with seed, seed + 1, …: how far chance alone spreads the racers. Member i is bit for bit the race with
// seed + i; member 0 is the race itself.
//
// Stepping is cut by members, statistics are cut by rows and each taken over all members in order, so the numbers do not
// depend on how many threads share the work.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/race/lanes.hpp"
#include "core/sweep/quantiles.hpp"

namespace thalweg {

inline constexpr int max_members = 4096;
inline constexpr long max_member_rows = 30'000'000;  // racers × members × steps: a quarter of a gigabyte of positions

// What the members are at one step. Those that have diverged by then no longer count.
struct EnsembleRow {
    int members = 0;
    Point mean = Point::Zero();
    double xx = 0, xy = 0, yy = 0;  // covariance, with n − 1; 0 for a single member
    Quantiles loss{};               // of the exact loss; a loss that is not a number counts as infinite
    Quantiles distance{};           // to the nearest of the problem's minima; 0 where it lists none
};

class Ensemble {
public:
    using Clock = std::chrono::steady_clock;
    using Position = Eigen::Vector2f;

    // From row 0, with 1 … max_members members. Racers that `former` has finished on the same arena with as many are taken over from it.
    void arrange(const Arena& arena, const std::vector<RacerSetup>& setups, int members, const Ensemble* former = nullptr);

    // Runs until all is done, the deadline passes or a stop is asked for. True when all is done.
    bool advance(Clock::time_point deadline = Clock::time_point::max(), const std::stop_token& stop = {}, int threads = 1);

    bool done() const { return row_ > arena_.steps || blocks_.empty(); }
    int row() const { return blocks_.empty() ? arena_.steps + 1 : row_; }  // rows below it are done
    const Arena& arena() const { return arena_; }
    int members() const { return members_; }
    std::size_t size() const { return tracks_.size(); }
    const RacerSetup& setup(std::size_t racer) const { return tracks_[racer]->setup; }
    std::uint64_t revision(std::size_t racer) const { return tracks_[racer]->revision; }  // another one when its rows are others

    // One per step as long as any member runs.
    std::span<const EnsembleRow> rows(std::size_t racer) const;
    // Where the members are at a row, rounded; those that have diverged are not a number.
    std::span<const Position> positions(std::size_t racer, int row) const;

private:
    struct Track {
        RacerSetup setup;
        std::uint64_t revision = 0;
        std::vector<EnsembleRow> rows;
        std::vector<Position> positions;  // row after row
        std::vector<int> ends;            // per member: the rows it has
        int length = 0;                   // rows with a member
    };
    struct Member {     // all racers with one seed
        Arena arena;
        std::size_t first = 0, count = 0;  // of the block's lanes
    };
    struct Block {      // members that one thread steps
        std::size_t first_member = 0;
        std::vector<Member> members;
        std::vector<Lane> lanes;             // member after member
        std::vector<std::size_t> places;     // of each lane in a row of the slab: racer by racer, members inside
        std::vector<Point> theta, gradient, draws;
        std::vector<double> loss;
        std::vector<std::byte> states;
    };

    void step(Block& block, int until);
    void drop_lost(Block& block, int row);
    void summarise(int row);

    Arena arena_;
    int members_ = 0;
    std::vector<std::shared_ptr<Track>> tracks_;  // shared with later ensembles once they are done
    std::vector<std::size_t> running_;            // the racers that are not taken over
    std::vector<Block> blocks_;
    int row_ = 0;

    // θ and loss of the rows from row_ on: filled by step(), read by summarise().
    int slab_rows_ = 0;
    std::vector<Point> theta_slab_;
    std::vector<double> loss_slab_;
};

}  // namespace thalweg
