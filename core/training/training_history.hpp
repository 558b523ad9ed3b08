// What happened to one racer that trains a network, step by step. One thread writes while others read.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "core/training/engine.hpp"

namespace thalweg {

// Measured in evaluation mode, on all training and all test examples.
struct Evaluation {
    int step;
    Metrics train, test;  // test is NaN where there is none
};

// All that is needed to go on from a step.
struct Keyframe {
    int step = -1;
    std::vector<double> theta, buffers;
    std::vector<std::byte> state;
};

class TrainingHistory {
public:
    // Room for steps + 1 rows; `flow_stride` steps lie between two samples of the flow.
    TrainingHistory(int steps, std::size_t flow_rows, int flow_stride, std::size_t keyframe_budget, int interval = 1);

    int rows() const { return rows_.load(std::memory_order_acquire); }
    double loss(int row) const { return loss_[static_cast<std::size_t>(row)]; }            // of the batch of update row + 1, at θ of the row
    double gradient_norm(int row) const { return norm_[static_cast<std::size_t>(row)]; }  // over all parameters, before clipping
    double lr(int row) const { return lr_[static_cast<std::size_t>(row)]; }                // of update row + 1; NaN in the last row
    std::span<const double> losses() const { return {loss_.get(), static_cast<std::size_t>(rows())}; }
    std::span<const double> gradient_norms() const { return {norm_.get(), static_cast<std::size_t>(rows())}; }

    // The flow is sampled at steps 0, stride, 2·stride, …
    int flow_stride() const { return flow_stride_; }
    int flow_samples() const { return rows() ? (rows() - 1) / flow_stride_ + 1 : 0; }
    float flow(int sample, std::size_t row, FlowMeasure measure) const {
        return flow_[static_cast<std::size_t>(sample) * flow_rows_ * flow_measures + row * flow_measures + static_cast<std::size_t>(measure)];
    }
    std::span<const float> flow(int sample) const { return {flow_.data() + static_cast<std::size_t>(sample) * flow_rows_ * flow_measures, flow_rows_ * flow_measures}; }
    std::size_t flow_rows() const { return flow_rows_; }

    std::vector<Evaluation> evaluations() const;
    // Whoever holds a keyframe keeps it, even where the history thins it out.
    std::shared_ptr<const Keyframe> keyframe_before(int step) const;  // the latest one at or before the step, or null
    std::vector<std::shared_ptr<const Keyframe>> keyframes() const;   // in the order of their steps
    std::size_t keyframe_bytes() const;
    int keyframe_interval() const;

    // For the learner alone. A row is complete when it is published; the update of its flow is set with the next row.
    void write(int row, double loss, double norm, double lr);
    void write_flow(int sample, const FlowSample& values);
    void write_update(int sample, std::size_t row, double ratio);
    void publish(int rows) { rows_.store(rows, std::memory_order_release); }
    bool wants_keyframe(int step) const;
    void keep(Keyframe keyframe);  // thins the others out, every second one, when the budget is spent
    void add(const Evaluation& evaluation);

private:
    std::unique_ptr<double[]> loss_, norm_, lr_;
    std::vector<float> flow_;
    std::size_t flow_rows_;
    int flow_stride_;
    std::atomic<int> rows_{0};

    mutable std::mutex mutex_;  // of what follows
    std::vector<std::shared_ptr<const Keyframe>> keyframes_;
    std::size_t budget_, bytes_ = 0;
    std::atomic<int> interval_{1};
    std::vector<Evaluation> evaluations_;
};

}  // namespace thalweg
