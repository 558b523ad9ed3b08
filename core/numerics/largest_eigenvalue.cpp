#include "core/numerics/largest_eigenvalue.hpp"

#include <Eigen/Eigenvalues>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/numerics/random.hpp"

namespace thalweg {
namespace {

// A direction together with its product.
struct Direction {
    Eigen::VectorXd v, hv;
};

// Orthogonal to the others, of length 1; false where nothing is left of it. Twice: once leaves what rounding leaves.
bool orthonormalise(Direction& a, const std::vector<const Direction*>& others) {
    const double before = a.v.norm();
    for (int pass = 0; pass < 2; ++pass)
        for (const Direction* other : others) {
            const double part = other->v.dot(a.v);
            a.v -= part * other->v;
            a.hv -= part * other->hv;
        }
    const double length = a.v.norm();
    if (!(length > 1e-10 * before)) return false;
    a.v /= length;
    a.hv /= length;
    return true;
}

Eigen::VectorXd random_direction(Eigen::Index size) {
    Eigen::VectorXd v(size);
    for (Eigen::Index i = 0; i < size; ++i) v[i] = normal(draw(0, Stream::eigenvector, 0, static_cast<std::uint32_t>(i)));
    return v.normalized();
}

}  // namespace

Eigenpair largest_eigenvalue(Eigen::Index size, const MatrixProduct& times, const EigenSearch& search, const std::stop_token& stop) {
    Eigenpair found;
    if (size == 0) return found;
    // Never from the known vector alone: another eigenvalue may have overtaken its own, and none leads away from an exact eigenvector.
    constexpr double fresh = 0.05;
    Direction x{random_direction(size), Eigen::VectorXd::Zero(size)}, r = x, p = x;
    if (search.start.size() == size) x.v = (search.start.normalized() + fresh * x.v).normalized();
    times(x.v, x.hv);
    found.products = 1;
    bool moved = false;  // p is the latest move
    for (;;) {
        found.value = x.v.dot(x.hv);
        if (!std::isfinite(found.value)) {
            found.value = std::numeric_limits<double>::quiet_NaN();
            break;
        }
        r.v = x.hv - found.value * x.v;
        r.hv.setZero();
        found.residual = r.v.norm();
        found.converged = found.residual <= search.tolerance * std::abs(found.value);
        if (found.converged || found.products >= search.most_products || stop.stop_requested()) break;

        std::vector<const Direction*> span{&x};
        if (!orthonormalise(r, span)) break;
        times(r.v, r.hv);
        ++found.products;
        span.push_back(&r);
        if (moved && orthonormalise(p, span)) span.push_back(&p);
        // Rayleigh–Ritz: the largest eigenvector of H within the span.
        const auto n = static_cast<Eigen::Index>(span.size());
        Eigen::MatrixXd small(n, n);
        for (Eigen::Index i = 0; i < n; ++i)
            for (Eigen::Index k = 0; k < n; ++k) small(i, k) = span[static_cast<std::size_t>(i)]->v.dot(span[static_cast<std::size_t>(k)]->hv);
        if (!small.allFinite()) {
            found.value = std::numeric_limits<double>::quiet_NaN();
            break;
        }
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(0.5 * (small + small.transpose()));
        const Eigen::VectorXd best = solver.eigenvectors().col(n - 1);
        Direction latest{best[1] * r.v, best[1] * r.hv};
        if (n == 3) latest.v += best[2] * p.v, latest.hv += best[2] * p.hv;
        p = std::move(latest);
        x.v = best[0] * x.v + p.v;
        x.hv = best[0] * x.hv + p.hv;
        const double length = x.v.norm();
        x.v /= length;
        x.hv /= length;
        moved = true;
    }
    found.vector = std::move(x.v);
    return found;
}

}  // namespace thalweg
