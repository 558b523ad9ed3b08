#include "core/problems/loss.hpp"

#include <array>

#include "core/facts/text.hpp"

namespace thalweg {

std::span<const std::string_view> loss_names() {
    static constexpr std::array<std::string_view, 4> names{"squared", "logistic", "l1", "huber"};
    return names;
}

std::span<const Parameter> loss_parameters(Loss loss) {
    static const std::array all{
        Parameter{"delta", "δ", "residual where the parabola turns into lines", 1, {1e-3, 1e6}, Scale::log, {0.01, 100}},
        Parameter{"ridge", "λ", "ridge penalty λ‖w‖²; the intercept is left alone", 0, {0, 1e6}, Scale::log, {0, 100}},
    };
    return std::span(all).subspan(loss == Loss::huber ? 0 : 1);
}

RegressionLoss regression_loss(Loss kind, std::span<const double> parameters) {
    RegressionLoss loss{.kind = kind, .ridge = parameters.back()};
    if (kind == Loss::huber) loss.delta = parameters.front();
    return loss;
}

std::string complaint(Loss loss, const Dataset& data) {
    if (loss == Loss::squared) return {};
    const std::string name = "loss = " + std::string(loss_names()[static_cast<std::size_t>(loss)]);
    if (data.size() > max_summed_rows) return name + " takes at most " + std::to_string(max_summed_rows) + " points, there are " + std::to_string(data.size()) + "; squared takes any number";
    if (loss != Loss::logistic) return {};
    for (std::size_t i = 0; i < data.size(); ++i)
        if (const double y = data.row(i).back(); y != 0 && y != 1) return name + " needs the labels 0 and 1 in the last column; point " + std::to_string(i + 1) + " has " + shortest(y);
    return {};
}

}  // namespace thalweg
