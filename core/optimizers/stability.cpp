#include "core/optimizers/stability.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>

#include "core/formula/evaluate.hpp"
#include "core/formula/text.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg {
namespace {

Expression read(std::string_view text) {
    auto parsed = parse_expression(text);
    assert(std::holds_alternative<Expression>(parsed) && "the facts of an optimizer are well-formed");
    return std::get<Expression>(std::move(parsed));
}

double value_of(std::string_view text, const OptimizerSpec& optimizer, std::span<const double> hyper) {
    if (text.empty()) return 0;
    Scope scope;
    for (std::size_t i = 0; i < optimizer.hyperparameters.size(); ++i) scope.names[std::string(optimizer.hyperparameters[i].id)] = hyper[i];
    return evaluate(read(text), scope).scalar();
}

const Point* find(const OptimizerSpec& optimizer, std::span<const Point> derived, std::string_view id) {
    const auto at = std::find_if(optimizer.derived.begin(), optimizer.derived.end(), [&](const Quantity& q) { return q.id == id; });
    const auto i = static_cast<std::size_t>(at - optimizer.derived.begin());
    return i < derived.size() ? &derived[i] : nullptr;
}

bool has_preconditioner(const OptimizerSpec& optimizer) {
    return std::any_of(optimizer.derived.begin(), optimizer.derived.end(), [](const Quantity& q) { return q.id == "effective_rate" || q.id == "preconditioner_x"; });
}

}  // namespace

std::optional<Eigen::Matrix2d> preconditioner_of(const OptimizerSpec& optimizer, std::span<const Point> derived, double lr) {
    Eigen::Matrix2d p;
    if (const Point* rate = find(optimizer, derived, "effective_rate"); rate && lr > 0) p = (*rate / lr).asDiagonal();
    else if (const Point* first = find(optimizer, derived, "preconditioner_x")) p << first[0].transpose(), first[1].transpose();
    else return {};
    if (!p.allFinite()) return {};
    return p;
}

double StabilityLimit::largest_rate() const { return sharpness > 0 ? limit / sharpness : std::numeric_limits<double>::infinity(); }

std::optional<StabilityLimit> stability_limit(const OptimizerSpec& optimizer, std::span<const double> hyper, std::span<const Point> derived, const Eigen::Matrix2d& hessian) {
    const Stability& facts = optimizer.stability;
    if (facts.limit.empty() || !hessian.allFinite()) return {};
    Eigen::Matrix2d h = hessian + value_of(facts.l2, optimizer, hyper) * Eigen::Matrix2d::Identity();
    const bool preconditioned = has_preconditioner(optimizer);
    if (preconditioned) {
        const auto p = preconditioner_of(optimizer, derived, hyper[0]);
        if (!p) return {};
        const Eigen::Matrix2d symmetric = 0.5 * (*p + p->transpose());  // equal but for rounding
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(symmetric);
        const Eigen::Matrix2d root = eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal() * eigen.eigenvectors().transpose();
        h = root * h * root;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(h, Eigen::EigenvaluesOnly);
    return StabilityLimit{eigen.eigenvalues()[1] + value_of(facts.decay, optimizer, hyper), value_of(facts.limit, optimizer, hyper), preconditioned};
}

std::string stability_text(const OptimizerSpec& optimizer) {
    if (optimizer.stability.limit.empty()) return {};
    const bool preconditioned = has_preconditioner(optimizer);
    Expression lambda;
    lambda.kind = Expression::Kind::name;
    lambda.name = "lambda";
    Expression quotient;
    quotient.kind = Expression::Kind::quotient;
    quotient.arguments = {read(optimizer.stability.limit), lambda};
    return format_expression(quotient, [&](std::string_view name) { return name == "lambda" ? std::string(preconditioned ? "λ′max" : "λmax") : symbol_in(optimizer, name); });
}

}  // namespace thalweg
