#include "core/networks/examples/standardisation.hpp"

#include <cassert>
#include <cmath>

namespace thalweg {

void Standardisation::apply_to(Eigen::MatrixXd& numbers) const {
    if (!active()) return;
    numbers.colwise() -= mean;
    numbers.array().colwise() /= scale.array();
}

Eigen::MatrixXd Standardisation::apply(Eigen::MatrixXd raw) const {
    apply_to(raw);
    return raw;
}

Eigen::MatrixXd Standardisation::undo(const Eigen::MatrixXd& standardised) const {
    if (!active()) return standardised;
    return (standardised.array().colwise() * scale.array()).matrix().colwise() + mean;
}

Standardisation standardisation_of(const Eigen::MatrixXd& raw, int time_steps) {
    assert(raw.cols() > 0 && raw.rows() % time_steps == 0);
    const Eigen::Index features = raw.rows() / time_steps;
    const auto over_time = [&](const Eigen::VectorXd& rows) -> Eigen::VectorXd { return rows.reshaped(features, time_steps).rowwise().mean().replicate(time_steps, 1); };
    Standardisation s;
    s.mean = over_time(raw.rowwise().mean());
    s.scale = over_time((raw.colwise() - s.mean).array().square().rowwise().mean()).array().sqrt();
    for (Eigen::Index i = 0; i < raw.rows(); ++i)
        if (!(s.scale[i] > 1e-12 * std::abs(s.mean[i]))) s.scale[i] = 1;  // equal but for the rounding of the mean
    return s;
}

}  // namespace thalweg
