#include "core/problems/curvature.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

namespace thalweg {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double singular = 1e-9;  // an eigenvalue below this share of the other one counts as 0

}  // namespace

void eigen_of(const Eigen::Matrix2d& symmetric, Eigen::Vector2d& values, Eigen::Matrix2d& vectors) {
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(symmetric);
    values = eigen.eigenvalues().reverse();
    vectors = eigen.eigenvectors().rowwise().reverse();
}

Curvature curvature_at(const Objective& objective, const Point& at) {
    Curvature c{at, objective.derivatives(at), Eigen::Vector2d::Constant(std::nan("")), Eigen::Matrix2d::Identity()};
    c.defined = std::isfinite(c.d.loss) && c.d.gradient.allFinite() && c.d.hessian.allFinite();
    if (c.defined) eigen_of(c.d.hessian, c.eigenvalues, c.axes);
    return c;
}

double Curvature::condition() const {
    const Eigen::Vector2d sizes = eigenvalues.cwiseAbs();
    return sizes.minCoeff() > 0 ? sizes.maxCoeff() / sizes.minCoeff() : infinity;
}

double Curvature::newton_distance() const {
    Point newton = Point::Zero();
    for (int i = 0; i < 2; ++i) {
        const double slope = axes.col(i).dot(d.gradient);
        if (slope != 0) newton[i] = eigenvalues[i] != 0 ? slope / eigenvalues[i] : infinity;
    }
    return newton.norm();
}

PointKind kind_of(const Eigen::Vector2d& eigenvalues) {
    const double least = singular * eigenvalues.cwiseAbs().maxCoeff();
    if (!(eigenvalues.cwiseAbs().minCoeff() > least)) return PointKind::flat;
    return eigenvalues[1] > 0 ? PointKind::minimum : eigenvalues[0] < 0 ? PointKind::maximum : PointKind::saddle;
}

PointKind kind_of(const Curvature& c, double reach) {
    if (!c.defined) return PointKind::slope;
    return c.d.gradient.isZero(0) || c.newton_distance() <= reach ? kind_of(c.eigenvalues) : PointKind::slope;
}

Decrease decrease_of(const Objective& objective, const Curvature& start, const Point& step) {
    const Point end = start.at + step;
    Point gradient;
    double loss = 0;
    objective.evaluate({&end, 1}, {&gradient, 1}, {&loss, 1});
    return {-start.d.gradient.dot(step) - 0.5 * step.dot(start.d.hessian * step), start.d.loss - loss};
}

}  // namespace thalweg
