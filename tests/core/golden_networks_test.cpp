// The recorded networks: outputs, gradients and whole training runs, every parameter of them, as PyTorch computed them.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/networks/network.hpp"
#include "core/networks/network_file.hpp"
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/training/training.hpp"
#include "golden.hpp"
#include "golden_race.hpp"

namespace thalweg {
namespace {

using nlohmann::json;

class GoldenNetwork : public testing::TestWithParam<json> {
protected:
    // The largest error of an array of numbers, nested as it may be, against consecutive values.
    static double largest_error(const json& reference, const double*& values) {
        if (!reference.is_array()) return golden::error(*values++, reference.get<double>());
        double largest = 0;
        for (const json& entry : reference) largest = std::max(largest, largest_error(entry, values));
        return largest;
    }
    static void expect_tensors(const json& tensors, const NetworkFile& file, const double* theta, double tol) {
        const ParameterLayout layout(file.architecture);
        EXPECT_EQ(tensors.size(), layout.blocks.size());
        for (const ParameterBlock& block : layout.blocks) {
            const double* values = theta + block.offset;
            EXPECT_LE(largest_error(tensors.at(block.name), values), tol) << block.name;
        }
    }
};

TEST_P(GoldenNetwork, TrainsAsRecorded) {
    const json& c = GetParam();
    const double tol = c["tol"];
    const NetworkFileOrError parsed = parse_network(c.dump());
    ASSERT_TRUE(std::holds_alternative<std::shared_ptr<const NetworkFile>>(parsed)) << std::get<std::string>(parsed);
    const NetworkFile& file = *std::get<0>(parsed);

    Network<double> network(file.architecture);
    std::vector<double> buffers = initial_buffers(file.architecture), gradient(static_cast<std::size_t>(network.layout().size()));
    const BatchAnswers<double> answers{targets_of(file.architecture, *file.examples), file.examples->labels};
    network.gradient(file.start.data(), buffers.data(), file.examples->inputs, answers, {}, gradient.data());
    const double* outputs = network.output().data();
    EXPECT_LE(largest_error(c["output0"], outputs), tol);
    expect_tensors(c["grad0"], file, gradient.data(), tol);

    Scenario scenario;
    const OptimizerSpec* optimizer = find_optimizer(c["optimizer"].get<std::string>());
    ASSERT_TRUE(optimizer);
    scenario.racers.push_back(default_racer(*optimizer, {}));
    for (const auto& [key, value] : c["hyper"].items()) {
        const std::string wrong = set_racer_key(scenario.racers[0], key, golden::key_value(value));
        ASSERT_TRUE(wrong.empty() || key == "amsgrad") << wrong;
    }
    auto problem = std::make_shared<TrainingProblem>();
    problem->architecture = file.architecture;
    problem->start = file.start;
    problem->buffers = initial_buffers(file.architecture);
    problem->train = file.examples;

    Training training;
    training.arrange({problem, 0, c["steps"]}, build_setups(scenario));
    training.advance(Training::Clock::time_point::max(), {}, 1, [&](std::size_t, int row, Learner& learner) {
        if (row == c["steps"]) return;
        const json& norms = c["grad_norm"];
        for (const auto& [layer, values] : norms.items()) {
            const auto i = static_cast<std::size_t>(std::stoi(layer));
            const Eigen::Index first = network.layout().first[i], size = network.layout().first[i + 1] - first;
            const double norm = Eigen::Map<const Vector<double>>(learner.gradient() + first, size).norm(), reference = values[static_cast<std::size_t>(row)];
            EXPECT_LE(std::abs(norm - reference) / std::max(std::abs(reference), 1e-300), std::max(tol, 1e-9)) << "layer " << layer << " row " << row << " " << norm << " " << reference;
        }
        if (!c.contains("clipped_grad_norm_total")) return;
        Vector<double> clipped = Eigen::Map<const Vector<double>>(learner.gradient(), problem->start.size());
        training.setup(0).clipping.apply_to(clipped);
        EXPECT_LE(golden::error(clipped.norm(), c["clipped_grad_norm_total"][static_cast<std::size_t>(row)]), tol);
    });
    const TrainingHistory& history = training.history(0);
    ASSERT_EQ(history.rows(), c["loss"].size());
    for (int k = 0; k < history.rows(); ++k) EXPECT_LE(golden::error(history.loss(k), c["loss"][static_cast<std::size_t>(k)]), tol) << "row " << k;
    const std::unique_ptr<Learner> last = training.learner_at(0, c["steps"]);
    ASSERT_TRUE(last);
    expect_tensors(c["final"], file, last->theta().data(), tol);
    if (c.contains("final_output_eval")) {
        const Matrix<double> evaluated = last->engine().outputs(last->theta().data(), last->buffers().data(), file.examples->inputs);
        const double* values = evaluated.data();
        EXPECT_LE(largest_error(c["final_output_eval"], values), tol);
        for (const auto& [name, reference] : c["final_buffers"].items()) {
            const auto layer = static_cast<std::size_t>(std::stoi(name));
            const Eigen::Index half = (network.layout().buffers[layer + 1] - network.layout().buffers[layer]) / 2;
            const double* running = last->buffers().data() + network.layout().buffers[layer] + (name.ends_with("var") ? half : 0);
            EXPECT_LE(largest_error(reference, running), tol) << name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Recorded, GoldenNetwork, testing::ValuesIn(golden::cases("networks")), [](const auto& recorded) {
    std::string name = recorded.param["id"];
    std::replace_if(name.begin(), name.end(), [](char ch) { return !std::isalnum(static_cast<unsigned char>(ch)); }, '_');
    return name;
});

}  // namespace
}  // namespace thalweg
