// What a network race is run on: one network, its initial parameters and its examples, shared by all racers and never changed.
#pragma once

#include <memory>
#include <span>

#include "core/networks/architecture.hpp"
#include "core/networks/examples.hpp"
#include "core/networks/loss_function.hpp"

namespace thalweg {

enum class Scalar { doubles, floats };  // what the passes through the network compute in; optimizers always step in doubles

struct TrainingProblem {
    Architecture architecture;
    Vector<double> start;   // θ before update 1
    std::vector<double> buffers;  // running statistics before update 1
    std::shared_ptr<const Examples> train, test;  // test may be null
    int batch = 0;          // examples per update; 0 takes all of them
    Scalar scalar = Scalar::doubles;
};

// The examples as the network's loss wants them: one-hot where it compares classes with as many outputs.
Matrix<double> targets_of(const Architecture& architecture, const Examples& examples);
// Why these examples do not fit this network ("the network has 3 outputs, the examples have 2 classes"), or an empty text.
std::string complaint(const Architecture& architecture, const Examples& examples);

// Which examples each update sees: every one of them once in an epoch, in a new order; the last batch of an epoch may be smaller.
class BatchOrder {
public:
    BatchOrder(int examples, int batch, std::uint64_t seed) : examples_(examples), batch_(batch), seed_(seed) {}

    std::span<const std::uint32_t> of_update(int t);  // t = 1, 2, …; valid until the next call

private:
    int examples_, batch_;
    std::uint64_t seed_;
    int epoch_ = -1;
    std::vector<std::uint32_t> order_;
};

}  // namespace thalweg
