#include "app/scene/path_coverage.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace thalweg::app {
namespace {

constexpr std::uint32_t fresh_for = 8;   // vertices: a slow line must not be cut up because it is still in the cell it has just entered

class Coverage {
public:
    Coverage(PixelSize size, double cell)
        : per_cell_(1 / cell), columns_(static_cast<int>(size.width / cell) + 1 + 2 * margin), rows_(static_cast<int>(size.height / cell) + 1 + 2 * margin),
          first_visit_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

    /// Whether the segment shows anything new; then its cells count as covered. `index` grows along the path.
    bool add(const PathVertex& a, const PathVertex& b, std::uint32_t index) {
        const double ax = static_cast<double>(a.x) * per_cell_ + margin, ay = static_cast<double>(a.y) * per_cell_ + margin;
        const double dx = (static_cast<double>(b.x) - static_cast<double>(a.x)) * per_cell_, dy = (static_cast<double>(b.y) - static_cast<double>(a.y)) * per_cell_;
        const int steps = static_cast<int>(std::ceil(std::max(std::abs(dx), std::abs(dy)))) + 1;
        const auto visit = [&](int k) {
            const double t = static_cast<double>(k) / steps;
            return at(static_cast<int>(ax + dx * t), static_cast<int>(ay + dy * t));
        };
        int k = 0;
        while (k <= steps && is_covered(visit(k), index)) ++k;
        if (k > steps) return false;
        for (; k <= steps; ++k)
            if (std::uint32_t* cell = visit(k); cell != nullptr && *cell == 0) *cell = index;
        return true;
    }

private:
    static constexpr int margin = 12;   // cells around the picture: wider than a line

    std::uint32_t* at(int i, int j) {
        if (i < 0 || j < 0 || i >= columns_ || j >= rows_) return nullptr;
        return &first_visit_[static_cast<std::size_t>(j) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(i)];
    }
    static bool is_covered(const std::uint32_t* cell, std::uint32_t index) { return cell == nullptr || (*cell != 0 && *cell + fresh_for < index); }

    double per_cell_;
    int columns_, rows_;
    std::vector<std::uint32_t> first_visit_;   // index, 0: never
};

}  // namespace

void drop_covered(std::vector<PathVertex>& vertices, PixelSize size, double cell) {
    Coverage coverage(size, cell);
    std::vector<PathVertex> kept;
    kept.reserve(vertices.size());
    const auto close_strip = [&] {
        if (!kept.empty() && kept.back().step >= 0) kept.push_back({kept.back().x, kept.back().y, 0, path_gap});
    };
    for (std::size_t i = 0; i + 1 < vertices.size(); ++i) {
        const PathVertex &a = vertices[i], &b = vertices[i + 1];
        if (a.step < 0 || b.step < 0 || !coverage.add(a, b, static_cast<std::uint32_t>(i + 1))) {
            close_strip();
            continue;
        }
        if (kept.empty()) kept.push_back({a.x, a.y, 0, path_gap});
        if (kept.back().step < 0) kept.push_back(a);
        kept.push_back(b);
    }
    close_strip();
    vertices = std::move(kept);
}

void drop_covered_dots(std::vector<PathVertex>& dots, PixelSize size, double cell) {
    Coverage coverage(size, cell);
    constexpr std::uint32_t apart = fresh_for + 1;   // no dot is the continuation of another
    std::uint32_t index = apart;
    std::erase_if(dots, [&](const PathVertex& dot) { return !coverage.add(dot, dot, index += apart); });
}

}  // namespace thalweg::app
