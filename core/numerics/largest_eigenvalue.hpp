// The largest eigenvalue of a symmetric matrix that is known by its products alone: the Hessian of a network.
//
// Power iteration in its locally optimal form (Knyazev, "Toward the optimal preconditioned eigensolver", 2001, for one vector): where
// v ← H·v is all that plain iteration takes from a product, this takes the best vector in the span of v, H·v and the latest move, for the
// same one product per iteration. It goes to the eigenvalue that is largest by value, so one of larger modulus below zero needs no shift,
// and where several lie close together, as they do at the edge of stability, it needs the root of as many iterations.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <stop_token>

namespace thalweg {

struct Eigenpair {
    double value = 0;
    Eigen::VectorXd vector;   // of length 1
    double residual = 0;      // ‖H·v − λ·v‖: some eigenvalue lies that close
    int products = 0;
    bool converged = false;   // residual ≤ tolerance·|λ|
};

struct EigenSearch {
    Eigen::VectorXd start = {};  // near the vector, if one is known
    double tolerance = 1e-3;     // relative
    int most_products = 200;
};

using MatrixProduct = std::function<void(const Eigen::VectorXd& v, Eigen::VectorXd& product)>;

// Deterministic. NaN, not converged, where a product is not finite.
Eigenpair largest_eigenvalue(Eigen::Index size, const MatrixProduct& times, const EigenSearch& search = {}, const std::stop_token& stop = {});

}  // namespace thalweg
