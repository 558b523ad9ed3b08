// Shampoo on a vector: full-matrix Adagrad.
#include <Eigen/Eigenvalues>
#include <cmath>

#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

struct Shampoo {
    struct Hyper { double lr, eps, exponent; };
    struct Slots { Point L_x = Point::Zero(), L_y = Point::Zero(); };
    struct Memory { Point P_x = Point::Zero(), P_y = Point::Zero(); };

    static void begin(const Hyper& h, const Point&, Slots& s, Memory&) {
        s.L_x = {h.eps, 0};
        s.L_y = {0, h.eps};
    }
    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        const Point g = oracle.gradient(theta);
        Eigen::Matrix2d L;
        L << s.L_x.transpose(), s.L_y.transpose();
        L += g * g.transpose();
        if (!L.allFinite()) return;
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(L);
        const Point powers = eigen.eigenvalues().array().max(1e-300).pow(-h.exponent);  // rounding may make the smaller one negative
        const Eigen::Matrix2d P = eigen.eigenvectors() * powers.asDiagonal() * eigen.eigenvectors().transpose();
        s.L_x = L.row(0);
        s.L_y = L.row(1);
        k.P_x = P.row(0);
        k.P_y = P.row(1);
        theta -= h.lr * (P * g);
    }
    static void derive(const Hyper&, const Slots&, const Memory& k, Point* out) {
        out[0] = k.P_x;
        out[1] = k.P_y;
    }
};

}  // namespace

OptimizerSpec shampoo() {
    return stepper<Shampoo>({.id = "shampoo",
                             .name = "Shampoo",
                             .family = family::matrix,
                             .hyperparameters = {hyper::lr(0.1), {"eps", "ε", "the statistics start at ε·I", 1e-4, {1e-12, 100}, Scale::log, {1e-8, 1}},
                                                 {"exponent", "e", "root that is taken: P = L^(−e)", 0.5, {0, 1}, Scale::linear, {0.05, 1}}},
                             .slots = {{"L_x", "L₁", "sum of g·gᵀ, first row", {}, Shape::row}, {"L_y", "L₂", "sum of g·gᵀ, second row", {}, Shape::row}},
                             .derived = {{"preconditioner_x", "P₁", "preconditioner, first row", {}, Shape::row}, {"preconditioner_y", "P₂", "preconditioner, second row", {}, Shape::row}},
                             .formula = R"(L = L + outer(g, g)
P = L^(-exponent)
theta = theta - lr*(P*g))",
                             .stability = {.limit = "2"},
                             .convention = "A vector has one side, so e = ½ (the paper's 1/(2k) with k = 1): full-matrix Adagrad. Some ports take 1/k, e = 1 here.",
                             .reference = "Gupta, Koren & Singer 2018",
                             .rule = {}});
}

}  // namespace thalweg
