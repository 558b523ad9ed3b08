#include "core/training/sharpness.hpp"

#include <algorithm>

#include "core/numerics/denormals.hpp"
#include "core/optimizers/stability.hpp"

namespace thalweg {
namespace {

// The loss whose Hessian is looked at: over fixed examples, in doubles, nothing drawn.
std::shared_ptr<const TrainingProblem> whole_loss(const TrainingProblem& problem) {
    auto whole = std::make_shared<TrainingProblem>(problem);
    whole->batch = 0;
    whole->scalar = Scalar::doubles;
    for (LayerSpec& layer : whole->architecture.layers)
        if (layer.kind == LayerKind::dropout) layer.rate = 0;
    return whole;
}

}  // namespace

int sharpness_examples(const TrainingProblem& problem) { return std::min(problem.train->size(), most_sharpness_examples); }

std::string sharpness_gap(const RacerSetup& setup) {
    if (setup.wrapper.spec) return "no limit is known with " + std::string(setup.wrapper.spec->name);
    const auto facts = stability_numbers(*setup.optimizer, setup.hyper);
    if (!facts || (facts->preconditioned && !effective_rate_of(*setup.optimizer))) return "no limit is known for " + std::string(setup.optimizer->name);
    return {};
}

SharpnessMeter::SharpnessMeter(const TrainingArena& arena, const RacerSetup& setup) : setup_(setup), engine_(make_engine(whole_loss(*arena.problem))) {
    const auto all = static_cast<std::uint32_t>(arena.problem->train->size()), wanted = static_cast<std::uint32_t>(sharpness_examples(*arena.problem));
    for (std::uint32_t i = 0; i < wanted; ++i) chosen_.push_back(static_cast<std::uint32_t>(std::uint64_t{i} * all / wanted));
}

std::optional<Sharpness> SharpnessMeter::measure(Learner& learner, const std::stop_token& stop) {
    const DenormalsFlushed guard;
    const Eigen::VectorXd theta = Eigen::Map<const Eigen::VectorXd>(learner.theta().data(), static_cast<Eigen::Index>(learner.theta().size()));
    const std::vector<double> buffers = learner.buffers();
    const auto hessian_times = [&](const Eigen::VectorXd& v, Eigen::VectorXd& product) {
        engine_->hessian_times(theta.data(), buffers.data(), chosen_, {.training = true, .remembers = false}, v.data(), product.data());
    };
    Sharpness at{.step = learner.step()};
    Eigen::VectorXd of_hessian = of_hessian_, of_preconditioned = of_preconditioned_;  // kept when all is done
    const auto search = [&](const MatrixProduct& times, Eigen::VectorXd& vector) {
        Eigenpair found = largest_eigenvalue(theta.size(), times, {.start = vector}, stop);
        at.converged = at.converged && found.converged;
        vector = std::isfinite(found.value) ? std::move(found.vector) : Eigen::VectorXd();
        return found.value;
    };
    at.hessian = search(hessian_times, of_hessian);

    // A racer that leaves every bound with this update made it all the same.
    learner.advance();
    at.lr = learner.lr();
    const auto facts = sharpness_gap(setup_).empty() ? stability_numbers(*setup_.optimizer, learner.hyper()) : std::nullopt;
    if (facts && !facts->preconditioned) {
        at.limit = facts->limit;
        at.effective = at.hessian + facts->l2 + facts->decay;
    } else if (facts && at.lr > 0) {
        const std::vector<double> rate = learner.quantity(*effective_rate_of(*setup_.optimizer));
        const Eigen::VectorXd root = (Eigen::Map<const Eigen::VectorXd>(rate.data(), theta.size()) / at.lr).cwiseSqrt();
        if (root.allFinite()) {
            Eigen::VectorXd scaled(theta.size());
            at.limit = facts->limit;
            at.effective = facts->decay + search([&](const Eigen::VectorXd& v, Eigen::VectorXd& product) {
                scaled = root.cwiseProduct(v);
                hessian_times(scaled, product);
                product = root.cwiseProduct(product + facts->l2 * scaled);
            }, of_preconditioned);
        }
    }
    if (stop.stop_requested()) return {};
    of_hessian_ = std::move(of_hessian);
    of_preconditioned_ = std::move(of_preconditioned);
    return at;
}

}  // namespace thalweg
