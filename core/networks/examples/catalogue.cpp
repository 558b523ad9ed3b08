#include <algorithm>
#include <array>
#include <cassert>

#include "core/facts/catalogue.hpp"
#include "core/networks/examples/spec.hpp"

namespace thalweg {

// In a namespace of their own: `line` and `circle` are words that others may want too.
namespace examples {
#define EXAMPLES(id) ExamplesSpec id();
#include "core/networks/examples/examples.def"
#undef EXAMPLES
}  // namespace examples

std::span<const ExamplesSpec> examples_catalogue() {
    static const std::array all{
#define EXAMPLES(id) examples::id(),
#include "core/networks/examples/examples.def"
#undef EXAMPLES
    };
    return all;
}

const ExamplesSpec* find_examples(std::string_view id) { return find_by_id(examples_catalogue(), id); }

ExamplesShape shape_of(const ExamplesSpec& spec, std::span<const double> parameters) { return spec.shape_with ? spec.shape_with(parameters) : spec.shape; }

std::vector<double> default_parameters(const ExamplesSpec& spec) { return default_values(spec.parameters); }

Examples draw_examples(const ExamplesSpec& spec, std::span<const double> parameters, int count, double noise, std::uint64_t seed) {
    assert(parameters.size() == spec.parameters.size() && count > 0);
    const ExamplesShape shape = shape_of(spec, parameters);
    Examples all;
    all.classes = shape.classes;
    all.time_steps = shape.time_steps;
    all.inputs.setZero(shape.features * shape.time_steps, count);
    all.targets.setZero(shape.classes == 0 || shape.classes == 2 ? 1 : 0, count);
    Eigen::VectorXd target(1);
    for (int i = 0; i < count; ++i) {
        const int label = shape.classes > 0 ? i % shape.classes : 0;
        ExampleDraws draws(seed, Stream::example, static_cast<std::uint32_t>(i));
        spec.example({parameters, label, noise}, draws, all.inputs.col(i), target);
        if (shape.classes > 0) all.labels.push_back(label);
        if (all.targets.rows() > 0) all.targets(0, i) = shape.classes > 0 ? label : target[0];
    }
    add_noise(all, noise, spec.noise_on, seed);
    return all;
}

void add_noise(Examples& examples, double noise, NoiseOn where, std::uint64_t seed) {
    if (noise == 0 || where == NoiseOn::itself) return;
    Eigen::MatrixXd& moved = where == NoiseOn::inputs ? examples.inputs : examples.targets;
    for (Eigen::Index i = 0; i < moved.cols(); ++i) {
        ExampleDraws draws(seed, Stream::example_noise, static_cast<std::uint32_t>(i));
        for (double& value : moved.col(i)) value += noise * draws.gaussian();
    }
}

const Parameter& examples_count() {
    static const Parameter p{"count", "n", "number of examples, for training and testing together", 200, {2, max_examples}, Scale::log_count, {10, 5000}};
    return p;
}

const Parameter& examples_noise() {
    static const Parameter p{"noise", "σ", "size of the noise on the examples", 0, {0, 1e6}, Scale::linear, {0, 2}};
    return p;
}

}  // namespace thalweg
