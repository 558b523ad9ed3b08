// Remembers the moves of a path by the cells of their ends: one that swings to and fro makes the same few over and over.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "app/scene/point_run.hpp"

namespace thalweg::app {

class RepeatedMoves {
public:
    explicit RepeatedMoves(double cell) : per_cell_(1 / cell) {}

    // To the next step. Whether the path went between the same two cells before, either way. Of a move within a cell: no.
    bool to(double x, double y) { return reach(cell_at(x, y)); }
    // The same for a run of steps, none of them `far` or further away: bit i for its step i.
    template <std::size_t size>
    std::uint32_t through(const PointRun<size>& run) {
        static_assert(size <= 32);
        std::uint32_t repeats = 0;
        const auto cells = run.whole_numbers(per_cell_);
        for (std::size_t i = 0; i < size; ++i) repeats |= static_cast<std::uint32_t>(reach(packed(cells[2 * i], cells[2 * i + 1]))) << i;
        return repeats;
    }
    // Whether a run, likewise, does nothing but the last move, to and fro. It ends where it began, so there is nothing to remember.
    template <std::size_t size>
    bool swings(const PointRun<size>& run) const {
        static_assert(size % 2 == 0);
        if (before_ == cell_ || before_ == nowhere || cell_ == nowhere) return false;
        std::array<std::uint64_t, 2 + size> cells{before_, cell_};
        const auto whole = run.whole_numbers(per_cell_);
        for (std::size_t i = 0; i < size; ++i) cells[i + 2] = packed(whole[2 * i], whole[2 * i + 1]);
        return std::memcmp(&cells[2], &cells[0], size * sizeof cells[0]) == 0;
    }
    // There, by a way that is not remembered.
    void start(double x, double y) {
        before_ = nowhere;
        cell_ = cell_at(x, y);
    }
    void break_off() { before_ = cell_ = nowhere; }

    static constexpr double far = 1e6;  // pixels: beyond, moves are not remembered

private:
    static constexpr int bits = 11;
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

    static std::uint64_t packed(std::int32_t x, std::int32_t y) { return std::uint64_t{static_cast<std::uint32_t>(y)} << 32 | static_cast<std::uint32_t>(x); }
    std::uint64_t cell_at(double x, double y) const {
        if (!(std::abs(x) < far && std::abs(y) < far)) return nowhere;
        return packed(static_cast<std::int32_t>(x * per_cell_), static_cast<std::int32_t>(y * per_cell_));
    }
    bool reach(std::uint64_t cell) {
        const std::uint64_t from = before_ = std::exchange(cell_, cell);
        if (from == cell || from == nowhere || cell == nowhere) return false;
        const std::uint64_t move = std::min(from, cell) * 0x9e3779b97f4a7c15u + std::max(from, cell) * 0xc2b2ae3d27d4eb4fu;  // as good as the two cells themselves
        return std::exchange(moves_[move >> (64 - bits)], move) == move;  // the one that had its place is forgotten: then it is drawn twice
    }

    double per_cell_;
    std::uint64_t before_ = nowhere, cell_ = nowhere;  // the last two: the move between them is the last one remembered
    std::array<std::uint64_t, 1 << bits> moves_{};
};

}  // namespace thalweg::app
