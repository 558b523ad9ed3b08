#include "core/formula/evaluate.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "core/formula/text.hpp"

namespace thalweg {

Value Value::from(std::string source, const Point& vector) {
    Value v(vector);
    v.terms.push_back({std::move(source), true, vector});
    return v;
}

namespace {

using Kind = Expression::Kind;
using Rank = Value::Rank;
using Matrix = Eigen::Matrix2d;

bool has_linear(const Value& v) {
    return std::any_of(v.terms.begin(), v.terms.end(), [](const Term& t) { return t.linear; });
}

// The value as one part that is no sum.
Value atom(Value v, const Expression& e) {
    v.terms.clear();
    if (v.rank == Rank::vector) v.terms.push_back({format_expression(e), false, v.vector()});
    return v;
}

void add_terms(Value& to, const Value& from, double factor) {
    for (const Term& t : from.terms) {
        const auto same = std::find_if(to.terms.begin(), to.terms.end(), [&](const Term& u) { return u.source == t.source && u.decay == t.decay; });
        if (same != to.terms.end()) same->amount += factor * t.amount;
        else to.terms.push_back({t.source, t.linear, factor * t.amount, t.decay});
    }
}

// Numbers spread over both coordinates where the other operand is a vector.
template <class Operation>
Value coordinatewise(const Value& a, const Value& b, Operation&& operation) {
    if (a.is_scalar() && b.is_scalar()) return operation(a.scalar(), b.scalar());
    if (a.rank == Rank::matrix || b.rank == Rank::matrix) {
        Matrix m;
        for (int i = 0; i < 4; ++i) m(i) = operation(a.is_scalar() ? a.scalar() : a.m(i), b.is_scalar() ? b.scalar() : b.m(i));
        return m;
    }
    return Point(operation(a.at(0), b.at(0)), operation(a.at(1), b.at(1)));
}

Value sum(const Value& a, const Value& b, double sign, const Expression& e) {
    Value v = sign > 0 ? coordinatewise(a, b, [](double x, double y) { return x + y; }) : coordinatewise(a, b, [](double x, double y) { return x - y; });
    if (v.rank != Rank::vector) return v;
    // A summand without terms is a part of its own.
    const auto parted = [&](const Value& part, const Expression& argument) {
        return part.terms.empty() ? atom(Value(part.vector()), argument) : part;
    };
    add_terms(v, parted(a, e.arguments[0]), 1);
    add_terms(v, parted(b, e.arguments[1]), sign);
    return v;
}

Value scaled(Value v, const Value& result, const Value& coefficient, bool divide) {
    for (Term& t : v.terms)
        for (int c = 0; c < 2; ++c) t.amount[c] = divide ? t.amount[c] / coefficient.at(c) : t.amount[c] * coefficient.at(c);
    Value out = result;
    out.terms = std::move(v.terms);
    return out;
}

Value product(const Value& a, const Value& b, const Expression& e) {
    if (a.rank == Rank::matrix && b.rank != Rank::scalar) {
        if (b.rank == Rank::matrix) return Matrix(a.m * b.m);
        Value v(Point(a.m * b.vector()));
        for (const Term& t : b.terms) v.terms.push_back({t.source, t.linear, a.m * t.amount, t.decay});
        return v;
    }
    Value v = coordinatewise(a, b, [](double x, double y) { return x * y; });
    if (v.rank != Rank::vector) return v;
    if (a.terms.empty() && b.terms.empty()) return v;
    const bool left = !a.terms.empty() && (b.terms.empty() || (has_linear(a) && !has_linear(b)));
    const bool right = !b.terms.empty() && (a.terms.empty() || (has_linear(b) && !has_linear(a)));
    if (left) return scaled(a, v, b, false);
    if (right) return scaled(b, v, a, false);
    return atom(v, e);
}

// The decay among the factors of a product, if there is one.
std::string_view decay_in(const Expression& e, std::span<const std::string_view> decays) {
    if (e.kind == Kind::name) return std::find(decays.begin(), decays.end(), e.name) != decays.end() ? std::string_view(e.name) : "";
    if (e.kind != Kind::product) return "";
    const std::string_view left = decay_in(e.arguments[0], decays);
    return left.empty() ? decay_in(e.arguments[1], decays) : left;
}

template <class Operation>
Value each(const Value& a, Operation&& operation) {
    return coordinatewise(a, Value(0.0), [&](double x, double) { return operation(x); });
}

// f of the eigenvalues of a symmetric matrix.
template <class Function>
Matrix of_eigenvalues(const Matrix& m, Function&& f) {
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(m);
    const Point values(f(eigen.eigenvalues()[0]), f(eigen.eigenvalues()[1]));
    return eigen.eigenvectors() * values.asDiagonal() * eigen.eigenvectors().transpose();
}

double sign_of(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : x; }

struct Function {
    std::string_view name;
    std::size_t arguments;
    Value (*apply)(std::span<const Value> arguments);
    bool keeps_terms = false;  // the terms of its result are already right; one without a source is the function itself
};

Value where(std::span<const Value> a) {
    const auto chosen = [&](int c) { return a[0].at(c) != 0; };
    if (a[0].is_scalar()) return a[chosen(0) ? 1 : 2];
    Value v(Point(a[chosen(0) ? 1 : 2].at(0), a[chosen(1) ? 1 : 2].at(1)));
    for (const std::size_t branch : {std::size_t{1}, std::size_t{2}}) {
        Value masked;
        std::vector<Term> terms = a[branch].terms;
        if (terms.empty() && !a[branch].m.isZero(0)) terms.push_back({"constant", false, a[branch].vector()});
        for (Term& t : terms) {
            for (int c = 0; c < 2; ++c)
                if (chosen(c) != (branch == 1)) t.amount[c] = 0;
            masked.terms.push_back(t);
        }
        add_terms(v, masked, 1);
    }
    return v;
}

// Where nothing is cut off, the terms are those of what is clipped.
Value clip(std::span<const Value> a) {
    Value v = coordinatewise(a[0], a[1], [](double x, double limit) { return std::clamp(x, -limit, limit); });
    if (v.rank != Rank::vector) return v;
    const auto cut = [&](int c) { return v.at(c) != a[0].at(c); };
    for (Term t : a[0].terms) {
        for (int c = 0; c < 2; ++c)
            if (cut(c)) t.amount[c] = 0;
        if (!cut(0) || !cut(1)) v.terms.push_back(std::move(t));
    }
    if (cut(0) || cut(1)) v.terms.push_back({"", false, {cut(0) ? v.at(0) : 0, cut(1) ? v.at(1) : 0}});
    return v;
}

constexpr Function functions[] = {
    {"sqrt", 1, [](std::span<const Value> a) { return each(a[0], [](double x) { return std::sqrt(x); }); }},
    {"abs", 1, [](std::span<const Value> a) { return a[0].rank == Rank::matrix ? Value(of_eigenvalues(a[0].m, [](double x) { return std::abs(x); })) : each(a[0], [](double x) { return std::abs(x); }); }},
    {"sign", 1, [](std::span<const Value> a) { return each(a[0], sign_of); }},
    {"exp", 1, [](std::span<const Value> a) { return each(a[0], [](double x) { return std::exp(x); }); }},
    {"log", 1, [](std::span<const Value> a) { return each(a[0], [](double x) { return std::log(x); }); }},
    {"sin", 1, [](std::span<const Value> a) { return each(a[0], [](double x) { return std::sin(x); }); }},
    {"cos", 1, [](std::span<const Value> a) { return each(a[0], [](double x) { return std::cos(x); }); }},
    {"tanh", 1, [](std::span<const Value> a) { return each(a[0], [](double x) { return std::tanh(x); }); }},
    {"min", 2, [](std::span<const Value> a) { return coordinatewise(a[0], a[1], [](double x, double y) { return std::min(x, y); }); }},
    {"max", 2, [](std::span<const Value> a) { return coordinatewise(a[0], a[1], [](double x, double y) { return std::max(x, y); }); }},
    {"clip", 2, clip, true},
    {"where", 3, where, true},
    {"mod", 2, [](std::span<const Value> a) { return coordinatewise(a[0], a[1], [](double x, double y) { return std::fmod(x, y); }); }},
    {"dot", 2, [](std::span<const Value> a) { return Value(a[0].vector().dot(a[1].vector())); }},
    {"norm", 1, [](std::span<const Value> a) { return Value(a[0].vector().norm()); }},
    {"norm1", 1, [](std::span<const Value> a) { return Value(a[0].vector().lpNorm<1>()); }},
    {"norminf", 1, [](std::span<const Value> a) { return Value(a[0].vector().lpNorm<Eigen::Infinity>()); }},
    {"mean", 1, [](std::span<const Value> a) { return Value(a[0].vector().mean()); }},
    {"outer", 2, [](std::span<const Value> a) { return Value(Matrix(a[0].vector() * a[1].vector().transpose())); }},
    {"inv", 1, [](std::span<const Value> a) { return Value(Matrix(a[0].m.inverse())); }},
    {"invsqrt", 1, [](std::span<const Value> a) { return Value(of_eigenvalues(a[0].m, [](double x) { return 1 / std::sqrt(x); })); }},
    {"transpose", 1, [](std::span<const Value> a) { return Value(Matrix(a[0].m.transpose())); }},
    {"diag", 1, [](std::span<const Value> a) { return Value(Point(a[0].m.diagonal())); }},
    {"eigmin", 1, [](std::span<const Value> a) { return Value(Eigen::SelfAdjointEigenSolver<Matrix>(a[0].m, Eigen::EigenvaluesOnly).eigenvalues()[0]); }},
    {"reverse", 1, [](std::span<const Value> a) { return Value(Point(a[0].vector().reverse())); }},
    {"part", 1, [](std::span<const Value> a) { return Value(a[0].vector()); }, true},  // without terms, so that its statement's name is the source
};

std::optional<Value> from_problem(const Expression& e, const Scope& scope) {
    if (e.arguments.size() != 1) return {};
    const auto point = [&] { return evaluate(e.arguments[0], scope).vector(); };
    if (e.name == "grad" && scope.problem.gradient) return scope.problem.gradient(point());
    if (e.name == "loss" && scope.problem.loss) return Value(scope.problem.loss(point()));
    if (e.name == "hess" && scope.problem.hessian) return Value(scope.problem.hessian(point()));
    return {};
}

Value called(const Expression& e, const Scope& scope) {
    if (auto answer = from_problem(e, scope)) return *std::move(answer);
    const auto function = std::find_if(std::begin(functions), std::end(functions), [&](const Function& f) { return f.name == e.name && f.arguments == e.arguments.size(); });
    if (function == std::end(functions)) throw UnknownName{e.name};
    std::vector<Value> arguments;
    for (const Expression& argument : e.arguments) arguments.push_back(evaluate(argument, scope));
    Value v = function->apply(arguments);
    if (!function->keeps_terms) return atom(v, e);
    for (Term& t : v.terms)
        if (t.source.empty()) t.source = format_expression(e);
    return v;
}

Value power(const Value& a, const Value& b, const Expression& e) {
    if (a.rank == Rank::matrix) return of_eigenvalues(a.m, [&](double x) { return std::pow(x, b.scalar()); });
    return atom(coordinatewise(a, b, [](double x, double y) { return y == 2 ? x * x : std::pow(x, y); }), e);
}

}  // namespace

Value evaluate(const Expression& e, const Scope& scope) {
    const auto argument = [&](std::size_t i) { return evaluate(e.arguments[i], scope); };
    const auto compared = [&](auto&& holds) { return coordinatewise(argument(0), argument(1), [&](double x, double y) { return holds(x, y) ? 1.0 : 0.0; }); };
    switch (e.kind) {
        case Kind::number: return e.number;
        case Kind::name: {
            if (const auto at = scope.names.find(e.name); at != scope.names.end()) return at->second;
            if (e.name == "I") return Matrix(Matrix::Identity());
            if (e.name == "pi") return 3.14159265358979323846;
            throw UnknownName{e.name};
        }
        case Kind::negative: {
            Value v = argument(0);
            v.m = -v.m;
            for (Term& t : v.terms) t.amount = -t.amount;
            return v;
        }
        case Kind::sum: return sum(argument(0), argument(1), 1, e);
        case Kind::difference: return sum(argument(0), argument(1), -1, e);
        case Kind::product: {
            Value v = product(argument(0), argument(1), e);
            if (const std::string_view decay = decay_in(e, scope.decays); !decay.empty())
                for (Term& t : v.terms) t.decay = decay;
            return v;
        }
        case Kind::quotient: {
            const Value a = argument(0), b = argument(1);
            const Value v = coordinatewise(a, b, [](double x, double y) { return x / y; });
            if (v.rank != Rank::vector) return v;
            return a.terms.empty() ? (b.terms.empty() ? v : atom(v, e)) : scaled(a, v, b, true);
        }
        case Kind::power: return power(argument(0), argument(1), e);
        case Kind::less: return compared([](double x, double y) { return x < y; });
        case Kind::greater: return compared([](double x, double y) { return x > y; });
        case Kind::at_most: return compared([](double x, double y) { return x <= y; });
        case Kind::at_least: return compared([](double x, double y) { return x >= y; });
        case Kind::equal: return compared([](double x, double y) { return x == y; });
        case Kind::both: return compared([](double x, double y) { return x != 0 && y != 0; });
        case Kind::call: return called(e, scope);
    }
    return {};
}

Expression with_numbers(const Expression& e, const Scope& scope, int coordinate) {
    if (e.kind == Kind::name) {
        const Value v = evaluate(e, scope);
        if (v.rank == Rank::matrix) return e;
        return {.kind = Kind::number, .number = v.at(coordinate), .name = {}, .arguments = {}};
    }
    Expression out = e;
    const bool whole = e.kind == Kind::call && (e.name == "dot" || e.name == "norm" || e.name == "norm1" || e.name == "norminf" || e.name == "eigmin" || e.name == "reverse" || e.name == "mean" || e.name == "outer" || e.name == "grad" || e.name == "loss" || e.name == "hess" ||
                                                e.name == "inv" || e.name == "invsqrt" || e.name == "transpose" || e.name == "diag");
    if (whole) {  // its value, where that is a number or a vector
        const Value v = evaluate(e, scope);
        if (v.rank == Rank::matrix) return e;
        return {.kind = Kind::number, .number = v.at(coordinate), .name = {}, .arguments = {}};
    }
    if (e.kind == Kind::product && evaluate(e.arguments[0], scope).rank == Rank::matrix && evaluate(e.arguments[1], scope).rank == Rank::vector) return e;  // A·g stays
    for (Expression& argument : out.arguments) argument = with_numbers(argument, scope, coordinate);
    return out;
}

}  // namespace thalweg
