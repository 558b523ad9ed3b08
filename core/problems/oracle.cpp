#include "core/problems/oracle.hpp"

namespace thalweg {

Sample Oracle::noiseless(const Point& theta) const {
    Sample sample = known_;
    if (theta != known_at_) objective_.evaluate({&theta, 1}, {&sample.gradient, 1}, {&sample.loss, 1});
    if (objective_.stochastic()) {
        sample.loss = objective_.sample_loss(theta, seed_, step_);
        objective_.sample_gradients({&theta, 1}, seed_, step_, {&sample.gradient, 1});
    }
    return sample;
}

Sample Oracle::noisy_at(const Point& theta) {
    ++evaluations_;
    Sample sample = noiseless(theta);
    if (!noise_.active()) return sample;
    disturb(noise_, draw_, sample.gradient);
    sample.loss += tilt(noise_, draw_, theta);
    return sample;
}

Sample Oracle::at(const Point& theta) {
    Sample sample = noisy_at(theta);
    if (const double length = sample.gradient.norm(); ascent_ > 0 && length > 0)
        sample.gradient = noisy_at(theta + ascent_ / length * sample.gradient).gradient;
    sample.gradient = clipping_(sample.gradient);
    if (!asked_) received_ = sample.gradient;
    asked_ = true;
    return sample;
}

double Oracle::loss(const Point& theta) { return noisy_at(theta).loss; }

Eigen::Matrix2d Oracle::hessian(const Point& theta) {
    evaluations_ += 2;
    return objective_.derivatives(theta).hessian;
}

}  // namespace thalweg
