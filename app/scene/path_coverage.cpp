#include "app/scene/path_coverage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg::app {
namespace {

constexpr std::size_t few = 1200;      // vertices or dots: not worth looking for pixels drawn twice
constexpr float opaque = 0.97f;        // strength
constexpr std::size_t fresh_for = 8;   // vertices: a slow line must not be cut up because it is still in the cell it has just entered

class Coverage {
public:
    Coverage(PixelSize size, double cell)
        : per_cell_(1 / cell), columns_(static_cast<int>(size.width / cell) + 1 + 2 * margin), rows_(static_cast<int>(size.height / cell) + 1 + 2 * margin),
          covered_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

    // Whether the segment shows anything that is not covered.
    bool shows(const PathVertex& a, const PathVertex& b) const {
        return !each_cell(a, b, [&](std::size_t cell) { return covered_[cell]; });
    }
    void cover(const PathVertex& a, const PathVertex& b) {
        if (std::min(a.strength, b.strength) < opaque) return;  // what comes upon it is seen
        each_cell(a, b, [&](std::size_t cell) { return covered_[cell] = true; });
    }

private:
    static constexpr int margin = 12;  // cells around the picture: wider than a line

    // Those in the picture, in order, as long as `visit` says true. Whether it did so to the last.
    template <class Visit>
    bool each_cell(const PathVertex& a, const PathVertex& b, Visit&& visit) const {
        const double ax = static_cast<double>(a.x) * per_cell_ + margin, ay = static_cast<double>(a.y) * per_cell_ + margin;
        const double dx = (static_cast<double>(b.x) - static_cast<double>(a.x)) * per_cell_, dy = (static_cast<double>(b.y) - static_cast<double>(a.y)) * per_cell_;
        const int steps = static_cast<int>(std::max(std::abs(dx), std::abs(dy))) + 2;
        const double x_step = dx / steps, y_step = dy / steps;
        for (int k = 0; k <= steps; ++k) {
            const int i = static_cast<int>(ax + k * x_step), j = static_cast<int>(ay + k * y_step);
            if (i < 0 || j < 0 || i >= columns_ || j >= rows_) continue;
            if (!visit(static_cast<std::size_t>(j) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(i))) return false;
        }
        return true;
    }

    double per_cell_;
    int columns_, rows_;
    std::vector<bool> covered_;  // bits: they stay in the cache
};

}  // namespace

void drop_covered(std::vector<PathVertex>& vertices, PixelSize size, double cell) {
    if (vertices.size() <= few) return;
    Coverage coverage(size, cell);
    std::vector<PathVertex> kept;
    kept.reserve(vertices.size());
    const auto close_strip = [&] {
        if (!kept.empty() && kept.back().step >= 0) kept.push_back({kept.back().x, kept.back().y, 0, path_gap});
    };
    std::array<std::size_t, fresh_for> waiting{};  // the last segments that were kept, each at its index modulo the size; 0: none
    for (std::size_t i = 0; i + 1 < vertices.size(); ++i) {
        const PathVertex &a = vertices[i], &b = vertices[i + 1];
        std::size_t& oldest = waiting[i % fresh_for];
        if (oldest > 0) coverage.cover(vertices[oldest], vertices[oldest + 1]);
        oldest = 0;
        if (a.step < 0 || b.step < 0 || !coverage.shows(a, b)) {
            close_strip();
            continue;
        }
        oldest = i;  // there is a separator at 0
        if (kept.empty()) kept.push_back({a.x, a.y, 0, path_gap});
        if (kept.back().step < 0) kept.push_back(a);
        kept.push_back(b);
    }
    close_strip();
    vertices = std::move(kept);
}

void drop_covered_dots(std::vector<PathVertex>& dots, PixelSize size, double cell) {
    if (dots.size() <= few) return;
    Coverage coverage(size, cell);
    std::erase_if(dots, [&](const PathVertex& dot) {
        if (!coverage.shows(dot, dot)) return true;
        coverage.cover(dot, dot);
        return false;
    });
}

}  // namespace thalweg::app
