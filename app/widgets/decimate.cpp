#include "app/widgets/decimate.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

// The points of one pixel column, reduced while they come.
class Column {
public:
    void add(float x, float y) {
        const PlotPoint p{x, y};
        if (count_ == 0) first_ = lowest_ = highest_ = p, lowest_at_ = highest_at_ = 0;
        if (y < lowest_.y) lowest_ = p, lowest_at_ = count_;
        if (y > highest_.y) highest_ = p, highest_at_ = count_;
        last_ = p;
        ++count_;
    }
    void flush(PixelRun& run) {
        if (count_ == 0) return;
        run.push_back(first_);
        const bool low_first = lowest_at_ < highest_at_;
        for (const bool low : {low_first, !low_first}) {
            const std::size_t at = low ? lowest_at_ : highest_at_;
            if (at != 0 && at != count_ - 1 && !(low != low_first && lowest_at_ == highest_at_)) run.push_back(low ? lowest_ : highest_);
        }
        if (count_ > 1) run.push_back(last_);
        count_ = 0;
    }

private:
    PlotPoint first_{}, lowest_{}, highest_{}, last_{};
    std::size_t count_ = 0, lowest_at_ = 0, highest_at_ = 0;
};

struct Visible { std::size_t begin, end; };

// Evenly spaced x: only what is on screen is looked at, with one neighbour on either side so that the line leaves the picture.
Visible visible_part(const SeriesData& data, const std::function<double(double)>& x_pixel, double left, double right) {
    if (data.count == 0) return {0, 0};
    const auto first_from = [&](double edge) {
        std::size_t low = 0, high = data.count;
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            if (x_pixel(data.x_at(middle)) < edge) low = middle + 1;
            else high = middle;
        }
        return low;
    };
    const std::size_t begin = first_from(left), end = first_from(right);
    return {begin > 0 ? begin - 1 : 0, std::min(end + 1, data.count)};
}

}  // namespace

SeriesRange range_of(const SeriesData& data, bool positive) {
    SeriesRange range;
    for (std::size_t i = 0; i < data.count; ++i)
        if (const double v = data.y_at(i); std::isfinite(v) && (!positive || v > 0)) range.include(v);
    return range;
}

std::vector<PixelRun> decimate(const SeriesData& data, const std::function<double(double)>& x_pixel, const std::function<double(double)>& y_pixel,
                               double left, double right, double top, double bottom) {
    std::vector<PixelRun> runs(1);
    const Visible part = visible_part(data, x_pixel, left, right);
    const double reach = std::max(bottom - top, 1.0), sideways = std::max(right - left, 1.0);
    Column column;
    long current = std::numeric_limits<long>::min();
    const auto gap = [&] {
        column.flush(runs.back());
        if (!runs.back().empty()) runs.emplace_back();
        current = std::numeric_limits<long>::min();
    };
    for (std::size_t i = part.begin; i < part.end; ++i) {
        const double value = data.y_at(i);
        double y = y_pixel(value), x = x_pixel(data.x_at(i));
        if (std::isnan(y) || std::isnan(x)) {
            gap();
            continue;
        }
        y = std::clamp(y, top - reach, bottom + reach);
        x = std::clamp(x, left - sideways, right + sideways);
        const long here = static_cast<long>(std::floor(x));
        if (here != current) {
            column.flush(runs.back());
            current = here;
        }
        column.add(static_cast<float>(x), static_cast<float>(y));
    }
    column.flush(runs.back());
    if (runs.back().empty()) runs.pop_back();
    return runs;
}

}  // namespace thalweg::app
