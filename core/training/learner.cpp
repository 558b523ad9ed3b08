#include "core/training/learner.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/networks/network.hpp"

namespace thalweg {
namespace {

double norm(std::span<const double> v) { return Eigen::Map<const Vector<double>>(v.data(), static_cast<Eigen::Index>(v.size())).norm(); }

// No coordinate beyond escape_distance, and none NaN. Without a branch per coordinate.
bool within_bounds(std::span<const double> theta) {
    Lanes::Mask inside = Lanes(0.0) <= Lanes(escape_distance);
    std::size_t i = 0;
    for (; i + native_lanes <= theta.size(); i += native_lanes) inside &= abs(Lanes::load(&theta[i])) <= Lanes(escape_distance);
    bool all = true;
    for (int lane = 0; lane < native_lanes; ++lane) all &= inside[lane] != 0;
    for (; i < theta.size(); ++i) all &= std::abs(theta[i]) <= escape_distance;
    return all;
}

bool keeps_a_point(const RacerSetup& setup) { return setup.wrapper.spec && setup.wrapper.spec->shown; }

}  // namespace

std::string network_complaint(const RacerSetup& setup, std::size_t parameters) {
    const OptimizerSpec& optimizer = *setup.optimizer;
    const VectorRule& rule = optimizer.vector_rule;
    const std::string cannot = std::string(optimizer.name) + " cannot train ";
    if (!rule.state_bytes) return cannot + "a network: " + std::string(optimizer.plane_only);
    if (parameters > rule.most_parameters) return cannot + "this network: it takes at most " + std::to_string(rule.most_parameters) + " parameters, the network has " + std::to_string(parameters);
    return {};
}

// One update's view of the problem.
class Learner::Oracle final : public VectorOracle {
public:
    Oracle(Learner& owner, int t) : owner_(owner), t_(t), chosen_(owner.order_.of_update(t)), pass_{.training = true, .seed = owner.arena_.seed, .step = static_cast<std::uint32_t>(t), .remembers = false} {
        if (owner.setup_.wrapper.spec && owner.setup_.wrapper.spec->ascent) ascent_ = owner.setup_.wrapper.spec->ascent(owner.setup_.wrapper.values.data());
    }

    VectorSample at(const double* theta) override {
        if (as_it_is() && own(theta)) return known();
        const double loss = unclipped(theta);
        if (ascent_ > 0) {
            Eigen::Map<const Vector<double>> where(theta, static_cast<Eigen::Index>(owner_.padded_)), g(owner_.next_.data(), static_cast<Eigen::Index>(owner_.padded_));
            if (const double length = g.norm(); length > 0) {
                const Vector<double> uphill = where + (ascent_ / length) * g;
                unclipped(uphill.data());
            }
        }
        Eigen::Map<Vector<double>> g = received();
        owner_.setup_.clipping.apply_to(g);
        return {loss, owner_.next_.data()};
    }
    VectorSample at_start(const double* theta) override {
        if (!as_it_is() || keeps_a_point(owner_.setup_)) return at(theta);
        assert(own(theta));
        return known();
    }
    double loss(const double* theta) override {
        ++evaluations_;
        return tilted(owner_.engine_->loss(theta, owner_.buffers_.data(), chosen_, pass_), theta);
    }
    void hessian_times(const double* theta, const double* direction, double* product) override {
        evaluations_ += 2;
        owner_.engine_->hessian_times(theta, owner_.buffers_.data(), chosen_, pass_, direction, product);
    }
    const VectorLayout& layout() const override { return owner_.layout_; }
    RandomBlock draw(std::uint32_t i) const override { return thalweg::draw(owner_.arena_.seed, Stream::rule, static_cast<std::uint32_t>(t_), i); }

    int evaluations() const { return evaluations_; }

private:
    Eigen::Map<const Vector<double>> all(const double* numbers) const { return {numbers, static_cast<Eigen::Index>(owner_.size_)}; }
    Eigen::Map<Vector<double>> received() const { return {owner_.next_.data(), static_cast<Eigen::Index>(owner_.size_)}; }
    // The gradient of the racer's own θ, which needs no copy as long as nothing is done to it.
    VectorSample known() {
        ++evaluations_;
        return {owner_.loss_, owner_.gradient_.data()};
    }
    bool as_it_is() const { return ascent_ == 0 && !owner_.setup_.clipping.active() && !noisy(); }
    bool noisy() const { return !owner_.noise_.empty(); }
    double tilted(double loss, const double* theta) const { return noisy() ? loss + tilt(owner_.arena_.noise, all(owner_.noise_.data()), all(theta)) : loss; }
    bool own(const double* theta) const { return std::memcmp(theta, owner_.theta_.data(), owner_.size_ * sizeof(double)) == 0; }

    // The gradient into next_, before clipping; at the racer's own θ it is known already, and counted all the same.
    double unclipped(const double* theta) {
        ++evaluations_;
        double loss = owner_.loss_;
        if (own(theta)) owner_.next_ = owner_.gradient_;
        else loss = owner_.engine_->gradient(theta, owner_.buffers_.data(), chosen_, pass_, owner_.next_.data());
        if (!noisy()) return loss;
        Eigen::Map<Vector<double>> g = received();
        disturb(owner_.arena_.noise, all(owner_.noise_.data()), g);
        return tilted(loss, theta);
    }

    Learner& owner_;
    int t_;
    std::span<const std::uint32_t> chosen_;
    Pass pass_;
    double ascent_ = 0;
    int evaluations_ = 0;
};

Learner::Learner(const TrainingArena& arena, const RacerSetup& setup)
    : arena_(arena), setup_(setup), engine_(make_engine(arena.problem)), order_(arena.problem->train->size(), arena.problem->batch, arena.seed), buffers_(arena.problem->buffers) {
    for (const ParameterBlock& block : ParameterLayout(arena.problem->architecture).blocks) tensors_.push_back({block.offset, block.rows, block.columns});
    size_ = static_cast<std::size_t>(arena.problem->start.size());
    constexpr std::size_t lanes = native_lanes;
    padded_ = (size_ + lanes - 1) / lanes * lanes;
    theta_.assign(padded_, 0);
    std::copy(arena.problem->start.begin(), arena.problem->start.end(), theta_.begin());
    layout_ = {padded_, tensors_};
    gradient_.assign(padded_, 0);
    next_.assign(padded_, 0);
    if (arena.noise.active()) noise_.resize(size_);
    const VectorRule& rule = setup.optimizer->vector_rule;
    state_.resize(rule.state_bytes(setup.hyper.data(), layout_));
    rule.begin(setup.hyper.data(), theta_.data(), layout_, state_.data());
    std::copy(setup.hyper.begin(), setup.hyper.end(), extras_.hyper.begin());
    if (keeps_a_point(setup)) {
        wrapped_.resize(padded_ / 2);
        for (std::size_t i = 0; i < wrapped_.size(); ++i) wrapped_[i].slow = wrapped_[i].iterate = Point(theta_[2 * i], theta_[2 * i + 1]);
    }
}
Learner::~Learner() = default;
Learner::Learner(Learner&&) noexcept = default;

void Learner::evaluate() {
    if (known_) return;
    const int t = step_ + 1;
    // The running statistics move with the pass that the update uses; they become the racer's with the update.
    buffers_after_ = buffers_;
    loss_ = engine_->gradient(theta_.data(), buffers_after_.data(), order_.of_update(t), {.training = true, .seed = arena_.seed, .step = static_cast<std::uint32_t>(t)}, gradient_.data());
    known_ = true;
}

double Learner::loss() { return evaluate(), loss_; }
const double* Learner::gradient() { return evaluate(), gradient_.data(); }
double Learner::gradient_norm() { return evaluate(), norm({gradient_.data(), size_}); }

bool Learner::advance() {
    evaluate();
    const int t = step_ + 1;
    apply_schedules(setup_, t - 1, loss_, extras_);
    lr_ = extras_.hyper[0];
    if (!noise_.empty()) noise_of_update(arena_.noise, arena_.seed, t, noise_);
    Oracle oracle(*this, t);
    const bool keeps = keeps_a_point(setup_);
    Numbers& at = moved_;
    at = theta_;
    if (keeps) {
        for (std::size_t i = 0; i < wrapped_.size(); ++i) {
            at[2 * i] = wrapped_[i].iterate.x();
            at[2 * i + 1] = wrapped_[i].iterate.y();
        }
    }
    setup_.optimizer->vector_rule.update(extras_.hyper.data(), t, oracle, at.data(), state_.data());
    extras_.evaluations += oracle.evaluations();
    if (keeps) {
        for (std::size_t i = 0; i < wrapped_.size(); ++i) {
            wrapped_[i].iterate = Point(at[2 * i], at[2 * i + 1]);
            const Point shown = setup_.wrapper.spec->shown(setup_.wrapper.values.data(), t, wrapped_[i]);
            at[2 * i] = shown.x();
            at[2 * i + 1] = shown.y();
        }
    }
    if (!within_bounds({at.data(), size_})) return false;
    theta_.swap(at);
    buffers_ = buffers_after_;
    ++step_;
    known_ = false;
    return true;
}

int Learner::evaluations() const { return extras_.evaluations; }

std::vector<double> Learner::quantity(std::size_t index) const {
    std::vector<double> out(padded_);
    setup_.optimizer->vector_rule.read(extras_.hyper.data(), layout_, state_.data(), index, out.data());
    out.resize(size_);
    return out;
}

std::vector<std::byte> Learner::save() const {
    std::vector<std::byte> saved;  // filled from front to back: a vector of that size would be written twice
    saved.reserve(saved_bytes());
    const auto append = [&](const void* from, std::size_t bytes) {
        const auto* first = static_cast<const std::byte*>(from);
        saved.insert(saved.end(), first, first + bytes);
    };
    append(state_.data(), state_.size());
    append(&extras_, sizeof extras_);
    append(wrapped_.data(), wrapped_.size() * sizeof(WrapperMemory));
    return saved;
}

void Learner::restore(int step, std::span<const double> theta, std::span<const double> buffers, std::span<const std::byte> state) {
    step_ = step;
    known_ = false;
    std::copy(theta.begin(), theta.end(), theta_.begin());
    buffers_.assign(buffers.begin(), buffers.end());
    std::memcpy(state_.data(), state.data(), state_.size());
    std::memcpy(static_cast<void*>(&extras_), state.data() + state_.size(), sizeof extras_);
    if (!wrapped_.empty()) std::memcpy(static_cast<void*>(wrapped_.data()), state.data() + state_.size() + sizeof extras_, wrapped_.size() * sizeof(WrapperMemory));
}

}  // namespace thalweg
