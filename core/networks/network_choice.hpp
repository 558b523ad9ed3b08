// A network as a scenario holds it: drawn up by a few numbers (depth, width, activation, …) that sliders turn, or read from a file.
#pragma once

#include "core/networks/examples/choice.hpp"
#include "core/networks/initialiser.hpp"
#include "core/networks/network_file.hpp"
#include "core/networks/training_problem.hpp"

namespace thalweg {

// The numbers of the laboratory, by place in network_parameters().
enum class NetworkKey { model, depth, width, activation, activation_parameter, init, gain, norm, residual, dropout, loss, l2, batch, scalar };
inline constexpr std::size_t network_keys = 14;

std::span<const Parameter> network_parameters();

struct NetworkChoice {
    std::array<double, network_keys> values;  // defaults: 2 hidden layers of 16, tanh
    ExamplesChoice examples;

    std::shared_ptr<const NetworkFile> file;  // shared, never changed; then the numbers above are not asked
    std::string source;                       // as a scenario says it

    NetworkChoice();
    double at(NetworkKey key) const { return values[static_cast<std::size_t>(key)]; }
    double& at(NetworkKey key) { return values[static_cast<std::size_t>(key)]; }
    std::string_view word(NetworkKey key) const;  // of a choice
    bool operator==(const NetworkChoice&) const;
};

// The network that a choice draws up for such examples.
Architecture architecture_of(const NetworkChoice& choice, const Examples& examples);
// The first thing that is wrong, naming the key, or an empty text.
std::string complaint(const NetworkChoice& choice);
// What a race is run on, and what pictures need besides. The choice must be without complaint.
struct BuiltNetwork {
    std::shared_ptr<const TrainingProblem> problem;
    SplitExamples examples;
    std::optional<Box> domain;  // of the inputs before standardisation, where a picture of them makes sense
};
BuiltNetwork build_network(const NetworkChoice& choice, std::uint64_t seed);

std::size_t parameter_count(const NetworkChoice& choice);

// "2 – 20 × 16 – 1 · tanh"
std::string describe(const NetworkChoice& choice);

}  // namespace thalweg
