// Small helpers that several tests share.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/facts/text.hpp"
#include "core/numerics/random.hpp"
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/scenario.hpp"

namespace thalweg::test {

// first, first + step, …: n numbers.
inline std::vector<double> evenly(double first, double step, std::size_t n) {
    std::vector<double> all(n);
    for (std::size_t i = 0; i < n; ++i) all[i] = first + static_cast<double>(i) * step;
    return all;
}

// The same bits; any NaN equals any other.
inline bool same_bits(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
inline bool same_bits(const Point& a, const Point& b) { return same_bits(a.x(), b.x()) && same_bits(a.y(), b.y()); }
inline bool same_bits(const std::vector<Point>& a, const std::vector<Point>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!same_bits(a[i], b[i])) return false;
    return true;
}

// A reproducible stream of numbers for tests: every test starts its own.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : seed_(seed) {}
    RandomBlock bits() { return draw(seed_, Stream::dataset_inputs, 1000, count_++); }
    double between(double low, double high) { return low + (high - low) * uniform(bits()); }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(uniform(bits()) * static_cast<double>(n)); }
    bool coin() { return bits()[0] & 1; }

private:
    std::uint64_t seed_;
    std::uint32_t count_ = 0;
};

// The ids of a catalogue, for tests that run once per entry.
template <class Catalogue>
std::vector<std::string> ids(const Catalogue& catalogue) {
    std::vector<std::string> all;
    for (const auto& spec : catalogue) all.emplace_back(spec.id);
    return all;
}

inline std::vector<double> defaults(const SurfaceSpec& surface) { return default_problem(surface).parameters; }

inline std::shared_ptr<const Problem> problem_on(std::string_view surface) { return build_problem(default_problem(*find_surface(surface))); }
inline std::shared_ptr<const Problem> problem_on_data(std::string_view data, int batch = 0) {
    ProblemChoice choice = default_problem(find_dataset(data), std::string(data));
    choice.batch = batch;
    return build_problem(choice);
}

inline bool is_whole(const Parameter& p) { return p.scale == Scale::count || p.scale == Scale::log_count; }

// Any number that the parameter allows.
inline double any_value(const Parameter& p, Numbers& numbers) {
    if (p.scale == Scale::toggle) return numbers.coin() ? 1 : 0;
    const double value = numbers.between(p.range.min, p.range.max);
    return is_whole(p) ? std::floor(value) : value;
}

inline RacerSetup racer_with(std::string_view optimizer, std::initializer_list<std::pair<std::string_view, double>> values = {}, Point start = {-1.2, 1}) {
    const OptimizerSpec* spec = find_optimizer(optimizer);
    EXPECT_NE(spec, nullptr) << optimizer;
    RacerSetup setup{.optimizer = spec, .hyper = default_hyperparameters(*spec), .start = start};
    for (const auto& [key, value] : values) {
        const int i = index_of(spec->hyperparameters, key);
        EXPECT_GE(i, 0) << optimizer << " has no " << key;
        setup.hyper[static_cast<std::size_t>(i)] = value;
    }
    return setup;
}

// One racer per optimizer of the catalogue, all with their defaults.
inline std::vector<RacerSetup> everybody(const Point& start) {
    std::vector<RacerSetup> all;
    for (const OptimizerSpec& spec : optimizer_catalogue()) all.push_back({.optimizer = &spec, .hyper = default_hyperparameters(spec), .start = start});
    return all;
}

// Equal rows, bit for bit.
inline testing::AssertionResult same_path(const History& a, const History& b) {
    if (a.rows() != b.rows()) return testing::AssertionFailure() << a.rows() << " rows against " << b.rows();
    for (int t = 0; t < a.rows(); ++t)
        if (!same_bits(a.theta(t), b.theta(t)) || !same_bits(a.loss(t), b.loss(t)))
            return testing::AssertionFailure() << "row " << t << ": (" << a.theta(t).transpose() << ") " << a.loss(t) << " against (" << b.theta(t).transpose() << ") " << b.loss(t);
    return testing::AssertionSuccess();
}

inline testing::AssertionResult contains(const std::string& text, const std::string& part) {
    if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "'" << part << "' is missing in: " << text;
}

}  // namespace thalweg::test
