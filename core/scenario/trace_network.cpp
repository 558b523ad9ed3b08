#include "core/scenario/trace_network.hpp"

#include <cmath>
#include <ostream>

#include "core/facts/text.hpp"
#include "core/numerics/denormals.hpp"
#include "core/scenario/build.hpp"

namespace thalweg {
namespace {

// As nested lists: a matrix row by row, as PyTorch has it.
void write_parameters(std::ostream& out, const ParameterLayout& layout, std::span<const double> theta) {
    out << '{';
    for (const ParameterBlock& block : layout.blocks) {
        out << (&block == layout.blocks.data() ? "" : ", ") << quoted_text(block.name) << ": [";
        const double* values = theta.data() + block.offset;
        const bool matrix = block.decays;  // biases and norms are plain lists
        for (int r = 0; r < block.rows; ++r) {
            out << (r ? ", " : "") << (matrix ? "[" : "");
            for (int c = 0; c < block.columns; ++c) out << (c ? ", " : "") << json_number(values[r * block.columns + c]);
            out << (matrix ? "]" : "");
        }
        out << ']';
    }
    out << '}';
}

}  // namespace

std::string write_network_trace(const Scenario& scenario, TraceFormat format, std::ostream& out) {
    const DenormalsFlushed guard;
    const BuiltNetwork network = build_network(*scenario.problem.network, scenario.seed);
    const ParameterLayout layout(network.problem->architecture);
    const bool csv = format == TraceFormat::csv;
    if (csv) {
        out << "racer,step,loss,grad_norm_total,lr";
        for (const int layer : layout.layers) out << ",grad_norm." << layer;
        out << '\n';
    }
    std::string remarks;
    for (std::size_t r = 0; r < scenario.racers.size(); ++r) {
        const std::string& name = scenario.racers[r].name;
        Learner learner(build_training(scenario, network), build_setup(scenario, scenario.racers[r]));
        for (bool more = true; more;) {
            const int step = learner.step();
            const double loss = learner.loss(), total = learner.gradient_norm();
            std::vector<double> norms;
            for (const int layer : layout.layers) {
                const auto i = static_cast<std::size_t>(layer);
                norms.push_back(Eigen::Map<const Vector<double>>(learner.gradient() + layout.first[i], layout.first[i + 1] - layout.first[i]).norm());
            }
            const std::vector<double> theta(learner.theta().begin(), learner.theta().end());
            more = step < scenario.steps && std::isfinite(total) && learner.advance();
            if (!more && step < scenario.steps) remarks += "racer " + std::to_string(r + 1) + " (" + name + ") diverged: update " + std::to_string(step + 1) + " would leave ±1e12\n";
            if (csv) {
                out << csv_text(name) << ',' << step << ',' << seventeen_digits(loss) << ',' << seventeen_digits(total) << ',' << (more ? seventeen_digits(learner.lr()) : "");
                for (const double norm : norms) out << ',' << seventeen_digits(norm);
                out << '\n';
            } else {
                out << "{\"racer\": " << quoted_text(name) << ", \"step\": " << step << ", \"loss\": " << json_number(loss) << ", \"grad_norm_total\": " << json_number(total) << ", \"lr\": " << (more ? json_number(learner.lr()) : "null");
                for (std::size_t i = 0; i < norms.size(); ++i) out << ", \"grad_norm." << layout.layers[i] << "\": " << json_number(norms[i]);
                if (!more) {
                    out << ", \"final\": ";
                    write_parameters(out, layout, theta);
                }
                out << "}\n";
            }
        }
    }
    return remarks;
}

}  // namespace thalweg
