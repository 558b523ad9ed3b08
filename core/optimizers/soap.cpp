// SOAP: Adam in the eigenbasis of Shampoo's statistics. The vector counts as a matrix with one column, so only the left side turns. On
// weight matrices: soap_of_matrices.cpp.
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <cmath>

#include "core/numerics/power.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {

VectorRule soap_of_matrices();

namespace {

struct Soap {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, frequency; };
    struct Slots { Point m = Point::Zero(), v = Point::Zero(), L_x = Point::Zero(), L_y = Point::Zero(), Q_x = {1, 0}, Q_y = {0, 1}; };
    struct Memory {
        Power beta1_t, beta2_t;
        double exchanged = 0;
        Point m_hat = Point::Zero(), P_x = Point::Zero(), P_y = Point::Zero();
    };
    using Matrix = Eigen::Matrix2d;

    static void update(const Hyper& h, int t, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        const Point g = oracle.gradient(theta);
        if (!g.allFinite()) return;
        Matrix L, Q;
        L << s.L_x.transpose(), s.L_y.transpose();
        Q << s.Q_x.transpose(), s.Q_y.transpose();
        if (t > 1) {
            const Matrix back = Q.transpose();
            const Point turned = back * g;
            s.m = h.beta1 * s.m + (1 - h.beta1) * g;
            s.v = h.beta2 * s.v + (1 - h.beta2) * turned.cwiseProduct(turned);
            k.m_hat = s.m / (1 - k.beta1_t.at(h.beta1, t - 1));
            const double v_scale = std::sqrt(1 - k.beta2_t.at(h.beta2, t - 1));
            const Point scale = v_scale / (s.v.array().sqrt() + h.eps);
            const Point turned_m = back * k.m_hat, scaled = scale.cwiseProduct(turned_m);
            const Matrix P = Q * scale.asDiagonal() * back;
            k.P_x = P.row(0);
            k.P_y = P.row(1);
            theta = (1 - h.lr * h.weight_decay) * (theta - h.lr * (Q * scaled));
        }
        L = h.beta2 * L + (1 - h.beta2) * (g * g.transpose());
        k.exchanged = 0;
        if (t == 1) Q = eigenbasis(L);
        else if (static_cast<int>(h.frequency) > 0 && (t - 1) % static_cast<int>(h.frequency) == 0) turn(L, Q, s, k);
        s.L_x = L.row(0);
        s.L_y = L.row(1);
        s.Q_x = Q.row(0);
        s.Q_y = Q.row(1);
    }
    static void derive(const Hyper&, const Slots&, const Memory& k, Point* out) {
        out[0] = k.m_hat;
        out[1] = twice(k.exchanged);
        out[2] = k.P_x;
        out[3] = k.P_y;
    }

private:
    static Matrix eigenbasis(const Matrix& L) { return Eigen::SelfAdjointEigenSolver<Matrix>(L).eigenvectors().rowwise().reverse(); }  // largest first

    // One step of orthogonal iteration, after the columns have been put in the order of what they estimate.
    static void turn(const Matrix& L, Matrix& Q, Slots& s, Memory& k) {
        const Matrix estimate = Q.transpose() * L * Q;
        if (estimate(0, 0) < estimate(1, 1)) {
            k.exchanged = 1;
            Q = Q.rowwise().reverse().eval();
            s.v = s.v.reverse().eval();
        }
        const Matrix next = Eigen::HouseholderQR<Matrix>(L * Q).householderQ();
        if (next.allFinite()) Q = next;
    }
};

}  // namespace

OptimizerSpec soap() {
    return stepper<Soap>({.id = "soap",
                          .name = "SOAP",
                          .family = family::matrix,
                          .hyperparameters = {hyper::lr(3e-3), hyper::beta1(0.95), hyper::beta2(0.95), hyper::eps(), hyper::weight_decay(0.01),
                                              {"frequency", "k", "updates from one turn of the basis to the next", 10, {1, 1e9}, Scale::count, {1, 100}}},
                          .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment, in the basis Q"},
                                    {"L_x", "L₁", "mean of g·gᵀ, first row", {}, Shape::row}, {"L_y", "L₂", "mean of g·gᵀ, second row", {}, Shape::row},
                                    {"Q_x", "Q₁", "eigenbasis of L, first row", {}, Shape::row}, {"Q_y", "Q₂", "eigenbasis of L, second row", {}, Shape::row}},
                          .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"exchanged", "⇄", "1 where the columns of Q changed places", {}, Shape::scalar},
                                      {"preconditioner_x", "P₁", "preconditioner, first row", {}, Shape::row}, {"preconditioner_y", "P₂", "preconditioner, second row", {}, Shape::row}},
                          .formula = R"(m = beta1*m + (1 - beta1)*g if t > 1
v = beta2*v + (1 - beta2)*(transpose(Q)*g)^2 if t > 1
m_hat = m/(1 - beta1^(t - 1)) if t > 1
scale = sqrt(1 - beta2^(t - 1))/(sqrt(v) + eps) if t > 1
theta = (1 - lr*weight_decay)*(theta - lr*(Q*(scale*(transpose(Q)*m_hat)))) if t > 1
L = beta2*L + (1 - beta2)*outer(g, g)
Q: eigenbasis of L in update 1; then, every k updates, the orthogonal factor of L·Q
exchanged: 1 where the columns of Q changed places, to stand in the order of their eigenvalues
v = reverse(v) if exchanged == 1)",
                          .convention = "Update 1 only builds Q. m stays unrotated, v belongs to the columns of Q; L averages with β₂, the basis follows by one QR step. ε stands beside the uncorrected √v. 1-D tensors are unpreconditioned by default in the original; here they turn.",
                          .reference = "Vyas et al. 2024",
                          .in_networks = "As in the original both sides of a matrix turn, and vectors go by Adam. Sides longer than 128 are cut into equal blocks.",
                          .rule = {},
                          .vector_rule = soap_of_matrices()});
}

}  // namespace thalweg
