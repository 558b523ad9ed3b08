// One racer that trains a network: parameters, the optimizer's state, and the update that ties them together. The same seed, problem
// and setup give the same bits, however the steps are spread over time and threads.
#pragma once

#include <functional>

#include "core/race/update.hpp"
#include "core/training/engine.hpp"

namespace thalweg {

struct TrainingArena {
    std::shared_ptr<const TrainingProblem> problem;
    std::uint64_t seed = 0;
    int steps = 0;
    Noise noise = {};  // of the gradients that rules receive; what is shown and measured is without

    bool operator==(const TrainingArena&) const = default;  // problems by identity
};

// Why this racer cannot train a network of so many parameters, or an empty text.
std::string network_complaint(const RacerSetup& setup, std::size_t parameters = 0);

class Learner {
public:
    Learner(const TrainingArena& arena, const RacerSetup& setup);
    ~Learner();
    Learner(Learner&&) noexcept;

    int step() const { return step_; }  // updates made
    // Loss and gradient at θ of this step, on the batch of the next update. Asked for again, they cost nothing.
    double loss();
    const double* gradient();
    double gradient_norm();  // over all parameters, before clipping

    // The next update. False where it would leave escape_distance: then nothing moves.
    bool advance();
    double lr() const { return lr_; }  // of the latest update
    std::span<const double> hyper() const { return {extras_.hyper.data(), setup_.hyper.size()}; }  // likewise: scheduled

    std::span<const double> theta() const { return {theta_.data(), size_}; }
    std::span<const double> theta_before() const { return {moved_.data(), size_}; }  // of the latest update
    const std::vector<double>& buffers() const { return buffers_; }
    std::vector<double> quantity(std::size_t index) const;  // a slot or a derived quantity of the optimizer, one number per parameter
    int evaluations() const;
    Engine& engine() { return *engine_; }

    // Everything that decides what follows, and back.
    std::vector<std::byte> save() const;
    std::size_t saved_bytes() const { return state_.size() + sizeof extras_ + wrapped_.size() * sizeof(WrapperMemory); }
    void restore(int step, std::span<const double> theta, std::span<const double> buffers, std::span<const std::byte> state);

private:
    class Oracle;
    using Block = std::vector<std::byte, Eigen::aligned_allocator<std::byte>>;
    using Numbers = std::vector<double, Eigen::aligned_allocator<double>>;

    void evaluate();

    TrainingArena arena_;
    RacerSetup setup_;
    std::unique_ptr<Engine> engine_;
    std::vector<Tensor> tensors_;
    std::size_t size_, padded_;
    VectorLayout layout_;
    BatchOrder order_;
    Numbers theta_, gradient_, next_, moved_;
    Numbers noise_;  // of the update under way; empty where there is none
    std::vector<double> buffers_, buffers_after_;
    Block state_;
    Extras extras_;
    std::vector<WrapperMemory> wrapped_;  // of a wrapper that keeps a point of its own: for each two parameters
    int step_ = 0;
    bool known_ = false;
    double loss_ = 0, lr_ = 0;
};

}  // namespace thalweg
