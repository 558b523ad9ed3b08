#include "app/views/row_picker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/numerics/pack.hpp"

namespace thalweg::app {
namespace {

struct Extremes { double low, high; };

Extremes extremes(std::span<const double> values, bool magnitude) {
    constexpr std::size_t width = native_lanes;
    const auto one = [&](double v) { return magnitude ? std::abs(v) : v; };
    if (values.size() < width) {
        Extremes all{one(values[0]), one(values[0])};
        for (const double v : values) all.low = min(all.low, one(v)), all.high = max(all.high, one(v));
        return all;
    }
    const auto at = [&](std::size_t i) { return magnitude ? abs(Lanes::load(&values[i])) : Lanes::load(&values[i]); };
    const std::size_t end = values.size() - width;
    Lanes low = at(end), high = low;
    for (std::size_t i = 0; i < end; i += width) low = min(low, at(i)), high = max(high, at(i));
    const Pair lowest = folded<2>(low, [](auto a, auto b) { return min(a, b); }), highest = folded<2>(high, [](auto a, auto b) { return max(a, b); });
    return {min(lowest[0], lowest[1]), max(highest[0], highest[1])};
}

// Whether all of them are finite and, where asked, none is below zero.
bool all_there(std::span<const double> values, bool not_negative) {
    constexpr std::size_t width = native_lanes;
    constexpr double largest = std::numeric_limits<double>::max();
    const double least = not_negative ? 0 : -largest;
    Lanes::Mask there = ~Lanes::Mask{};
    std::size_t i = 0;
    for (; i + width <= values.size(); i += width) {
        const Lanes here = Lanes::load(&values[i]);
        there &= (here >= Lanes(least)) & (here <= Lanes(largest));
    }
    while (i < values.size() && values[i] >= least && values[i] <= largest) ++i;
    return i == values.size() && Lanes::all(there);
}

class RowPicker {
public:
    RowPicker(const StepSeries& series, const Axis& steps, double per_unit) : series_(series), steps_(steps), per_unit_(per_unit), rows_(visible_rows(series.values.size(), steps, series.x)) {
        while (rows_.end > rows_.begin && is_gap(value(rows_.end - 1))) --rows_.end;
        gaps_ = !all_there(series.values.subspan(rows_.begin, rows_.end - rows_.begin), series.negative_is_gap && !series.magnitude);
    }

    KeptRows pick() {
        const std::size_t columns = static_cast<std::size_t>((steps_.hi - steps_.lo) * per_unit_) + 2, most = std::min(rows_.end - rows_.begin, 4 * columns);
        kept_.x.reserve(most), kept_.y.reserve(most);
        for (std::size_t i = rows_.begin; i < rows_.end;) {
            if (is_gap(value(i))) {
                put_waiting({});
                kept_.ends.push_back(kept_.x.size());
                ++i;
                continue;
            }
            const std::size_t end = end_of_column(i);
            put_column(i, end);
            i = end;
        }
        put_waiting({});
        kept_.ends.push_back(kept_.x.size());
        return std::move(kept_);
    }

private:
    double x_at(std::size_t i) const { return series_.x.empty() ? static_cast<double>(i) : series_.x[i]; }
    double value(std::size_t i) const { return series_.magnitude ? std::abs(series_.values[i]) : series_.values[i]; }
    bool is_gap(double v) const { return std::isnan(v) || (series_.negative_is_gap && v < 0); }

    // Behind the last row of the column that row i begins, or at the first gap in it.
    std::size_t end_of_column(std::size_t i) const {
        const double x_end = steps_.lo + (std::floor((x_at(i) - steps_.lo) * per_unit_) + 1) / per_unit_;
        std::size_t end = i + 1;
        if (series_.x.empty()) end = std::clamp(static_cast<std::size_t>(std::ceil(x_end)), i + 1, rows_.end);
        else
            while (end < rows_.end && series_.x[end] < x_end) ++end;
        if (gaps_)
            for (std::size_t k = i + 1; k < end; ++k)
                if (is_gap(value(k))) return k;
        return end;
    }

    void put(std::size_t i) {
        kept_.x.push_back(x_at(i));
        kept_.y.push_back(value(i));
    }

    void put_column(std::size_t begin, std::size_t end) {
        const Extremes found = extremes(series_.values.subspan(begin, end - begin), series_.magnitude);
        put_waiting(begin);
        put(begin);
        const double first = put_last_ = value(begin);
        if (end - begin == 1) return;
        const double last = value(end - 1);
        if (found.low < std::min(first, last) || found.high > std::max(first, last)) {
            const auto row_of = [&](double v) {
                std::size_t row = begin;
                while (value(row) != v) ++row;
                return row;
            };
            std::array<std::size_t, 2> inner{row_of(found.low), row_of(found.high)};
            if (inner[0] > inner[1]) std::swap(inner[0], inner[1]);
            for (const std::size_t row : inner)
                if (row != begin && row != end - 1) put(row), put_last_ = value(row);
        }
        waiting_ = end - 1;
    }

    void put_waiting(std::optional<std::size_t> next) {
        if (!waiting_) return;
        const double here = value(*waiting_), next_value = next ? value(*next) : here, near = 2 / per_unit_;
        if (!next || x_at(*next) - x_at(*waiting_) > near || here < std::min(put_last_, next_value) || here > std::max(put_last_, next_value)) put(*waiting_);
        waiting_.reset();
    }

    StepSeries series_;
    const Axis& steps_;
    double per_unit_;
    Rows rows_;
    bool gaps_;
    KeptRows kept_;
    double put_last_ = 0;                 // the value that was put last
    std::optional<std::size_t> waiting_;  // the last row of the column before
};

}  // namespace

Rows visible_rows(std::size_t count, const Axis& steps, std::span<const double> x) {
    const double last = static_cast<double>(count);
    if (!x.empty()) {
        const auto row = [&](auto at) { return static_cast<std::size_t>(at - x.begin()); };
        const std::size_t begin = row(std::lower_bound(x.begin(), x.end(), steps.lo)), end = row(std::upper_bound(x.begin(), x.end(), steps.hi));
        return {begin > 0 ? begin - 1 : 0, std::min(end + 1, count)};
    }
    return {static_cast<std::size_t>(std::clamp(std::floor(steps.lo), 0.0, last)), static_cast<std::size_t>(std::clamp(std::ceil(steps.hi) + 1, 0.0, last))};
}

KeptRows pick_rows(const StepSeries& series, const Axis& steps, double per_unit) { return RowPicker(series, steps, per_unit).pick(); }

}  // namespace thalweg::app
