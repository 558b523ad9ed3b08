#include "core/networks/training_problem.hpp"

#include <numeric>
#include <utility>

#include "core/numerics/random.hpp"

namespace thalweg {

Matrix<double> targets_of(const Architecture& architecture, const Examples& examples) {
    if (architecture.loss == LossKind::cross_entropy) return {};
    if (examples.targets.rows() > 0) return examples.targets;
    Matrix<double> targets = Matrix<double>::Zero(examples.classes, examples.size());
    for (int i = 0; i < examples.size(); ++i) targets(examples.labels[static_cast<std::size_t>(i)], i) = 1;
    return targets;
}

std::string complaint(const Architecture& architecture, const Examples& examples) {
    const auto count = [](long n, const char* one, const char* many) { return std::to_string(n) + ' ' + (n == 1 ? one : many); };
    if (examples.size() == 0) return "there are no examples";
    if (architecture.inputs != examples.features()) return "the network takes " + count(architecture.inputs, "input", "inputs") + ", the examples have " + count(examples.features(), "feature", "features");
    const int outputs = architecture.outputs();
    if (architecture.loss == LossKind::cross_entropy) {
        if (examples.labels.empty()) return "cross_entropy needs classes, the examples have values to fit";
        if (examples.classes > outputs) return "the network has " + count(outputs, "output", "outputs") + ", the examples have " + count(examples.classes, "class", "classes");
        return {};
    }
    const long wanted = examples.targets.rows() > 0 ? examples.targets.rows() : examples.classes;
    if (outputs != wanted) return "the network has " + count(outputs, "output", "outputs") + ", the examples have " + count(wanted, "target", "targets");
    return {};
}

std::span<const std::uint32_t> BatchOrder::of_update(int t) {
    const int size = batch_ > 0 ? std::min(batch_, examples_) : examples_, per_epoch = (examples_ + size - 1) / size;
    const int epoch = batch_ > 0 ? (t - 1) / per_epoch : 0;
    if (epoch != epoch_) {
        epoch_ = epoch;
        order_.resize(static_cast<std::size_t>(examples_));
        std::iota(order_.begin(), order_.end(), 0U);
        // Fisher & Yates' shuffle of the whole epoch, with 32 bits of a draw for every swap.
        RandomBlock bits{};
        for (std::uint32_t i = batch_ > 0 ? static_cast<std::uint32_t>(examples_ - 1) : 0, taken = 0; i > 0; --i, ++taken) {
            if (taken % 4 == 0) bits = draw(seed_, Stream::minibatch, static_cast<std::uint32_t>(epoch), taken / 4);
            std::swap(order_[i], order_[static_cast<std::size_t>((std::uint64_t{bits[taken % 4]} * (i + 1)) >> 32)]);
        }
    }
    const int first = batch_ > 0 ? (t - 1) % per_epoch * size : 0, last = std::min(first + size, examples_);
    return {order_.data() + first, static_cast<std::size_t>(last - first)};
}

}  // namespace thalweg
