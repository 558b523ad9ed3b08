#include "core/training/training_history.hpp"

#include <algorithm>

namespace thalweg {
namespace {

std::size_t bytes_of(const Keyframe& k) { return sizeof k + (k.theta.size() + k.buffers.size()) * sizeof(double) + k.state.size(); }

}  // namespace

TrainingHistory::TrainingHistory(int steps, std::size_t flow_rows, int flow_stride, std::size_t keyframe_budget, int interval)
    : loss_(new double[static_cast<std::size_t>(steps) + 1]), norm_(new double[static_cast<std::size_t>(steps) + 1]), lr_(new double[static_cast<std::size_t>(steps) + 1]),
      flow_((static_cast<std::size_t>(steps / flow_stride) + 1) * flow_rows * flow_measures), flow_rows_(flow_rows), flow_stride_(flow_stride), budget_(keyframe_budget), interval_(interval) {}

void TrainingHistory::write(int row, double loss, double norm, double lr) {
    const auto k = static_cast<std::size_t>(row);
    loss_[k] = loss;
    norm_[k] = norm;
    lr_[k] = lr;
}

void TrainingHistory::write_flow(int sample, const FlowSample& values) {
    std::copy(values.begin(), values.end(), flow_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(sample) * values.size()));
}

void TrainingHistory::write_update(int sample, std::size_t row, double ratio) {
    flow_[(static_cast<std::size_t>(sample) * flow_rows_ + row) * flow_measures + static_cast<std::size_t>(FlowMeasure::update)] = static_cast<float>(ratio);
}

bool TrainingHistory::wants_keyframe(int step) const { return step % interval_.load(std::memory_order_relaxed) == 0; }

void TrainingHistory::keep(Keyframe keyframe) {
    const std::scoped_lock lock(mutex_);
    bytes_ += bytes_of(keyframe);
    keyframes_.push_back(std::make_shared<const Keyframe>(std::move(keyframe)));
    while (bytes_ > budget_ && keyframes_.size() > 1) {
        const int wider = 2 * interval_.load(std::memory_order_relaxed);
        interval_.store(wider, std::memory_order_relaxed);
        std::erase_if(keyframes_, [&](const auto& k) { return k->step % wider != 0; });
        bytes_ = 0;
        for (const auto& k : keyframes_) bytes_ += bytes_of(*k);
    }
}

void TrainingHistory::add(const Evaluation& evaluation) {
    const std::scoped_lock lock(mutex_);
    evaluations_.push_back(evaluation);
}

std::vector<Evaluation> TrainingHistory::evaluations() const {
    const std::scoped_lock lock(mutex_);
    return evaluations_;
}

std::shared_ptr<const Keyframe> TrainingHistory::keyframe_before(int step) const {
    const std::scoped_lock lock(mutex_);
    const auto after = std::upper_bound(keyframes_.begin(), keyframes_.end(), step, [](int s, const auto& k) { return s < k->step; });
    return after == keyframes_.begin() ? nullptr : *std::prev(after);
}

std::vector<std::shared_ptr<const Keyframe>> TrainingHistory::keyframes() const {
    const std::scoped_lock lock(mutex_);
    return keyframes_;
}

std::size_t TrainingHistory::keyframe_bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
}
int TrainingHistory::keyframe_interval() const { return interval_.load(std::memory_order_relaxed); }

}  // namespace thalweg
