// Newton steps that are kept where the quadratic model can be trusted: by damping (Levenberg-Marquardt) or within a circle (dogleg).
// Both make one trial per update and judge it by ϱ, the loss that went down over what the model promised; a trial that fails leaves θ
// where it is and the next one is shorter.
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "core/optimizers/steihaug.hpp"

namespace thalweg {
namespace {

using Matrix = Eigen::Matrix2d;

double smallest_eigenvalue(const Matrix& m) { return Eigen::SelfAdjointEigenSolver<Matrix>(m, Eigen::EigenvaluesOnly).eigenvalues()[0]; }

// ϱ. Both decreases are raised by the rounding of f, which would decide alone close to a minimum (Conn, Gould & Toint 2000, 17.4.2).
// A trial where the loss is no number fails.
double gain_ratio(double f, double f_trial, double promised) {
    const double rounding = 1e-14 * std::max(1.0, std::abs(f));
    const double gain = (f - f_trial + rounding) / (promised + rounding);
    return std::isfinite(gain) ? gain : -1;
}
double promised(const Sample& here, const Point& p, const Matrix& H) { return -(here.gradient.dot(p) + 0.5 * p.dot(H * p)); }

constexpr double least_damping = 1e-12, most_damping = 1e12;
double next_damping(double tau, double gain) {
    if (gain > 0.75) return std::max(tau / 3, least_damping);
    return gain < 0.25 ? std::min(4 * tau, most_damping) : tau;
}
double next_radius(double radius, double gain, double length, double most) {
    if (gain < 0.25) return radius / 4;
    return gain > 0.75 && length > 0.999 * radius ? std::min(2 * radius, most) : radius;
}

struct LevenbergMarquardt {
    struct Hyper { double lr, damping, delta; };
    struct Slots { Point tau = Point::Zero(), gain = Point::Zero(); };
    struct Memory { Point p = Point::Zero(); };

    static void begin(const Hyper& h, const Point&, Slots& s, Memory&) { s.tau = twice(h.damping); }

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        const Sample here = oracle.at(theta);
        const Matrix H = oracle.hessian(theta);
        k.p = Point::Zero();
        if (!H.allFinite() || !here.gradient.allFinite()) return;
        const double tau = std::max(s.tau.x(), h.delta - smallest_eigenvalue(H));
        const Matrix damped = H + tau * Matrix::Identity();
        const Point p = -(h.lr * (Matrix(damped.inverse()) * here.gradient));
        if (p.allFinite()) k.p = p;
        const double gain = p.allFinite() ? gain_ratio(here.loss, oracle.loss(theta + p), promised(here, p, H)) : -1;
        if (gain > 0) theta += k.p;
        s.tau = twice(next_damping(tau, gain));
        s.gain = twice(gain);
    }
    static void derive(const Hyper&, const Slots&, const Memory& k, Point* out) { out[0] = k.p; }
};

// The way from θ to the lowest point of the model along −g and on to the Newton point, as far as the circle.
struct TrustRegion {
    struct Hyper { double radius, max_radius; };
    struct Slots { Point Delta = Point::Zero(), gain = Point::Zero(); };
    struct Memory { Point U = Point::Zero(), N = Point::Zero(); double s = 0; };

    static void begin(const Hyper& h, const Point&, Slots& s, Memory&) { s.Delta = twice(std::min(h.radius, h.max_radius)); }

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& slots, Memory& k) {
        const Sample here = oracle.at(theta);
        const Matrix H = oracle.hessian(theta);
        const Point& g = here.gradient;
        const double radius = slots.Delta.x();
        k = {};
        if (!H.allFinite() || !g.allFinite()) return;
        legs(H, g, radius, k);
        const Point p = k.U + k.s * (k.N - k.U);
        const double gain = p.allFinite() ? gain_ratio(here.loss, oracle.loss(theta + p), promised(here, p, H)) : -1;
        if (!p.allFinite()) k = {};
        if (gain > 0) theta += p;
        slots.Delta = twice(next_radius(radius, gain, p.norm(), h.max_radius));
        slots.gain = twice(gain);
    }
    static void derive(const Hyper&, const Slots&, const Memory& k, Point* out) {
        out[0] = k.U;
        out[1] = k.N;
        out[2] = twice(k.s);
    }

private:
    // The dogleg's corner U, its end N, and the share s of the second leg. Without a Newton point that is a minimum of the model the
    // way ends at U.
    static void legs(const Matrix& H, const Point& g, double radius, Memory& k) {
        const double length = g.norm();
        if (length == 0) return;
        const double curvature = g.dot(H * g), least = smallest_eigenvalue(H);
        k.U = -(std::min(curvature > 0 ? g.dot(g) / curvature : radius / length, radius / length) * g);
        k.N = k.U;
        if (!(least > 0)) return;
        k.N = -(Matrix(H.inverse()) * g);
        const Point leg = k.N - k.U;
        if (k.N.norm() <= radius) {
            k.s = 1;
        } else if (const double a = leg.squaredNorm(), b = k.U.dot(leg), c = k.U.squaredNorm() - radius * radius; c < 0 && a > 0) {
            k.s = std::clamp(-c / (b + std::sqrt(b * b - a * c)), 0.0, 1.0);  // the positive root of a·s² + 2·b·s + c, without cancellation
        }
    }
};

// The same two in a network, where the Hessian is known by its products alone.
struct LevenbergMarquardtByProducts {
    using Hyper = LevenbergMarquardt::Hyper;
    template <class V>
    struct Slots {
        Number<V> tau, gain;
        V p, r, d, Hd, at;
    };
    static constexpr std::size_t shown = 2;
    using Clock = NoClock;

    static void begin(const Hyper& h, const auto&, Slots<Part>& s, Clock&) { s.tau = h.damping; }

    static void update(const Hyper& h, int, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock&) {
        const auto [f, g] = oracle.at(theta);
        s.p.setZero();
        if (!g.allFinite()) return;
        const bool curved_down = steihaug(oracle, theta, g, s.tau, std::numeric_limits<double>::infinity(), s.p, s.r, s.d, s.Hd).curved_down;
        const bool fails = curved_down || !s.p.allFinite();
        s.gain = -1;
        if (fails) {
            s.p.setZero();
        } else {
            const double curvature = s.p.dot(s.r - g) - s.tau * s.p.squaredNorm();  // ⟨p, H·p⟩
            s.p *= h.lr;
            s.at = theta + s.p;
            s.gain = gain_ratio(f, oracle.loss(s.at), -(g.dot(s.p) + 0.5 * h.lr * h.lr * curvature));
        }
        if (s.gain > 0) theta += s.p;
        s.tau = std::max(next_damping(s.tau, s.gain), curved_down ? h.delta : 0);
    }
    static void derive(const Hyper&, const Slots<Part>& s, const Clock&, auto&& out) { out[0] = s.p; }
};

struct TrustRegionByProducts {
    using Hyper = TrustRegion::Hyper;
    template <class V>
    struct Slots {
        Number<V> Delta, gain;
        V p, r, d, Hd, at;
    };
    static constexpr std::size_t shown = 2;
    using Clock = NoClock;

    static void begin(const Hyper& h, const auto&, Slots<Part>& s, Clock&) { s.Delta = std::min(h.radius, h.max_radius); }

    static void update(const Hyper& h, int, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock&) {
        const auto [f, g] = oracle.at(theta);
        if (!g.allFinite()) return;
        const double decrease = steihaug(oracle, theta, g, 0, s.Delta, s.p, s.r, s.d, s.Hd).decrease;
        s.at = theta + s.p;
        s.gain = s.p.allFinite() ? gain_ratio(f, oracle.loss(s.at), decrease) : -1;
        if (s.gain > 0) theta += s.p;
        s.Delta = next_radius(s.Delta, s.gain, s.p.norm(), h.max_radius);
    }
};

}  // namespace

OptimizerSpec levenberg_marquardt() {
    return stepper<LevenbergMarquardt>(
        {.id = "levenberg_marquardt",
         .name = "Levenberg–Marquardt",
         .family = family::second_order,
         .hyperparameters = {hyper::lr(1, {1e-3, 2}),
                             {"damping", "τ₀", "damping at the start", 1, {0, most_damping}, Scale::log, {1e-6, 1000}},
                             {"delta", "δ", "least curvature of H + τI", 1e-3, {1e-12, most_damping}, Scale::log, {1e-6, 100}}},
         .slots = {{"tau", "τ", "damping", {}, Shape::scalar}, {"gain", "ϱ", "gain ratio: decrease found over decrease promised", {}, Shape::scalar}},
         .derived = {{"p", "p", "trial step"}},
         .formula = R"(H = hess(theta)
tau = max(tau, delta - eigmin(H))
p = -(lr*(inv(H + tau*I)*g))
rounding = 0.00000000000001*max(1, abs(f))
gain = (f - loss(theta + p) + rounding)/(-(dot(g, p) + 0.5*dot(p, H*p)) + rounding)
theta = theta + p if gain > 0
tau = max(tau/3, 0.000000000001) if gain > 0.75
tau = min(4*tau, 1000000000000) if gain < 0.25)",
         .convention = "On the exact Hessian, not on JᵀJ of a sum of squares. τ is first raised until no curvature of H + τI is below δ; a third after a good trial, four times after a bad one.",
         .reference = "Levenberg 1944; Marquardt 1963; Nocedal & Wright 2006, section 3.4",
         .in_networks = "Each solution by conjugate gradients on exact Hessian-vector products, at most 50 of them. Where they meet negative curvature the trial fails; then τ is 4τ and at least δ.",
         .rule = {},
         .vector_rule = in_network<LevenbergMarquardtByProducts>});
}

OptimizerSpec trust_region() {
    return stepper<TrustRegion>(
        {.id = "trust_region",
         .name = "Trust region, dogleg",
         .family = family::second_order,
         .hyperparameters = {{"radius", "Δ₀", "radius of trust at the start", 0.5, {0, 1e6}, Scale::log, {1e-3, 10}},
                             {"max_radius", "Δmax", "largest radius", 2, {1e-6, 1e6}, Scale::log, {1e-2, 100}}},
         .slots = {{"Delta", "Δ", "radius of trust", {}, Shape::scalar}, {"gain", "ϱ", "gain ratio: decrease found over decrease promised", {}, Shape::scalar}},
         .derived = {{"U", "U", "descent to the model's lowest point along −g"}, {"N", "N", "Newton step", "U"}, {"s", "s", "share of the way from U to N", {}, Shape::scalar}},
         .figures = {{.kind = Figure::Kind::circle, .of = "radius_used", .meaning = "trust region"}},
         .formula = R"(H = hess(theta)
radius_used = Delta
U = part(-(min(where(dot(g, H*g) > 0, dot(g, g)/dot(g, H*g), Delta/norm(g)), Delta/norm(g))*g)) if norm(g) > 0
N = part(U) if norm(g) > 0
N = part(-(inv(H)*g)) if eigmin(H) > 0 and norm(g) > 0
U = 0*g if norm(g) == 0
N = 0*g if norm(g) == 0
s: share of the second leg at which the circle is met, at most 1; 0 where H is not positive definite
p = U + s*(N - U)
rounding = 0.00000000000001*max(1, abs(f))
gain = (f - loss(theta + p) + rounding)/(-(dot(g, p) + 0.5*dot(p, H*p)) + rounding)
theta = theta + p if gain > 0
Delta = Delta/4 if gain < 0.25
Delta = min(2*Delta, max_radius) if gain > 0.75 and norm(p) > 0.999*radius_used)",
         .convention = "Nocedal & Wright's radii: a quarter below ϱ = ¼, twice above ¾ for a step to the circle; every step with ϱ > 0 is taken. Where H is not positive definite the way ends at U.",
         .reference = "Powell 1970; Nocedal & Wright 2006, algorithm 4.1 and section 4.1",
         .in_networks = "Steihaug’s conjugate gradients on exact Hessian-vector products, at most 50 of them, instead of the dogleg; negative curvature is followed to the circle.",
         .rule = {},
         .vector_rule = in_network<TrustRegionByProducts>});
}

}  // namespace thalweg
