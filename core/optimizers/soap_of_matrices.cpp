// SOAP on the weight matrices of a network: Adam between the eigenbases of Shampoo's statistics of both sides.
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <array>
#include <cmath>
#include <numeric>

#include "core/numerics/power.hpp"
#include "core/optimizers/weight_matrices.hpp"

namespace thalweg {
namespace {

struct SoapOfMatrices {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, frequency; };
    template <class V>
    struct Slots {
        V m, v;
        Space<4> sides;  // of each block L, Q, R, Q of the right; none where a side does not turn
    };
    static constexpr std::size_t shown = 6;
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale = 0;
    };

    // Of a vector no side turns, of a matrix with one row the right one.
    static int left(const WeightBlock& block) { return block.columns > 1 && block.rows > 1 ? block.rows : 0; }
    static int right(const WeightBlock& block) { return block.columns > 1 ? block.columns : 0; }

    static std::size_t space(const VectorLayout& layout) {
        int numbers = 0;
        for_each_block(layout, [&](const WeightBlock& block) { numbers += 2 * (left(block) * left(block) + right(block) * right(block)); });
        return static_cast<std::size_t>(numbers);
    }
    static void update(const Hyper& h, int t, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock& k) {
        const ConstPart g = oracle.gradient(theta);
        if (!g.allFinite()) return;
        double v_scale = 1;
        if (t > 1) {
            k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t - 1));
            v_scale = std::sqrt(1 - k.beta2_t.at(h.beta2, t - 1));
        }
        SideCursor sides(s.sides.first);
        for_each_block(oracle.layout(), [&](const WeightBlock& block) {
            const auto G = block.of(g);
            auto m = block.of(s.m), v = block.of(s.v), at = block.of(theta);
            Side L = sides.next(left(block)), QL = sides.next(left(block)), R = sides.next(right(block)), QR = sides.next(right(block));
            if (t > 1) {
                const LocalMatrix turned = turn(G, QL, QR);
                m = h.beta1 * m + (1 - h.beta1) * G;
                v = h.beta2 * v + (1 - h.beta2) * turned.cwiseAbs2();
                const LocalMatrix scaled = turn(k.m_scale * m, QL, QR).array() * v_scale / (v.array().sqrt() + h.eps);
                at = (1 - h.lr * h.weight_decay) * (at - h.lr * turn_back(scaled, QL, QR));
            }
            L *= h.beta2;
            R *= h.beta2;
            if (L.size() > 0) L.noalias() += (1 - h.beta2) * G * G.transpose();
            if (R.size() > 0) R.noalias() += (1 - h.beta2) * G.transpose() * G;
            if (t == 1) {
                eigenbasis(L, QL);
                eigenbasis(R, QR);
            } else if (static_cast<int>(h.frequency) > 0 && (t - 1) % static_cast<int>(h.frequency) == 0) {
                follow(L, QL, [&](const auto& order) { v = (order.transpose() * LocalMatrix(v)).eval(); });
                follow(R, QR, [&](const auto& order) { v = (LocalMatrix(v) * order).eval(); });
            }
        });
    }
    static void derive(const Hyper&, const Slots<Part>& s, const Clock& k, auto&& out) { out[0] = k.m_scale * s.m; }

private:
    static LocalMatrix turn(const auto& m, const Side& QL, const Side& QR) {
        LocalMatrix turned = m;
        if (QL.size() > 0) turned = QL.transpose() * turned;
        if (QR.size() > 0) turned = turned * QR;
        return turned;
    }
    static LocalMatrix turn_back(const LocalMatrix& m, const Side& QL, const Side& QR) {
        LocalMatrix turned = m;
        if (QL.size() > 0) turned = QL * turned;
        if (QR.size() > 0) turned = turned * QR.transpose();
        return turned;
    }
    static void eigenbasis(const Side& L, Side& Q) {
        if (L.size() > 0) Q = Eigen::SelfAdjointEigenSolver<LocalMatrix>(L).eigenvectors().rowwise().reverse();  // largest first
    }
    // One step of orthogonal iteration, after the columns have been put in the order of what they estimate, and v with them.
    static void follow(const Side& L, Side& Q, auto&& reorder) {
        if (L.size() == 0) return;
        std::array<int, longest_side> order;
        const auto last = order.begin() + Q.cols();
        std::iota(order.begin(), last, 0);
        const LocalMatrix LQ = L * Q;
        const Eigen::Matrix<double, Eigen::Dynamic, 1, 0, longest_side> estimate = Q.cwiseProduct(LQ).colwise().sum();
        std::stable_sort(order.begin(), last, [&](int i, int j) { return estimate[i] > estimate[j]; });
        LocalMatrix permutation = LocalMatrix::Zero(Q.rows(), Q.cols());
        for (int i = 0; i < Q.cols(); ++i) permutation(order[static_cast<std::size_t>(i)], i) = 1;
        reorder(permutation);
        Q = (LocalMatrix(Q) * permutation).eval();
        const LocalMatrix next = Eigen::HouseholderQR<LocalMatrix>(LQ * permutation).householderQ();
        if (next.allFinite()) Q = next;
    }
};

}  // namespace

VectorRule soap_of_matrices() { return in_network<SoapOfMatrices>; }

}  // namespace thalweg
