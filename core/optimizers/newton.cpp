// Newton's method with the exact Hessian: damped as Levenberg and Marquardt do, and with |H| so that saddles repel.
#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "core/optimizers/steihaug.hpp"

namespace thalweg {
namespace {

struct NewtonDamped {
    struct Hyper { double lr, damping; };
    using Slots = NoPoints;
    using Memory = NoMemory;

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots&, Memory&) {
        const Point g = oracle.gradient(theta);
        const Eigen::Matrix2d damped = oracle.hessian(theta) + h.damping * Eigen::Matrix2d::Identity();
        theta -= h.lr * damped.fullPivLu().solve(g);
    }
};

struct NewtonByProducts {
    using Hyper = NewtonDamped::Hyper;
    template <class V>
    struct Slots { V p, r, d, Hd; };
    static constexpr std::size_t shown = 0;
    using Clock = NoClock;

    static void update(const Hyper& h, int, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock&) {
        steihaug(oracle, theta, oracle.gradient(theta), h.damping, std::numeric_limits<double>::infinity(), s.p, s.r, s.d, s.Hd);
        theta += h.lr * s.p;
    }
};

struct NewtonSaddleFree {
    struct Hyper { double lr, damping; };
    using Slots = NoPoints;
    using Memory = NoMemory;

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots&, Memory&) {
        const Point g = oracle.gradient(theta);
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(oracle.hessian(theta));
        const Point along = eigen.eigenvectors().transpose() * g;
        const Point step = along.array() / (eigen.eigenvalues().array().abs() + h.damping);
        theta -= h.lr * (eigen.eigenvectors() * step);
    }
};

Parameter damping(double value) {
    return {"damping", "τ", "added to the curvature", value, {0, 1e12}, Scale::log, {0, 1000}};
}

}  // namespace

OptimizerSpec newton_damped() {
    return stepper<NewtonDamped>({.id = "newton_damped",
                                  .name = "Newton, damped",
                                  .family = family::second_order,
                                  .hyperparameters = {hyper::lr(1, {1e-3, 2}), damping(0)},
                                  .formula = R"(H = hess(theta)
theta = theta - lr*(inv(H + damping*I)*g))",
                                  .convention = "No safeguard: it climbs where H + τI is indefinite. τ = 0, α = 1 is Newton's method itself.",
                                  .reference = "Nocedal & Wright 2006, chapter 3; Levenberg 1944",
                                  .in_networks = "Newton–CG: the step by conjugate gradients on exact Hessian-vector products, at most 50 of them, to 10⁻¹⁰ of ‖g‖. It ends where a direction of negative curvature is met, and so leads down.",
                                  .rule = {},
                                  .vector_rule = in_network<NewtonByProducts>});
}

OptimizerSpec newton_saddle_free() {
    return stepper<NewtonSaddleFree>({.id = "newton_saddle_free",
                                      .name = "Newton, saddle-free",
                                      .family = family::second_order,
                                      .hyperparameters = {hyper::lr(1, {1e-3, 2}), damping(0.01)},
                                      .formula = R"(H = hess(theta)
theta = theta - lr*(inv(abs(H) + damping*I)*g))",
                                      .convention = "|H| has the eigenvectors of H and the sizes of its eigenvalues, so directions of negative curvature lead down.",
                                      .reference = "Dauphin et al. 2014",
                                      .plane_only = "|H| takes all eigenvectors of the Hessian, which are too many for a network",
                                      .rule = {}});
}

}  // namespace thalweg
