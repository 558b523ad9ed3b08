// Numbers brought to mean 0 and standard deviation 1, and back.
#pragma once

#include <Eigen/Core>

namespace thalweg {

struct Standardisation {
    Eigen::VectorXd mean, scale;  // one per row; empty: leaves all as it is

    bool active() const { return mean.size() > 0; }
    void apply_to(Eigen::MatrixXd& numbers) const;  // in place: images are large
    Eigen::MatrixXd apply(Eigen::MatrixXd raw) const;
    Eigen::MatrixXd undo(const Eigen::MatrixXd& standardised) const;
};

// From the columns of `raw`. The rows of a sequence that hold one feature at different times share one mean and one deviation. A
// row that never changes is only moved to 0.
Standardisation standardisation_of(const Eigen::MatrixXd& raw, int time_steps = 1);

}  // namespace thalweg
