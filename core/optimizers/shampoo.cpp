// Shampoo: the gradient of a weight matrix between roots of its sums of G·Gᵀ and Gᵀ·G. On a vector, and so in the plane, it has one side:
// full-matrix Adagrad.
#include <Eigen/Eigenvalues>
#include <cmath>

#include "core/optimizers/weight_matrices.hpp"

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

struct ShampooOfMatrices {
    using Hyper = Shampoo::Hyper;
    template <class V>
    struct Slots { Space<2> statistics; };
    using Clock = NoClock;

    // The length of a side that has a preconditioner. One number alone has none, unless it is all there is.
    static int left(const WeightBlock& block) { return block.rows > 1 || block.columns == 1 ? block.rows : 0; }
    static int right(const WeightBlock& block) { return block.columns > 1 ? block.columns : 0; }

    static std::size_t space(const VectorLayout& layout) {
        int numbers = 0;
        for_each_block(layout, [&](const WeightBlock& block) { numbers += left(block) * left(block) + right(block) * right(block); });
        return static_cast<std::size_t>(numbers);
    }
    static void lay_out(const Hyper& h, const VectorLayout& layout, Slots<Part>& s) {
        SideCursor sides(s.statistics.first);
        for_each_block(layout, [&](const WeightBlock& block) {
            for (const int n : {left(block), right(block)}) sides.next(n).diagonal().setConstant(h.eps);
        });
    }
    static void update(const Hyper& h, int, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock&) {
        const ConstPart g = oracle.gradient(theta);
        if (!g.allFinite()) return;
        SideCursor sides(s.statistics.first);
        for_each_block(oracle.layout(), [&](const WeightBlock& block) {
            const auto G = block.of(g);
            Side L = sides.next(left(block)), R = sides.next(right(block));
            const double exponent = h.exponent / ((L.size() > 0) + (R.size() > 0));
            LocalMatrix step = G;
            if (L.size() > 0) {
                L.noalias() += G * G.transpose();
                step = power(L, -exponent) * step;
            }
            if (R.size() > 0) {
                R.noalias() += G.transpose() * G;
                step = step * power(R, -exponent);
            }
            if (step.allFinite()) block.of(theta) -= h.lr * step;
        });
    }

private:
    static LocalMatrix power(const Side& m, double exponent) {
        const Eigen::SelfAdjointEigenSolver<LocalMatrix> eigen(m);
        return eigen.eigenvectors() * eigen.eigenvalues().array().max(1e-300).pow(exponent).matrix().asDiagonal() * eigen.eigenvectors().transpose();
    }
};

}  // namespace

OptimizerSpec shampoo() {
    OptimizerSpec spec = stepper<Shampoo>({.id = "shampoo",
                                           .name = "Shampoo",
                                           .family = family::matrix,
                                           .hyperparameters = {hyper::lr(0.1), {"eps", "ε", "the statistics start at ε·I", 1e-4, {1e-12, 100}, Scale::log, {1e-8, 1}},
                                                               {"exponent", "e", "root that is taken: P = L^(−e)", 0.5, {0, 1}, Scale::linear, {0.05, 1}}},
                                           .slots = {{"L_x", "L₁", "sum of g·gᵀ, first row", {}, Shape::row}, {"L_y", "L₂", "sum of g·gᵀ, second row", {}, Shape::row}},
                                           .derived = {{"preconditioner_x", "P₁", "preconditioner, first row", {}, Shape::row}, {"preconditioner_y", "P₂", "preconditioner, second row", {}, Shape::row}},
                                           .formula = R"(L = L + outer(g, g)
P = L^(-exponent)
theta = theta - lr*(P*g))",
                                           .convention = "A vector has one side, so e = ½ (the paper's 1/(2k) with k = 1): full-matrix Adagrad. Some ports take 1/k, e = 1 here.",
                                           .reference = "Gupta, Koren & Singer 2018",
                                           .in_networks = "L^(−e/2)·G·R^(−e/2) on a matrix, −¼ each as in the paper, and L^(−e)·g on a vector or a matrix of one row. Sides longer than 128 are cut into equal blocks.",
                                           .rule = {}});
    spec.vector_rule = in_network<ShampooOfMatrices>;
    return spec;
}

}  // namespace thalweg
