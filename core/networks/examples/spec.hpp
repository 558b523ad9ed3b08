// A data set that the program draws itself is facts plus one pure function: one example of a wanted class.
//
// Example i depends on the seed and on i alone, so asking for more examples leaves the first ones where they are; and the noise
// has draws of its own, so turning it up moves every point along a line.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/networks/examples.hpp"
#include "core/numerics/random.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {

using ExamplesOrError = std::variant<std::shared_ptr<const Examples>, std::string>;

inline constexpr int max_examples = 1'000'000;
inline constexpr std::size_t max_examples_bytes = std::size_t{512} << 20;  // of the numbers of one set: 60,000 images of 28 × 28 take 360 MiB

// The random numbers of one example, one after the other.
class ExampleDraws {
public:
    ExampleDraws(std::uint64_t seed, Stream stream, std::uint32_t example) : seed_(seed), stream_(stream), example_(example) {}

    double between(double low, double high) { return low + (high - low) * uniform(next()); }
    double gaussian() { return normal(next()); }
    int below(int n) { return static_cast<int>(uniform(next()) * n); }
    double sign() { return below(2) == 0 ? -1 : 1; }

private:
    RandomBlock next() { return draw(seed_, stream_, example_, count_++); }

    std::uint64_t seed_;
    Stream stream_;
    std::uint32_t example_, count_ = 0;
};

struct ExampleWanted {
    std::span<const double> parameters;
    int label;     // the class that it must have, i mod classes: every set is balanced; 0 in a regression
    double noise;  // σ; of use only to a set that adds its noise itself
};

using ExampleVector = Eigen::Ref<Eigen::VectorXd>;

struct ExamplesShape {
    int features = 2;    // per time step
    int classes = 0;     // 0: a regression with one output
    int time_steps = 1;

    bool operator==(const ExamplesShape&) const = default;
};

// Where noise goes.
enum class NoiseOn {
    inputs,   // every feature, after the class was decided: σ·ξ, ξ standard normal
    targets,  // the answers of a regression
    itself,   // the data set has its own way
};

struct ExamplesSpec {
    std::string_view id;     // "spiral", as in files and on the command line
    std::string_view name;   // "Spirals"
    std::string_view shows;  // one sentence: what to look at here
    std::vector<Parameter> parameters = {};
    ExamplesShape shape = {};
    ExamplesShape (*shape_with)(std::span<const double> parameters) = nullptr;  // where it depends on them; `shape` is then that of the defaults
    int count = 200;  // defaults
    double noise = 0;
    NoiseOn noise_on = NoiseOn::inputs;
    double noise_slider = 2;        // what is worth trying
    std::optional<Box> domain = {};  // two features: of a decision map; one feature: of the curve, y being the answer
    // Fills in the features, and in a regression the target.
    void (*example)(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector target) = nullptr;
};

std::span<const ExamplesSpec> examples_catalogue();       // in display order
const ExamplesSpec* find_examples(std::string_view id);   // nullptr if there is none

ExamplesShape shape_of(const ExamplesSpec& spec, std::span<const double> parameters);
std::vector<double> default_parameters(const ExamplesSpec& spec);

// As many examples as asked for. Parameters, count and noise must be within their ranges.
Examples draw_examples(const ExamplesSpec& spec, std::span<const double> parameters, int count, double noise, std::uint64_t seed);

// σ·ξ on the inputs, or in a regression on the targets.
void add_noise(Examples& examples, double noise, NoiseOn where, std::uint64_t seed);

// What can be said to a data set besides its own parameters.
const Parameter& examples_count();
const Parameter& examples_noise();

namespace examples {
inline Parameter whole(std::string_view id, std::string_view symbol, std::string_view meaning, double value, Range range) {
    return {id, symbol, meaning, value, range, Scale::count};
}
// The width of the empty strip between two classes.
inline Parameter gap(double value, double most) { return {"gap", "gap", "width of the empty strip between the classes", value, {0, most}, Scale::linear}; }
}  // namespace examples

}  // namespace thalweg
