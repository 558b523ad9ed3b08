// Samples of a function over a rectangle, ready to be uploaded as a texture.
#pragma once

#include "app/scene/view_rect.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace thalweg::app {

// Writes f(x[i], y) to out[i] for every i. Called from several threads at once, and from another thread than the one that made it.
using RowSampler = std::function<void(std::span<const double> x, double y, double* out)>;

// Stored where f has no finite value. Not a NaN: shaders and vectorised minima treat those unreliably.
inline constexpr float no_value = 3e38f;
// Finite values are stored within ± this, so that interpolation cannot overflow.
inline constexpr float largest_height = 1e37f;

// Sample (i, j) sits in the middle of cell (i, j) of `rect` cut into width × height cells, row 0 at y_lo.
// Two more samples on every side let a cubic filter work up to the border.
struct HeightField {
    static constexpr int apron = 2;

    int width = 0, height = 0;          // without the apron
    ViewRect rect;                      // without the apron
    std::vector<float> values;          // f − base
    double base = 0;                    // subtracted in double, so that floats keep their digits for the differences
    double min = 0, max = 0;            // of the finite values, apron included; min > max where there is none
    bool has_holes = false;             // some value is `no_value`
    bool preview = false;               // a sharper one is on its way
    std::uint64_t revision = 0;         // distinct for every field ever sampled

    int stride() const { return width + 2 * apron; }
    int rows() const { return height + 2 * apron; }
    bool empty() const { return values.empty(); }
    // i and j may reach `apron` cells outside.
    float at(int i, int j) const { return values[static_cast<std::size_t>(j + apron) * static_cast<std::size_t>(stride()) + static_cast<std::size_t>(i + apron)]; }
    double dx() const { return rect.width() / width; }
    double dy() const { return rect.height() / height; }
};

struct FieldRequest {
    RowSampler sampler;
    ViewRect rect;
    int width = 0, height = 0;
    std::optional<double> known_minimum;  // of the function anywhere
};

// Samples on up to `threads` threads; the result does not depend on how many. Empty when `*cancelled` became true.
HeightField sample_height_field(const FieldRequest& request, int threads = 1, const std::atomic<bool>* cancelled = nullptr);

}  // namespace thalweg::app
