#include "core/problems/objective.hpp"

#include <vector>

namespace thalweg {

Pair Objective::gradient(Pair theta, double& loss) const {
    Point at, g;
    theta.store(at.data());
    evaluate({&at, 1}, {&g, 1}, {&loss, 1});
    return Pair::load(g.data());
}

void Objective::sample_gradients(std::span<const Point> theta, std::uint64_t, int, std::span<Point> gradient) const {
    std::vector<double> loss(theta.size());
    evaluate(theta, gradient, loss);
}

double Objective::sample_loss(const Point& theta, std::uint64_t, int) const {
    Point gradient;
    double loss;
    evaluate({&theta, 1}, {&gradient, 1}, {&loss, 1});
    return loss;
}

}  // namespace thalweg
