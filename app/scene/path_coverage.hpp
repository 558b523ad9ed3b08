// Long runs go over the same pixels again and again (limit cycles, noise around a minimum). Drawn once they look the same and cost less.
// Paths of few vertices stay as they are.
#pragma once

#include "app/scene/path_geometry.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace thalweg::app {

// Remembers the moves of a path by the cells of their ends. One that swings to and fro makes the same few over and over.
class RepeatedMoves {
public:
    RepeatedMoves(PixelSize size, double cell) : size_(size), per_cell_(1 / cell) {}

    // To the next step. Whether the path went between the same two cells before, either way. Of a move within a cell or across the
    // picture's edge: no.
    bool to(double x, double y) {
        const std::uint32_t from = cell_;
        start(x, y);
        if (from == cell_ || from == outside || cell_ == outside) return false;
        const std::uint64_t move = from < cell_ ? std::uint64_t{from} << 32 | cell_ : std::uint64_t{cell_} << 32 | from;
        std::uint64_t& known = moves_[move * 0x9e3779b97f4a7c15u >> (64 - bits)];
        if (known == move) return true;
        known = move;  // one that had its place is forgotten: then it is drawn twice
        return false;
    }
    // There, by a way that is not remembered.
    void start(double x, double y) {
        const bool inside = x >= 0 && y >= 0 && x < size_.width && y < size_.height;
        cell_ = inside ? static_cast<std::uint32_t>(y * per_cell_) << 16 | static_cast<std::uint32_t>(x * per_cell_) : outside;
    }
    void break_off() { cell_ = outside; }

private:
    static constexpr int bits = 11;
    static constexpr std::uint32_t outside = 0xffffffff;

    PixelSize size_;
    double per_cell_;
    std::uint32_t cell_ = outside;
    std::array<std::uint64_t, 1 << bits> moves_{};  // by their hash; no move: between cell 0 and itself
};

// Removes segments whose pixels earlier segments have already covered, and those outside the picture. `cell`: pixels; about half a line's width.
// The first visit is the one that stays, so that both what lies before a playhead and what lies after it keep their pixels.
void drop_covered(std::vector<PathVertex>& vertices, PixelSize size, double cell);

// Removes dots on cells that earlier dots have already marked.
void drop_covered_dots(std::vector<PathVertex>& dots, PixelSize size, double cell);

}  // namespace thalweg::app
