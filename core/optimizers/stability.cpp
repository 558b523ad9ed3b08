#include "core/optimizers/stability.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>

#include "core/formula/evaluate.hpp"
#include "core/formula/text.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg {
namespace {

constexpr std::string_view effective_rate = "effective_rate";

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
    return std::any_of(optimizer.derived.begin(), optimizer.derived.end(), [](const Quantity& q) { return q.id == effective_rate || q.id == "preconditioner_x"; });
}

// "2·(1 + μ)/" and what the limit is divided by.
std::string limit_over(const OptimizerSpec& optimizer, std::string_view symbol) {
    if (optimizer.stability.limit.empty()) return {};
    Expression divisor;
    divisor.kind = Expression::Kind::name;
    divisor.name = "divisor";
    Expression quotient;
    quotient.kind = Expression::Kind::quotient;
    quotient.arguments = {read(optimizer.stability.limit), divisor};
    return format_expression(quotient, [&](std::string_view name) { return name == "divisor" ? std::string(symbol) : symbol_in(optimizer, name); });
}

}  // namespace

std::optional<std::size_t> effective_rate_of(const OptimizerSpec& optimizer) {
    const auto at = std::find_if(optimizer.derived.begin(), optimizer.derived.end(), [](const Quantity& q) { return q.id == effective_rate; });
    if (at == optimizer.derived.end()) return {};
    return optimizer.slots.size() + static_cast<std::size_t>(at - optimizer.derived.begin());
}

std::optional<StabilityNumbers> stability_numbers(const OptimizerSpec& optimizer, std::span<const double> hyper) {
    const Stability& facts = optimizer.stability;
    if (facts.limit.empty()) return {};
    return StabilityNumbers{value_of(facts.limit, optimizer, hyper), value_of(facts.l2, optimizer, hyper), value_of(facts.decay, optimizer, hyper), has_preconditioner(optimizer)};
}

std::optional<Eigen::Matrix2d> preconditioner_of(const OptimizerSpec& optimizer, std::span<const Point> derived, double lr) {
    Eigen::Matrix2d p;
    if (const Point* rate = find(optimizer, derived, effective_rate); rate && lr > 0) p = (*rate / lr).asDiagonal();
    else if (const Point* first = find(optimizer, derived, "preconditioner_x")) p << first[0].transpose(), first[1].transpose();
    else return {};
    if (!p.allFinite()) return {};
    return p;
}

double StabilityLimit::largest_rate() const { return sharpness > 0 ? limit / sharpness : std::numeric_limits<double>::infinity(); }

std::optional<StabilityLimit> stability_limit(const OptimizerSpec& optimizer, std::span<const double> hyper, std::span<const Point> derived, const Eigen::Matrix2d& hessian) {
    const auto facts = stability_numbers(optimizer, hyper);
    if (!facts || !hessian.allFinite()) return {};
    Eigen::Matrix2d h = hessian + facts->l2 * Eigen::Matrix2d::Identity();
    if (facts->preconditioned) {
        const auto p = preconditioner_of(optimizer, derived, hyper[0]);
        if (!p) return {};
        const Eigen::Matrix2d symmetric = 0.5 * (*p + p->transpose());  // equal but for rounding
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(symmetric);
        const Eigen::Matrix2d root = eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal() * eigen.eigenvectors().transpose();
        h = root * h * root;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(h, Eigen::EigenvaluesOnly);
    return StabilityLimit{eigen.eigenvalues()[1] + facts->decay, facts->limit, facts->preconditioned};
}

std::string stability_text(const OptimizerSpec& optimizer) { return limit_over(optimizer, has_preconditioner(optimizer) ? "λ′max" : "λmax"); }
std::string sharpness_limit_text(const OptimizerSpec& optimizer) { return limit_over(optimizer, optimizer.hyperparameters[0].symbol); }

}  // namespace thalweg
