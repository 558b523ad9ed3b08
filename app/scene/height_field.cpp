#include "app/scene/height_field.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <thread>

namespace thalweg::app {
namespace {

constexpr int rows_per_piece = 8;
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Extent {
    double min = infinity, max = -infinity;
    bool holes = false;

    void join(const Extent& other) {
        min = std::min(min, other.min);
        max = std::max(max, other.max);
        holes = holes || other.holes;
    }
};

// The compiler's vector type: strict floating point keeps it from splitting a running minimum into lanes by itself, and that one long chain
// would cost more than many a surface.
using Lanes = double __attribute__((vector_size(32)));
using FloatLanes = float __attribute__((vector_size(16)));
using Mask = decltype(Lanes{} < Lanes{});
constexpr int lanes = 4;  // 32 bytes: g++ 12 takes comparisons of wider generic vectors apart, which is twenty times slower

// Stores heights above `base` and keeps the extremes of f, four values at a time.
class RowStore {
public:
    explicit RowStore(double base) : base_(base) {}

    void store(const double* row, float* out) {
        Lanes f;
        std::memcpy(&f, row, sizeof f);
        const Mask finite = (f - f) == 0.0;  // infinity - infinity is NaN
        const Lanes low = finite ? f : Lanes{} + infinity, high = finite ? f : Lanes{} - infinity;
        min_ = low < min_ ? low : min_;
        max_ = high > max_ ? high : max_;
        all_finite_ &= finite;
        constexpr double most = static_cast<double>(largest_height), none = static_cast<double>(no_value);
        Lanes height = f - base_;
        height = height > -most ? height : Lanes{} - most;
        height = height < most ? height : Lanes{} + most;
        height = finite ? height : Lanes{} + none;
        const FloatLanes stored = __builtin_convertvector(height, FloatLanes);
        std::memcpy(out, &stored, sizeof stored);
    }

    Extent extent() const {
        Extent all;
        for (int k = 0; k < lanes; ++k) all.join({min_[k], max_[k], all_finite_[k] == 0});
        return all;
    }

private:
    double base_;
    Lanes min_ = Lanes{} + infinity, max_ = Lanes{} - infinity;
    Mask all_finite_ = Lanes{} == Lanes{};
};

Extent store_row(const double* row, int n, double base, float* out) {
    RowStore store(base);
    int i = 0;
    for (; i + lanes <= n; i += lanes) store.store(row + i, out + i);
    if (i < n) {  // the rest, filled up with a value that counts anyway
        double rest[lanes];
        float stored[lanes];
        std::fill_n(std::copy(row + i, row + n, rest), lanes - (n - i), row[i]);
        store.store(rest, stored);
        std::copy_n(stored, n - i, out + i);
    }
    return store.extent();
}

std::vector<double> evenly(double first, double step, int n) {
    std::vector<double> x(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) x[static_cast<std::size_t>(i)] = first + i * step;
    return x;
}

// Somewhere near the field's minimum: good enough to subtract.
double rough_minimum(const FieldRequest& request) {
    constexpr int n = 32;
    double row[n];
    double lowest = infinity;
    const double dx = request.rect.width() / n, dy = request.rect.height() / n;
    const std::vector<double> x = evenly(request.rect.x_lo + 0.5 * dx, dx, n);
    for (int j = 0; j < n; ++j) {
        request.sampler(x, request.rect.y_lo + (j + 0.5) * dy, row);
        for (const double f : row)
            if (std::isfinite(f)) lowest = std::min(lowest, f);
    }
    return std::isfinite(lowest) ? lowest : 0.0;
}

}  // namespace

HeightField sample_height_field(const FieldRequest& request, int threads, const std::atomic<bool>* cancelled) {
    static std::atomic<std::uint64_t> next_revision{1};
    HeightField field;
    if (request.width <= 0 || request.height <= 0 || !request.sampler) return field;
    field.width = request.width;
    field.height = request.height;
    field.rect = request.rect;
    field.base = request.known_minimum ? *request.known_minimum : rough_minimum(request);

    const int stride = field.stride(), rows = field.rows();
    const double dx = field.dx(), dy = field.dy();
    const std::vector<double> x = evenly(request.rect.x_lo + (0.5 - HeightField::apron) * dx, dx, stride);
    const double y0 = request.rect.y_lo + (0.5 - HeightField::apron) * dy;
    field.values.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows));

    const int pieces = (rows + rows_per_piece - 1) / rows_per_piece;
    std::vector<Extent> extents(static_cast<std::size_t>(pieces));
    std::atomic<int> next_piece{0};
    const auto stopped = [&] { return cancelled != nullptr && cancelled->load(std::memory_order_relaxed); };
    const auto work = [&] {
        std::vector<double> row(static_cast<std::size_t>(stride));
        for (int piece = next_piece++; piece < pieces && !stopped(); piece = next_piece++) {
            for (int j = piece * rows_per_piece; j < std::min(rows, (piece + 1) * rows_per_piece); ++j) {
                request.sampler(x, y0 + j * dy, row.data());
                float* out = field.values.data() + static_cast<std::size_t>(j) * static_cast<std::size_t>(stride);
                extents[static_cast<std::size_t>(piece)].join(store_row(row.data(), stride, field.base, out));
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < std::min(threads, pieces); ++i) helpers.emplace_back(work);
        work();
    }
    if (stopped()) return {};

    Extent all;
    for (const Extent& e : extents) all.join(e);
    field.min = all.min;
    field.max = all.max;
    field.has_holes = all.holes;
    field.revision = next_revision++;
    return field;
}

}  // namespace thalweg::app
