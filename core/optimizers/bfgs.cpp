// BFGS with its inverse Hessian as a whole matrix. The pair s, y is taken within one update, from the two gradients that the search
// saw, so that it stays right when gradients are samples.
#include "core/optimizers/line_search.hpp"

namespace thalweg {
namespace {

void direction(const std::array<Point, 2>& rows, const Point& g, Point& p) {
    Eigen::Matrix2d H;
    H << rows[0].transpose(), rows[1].transpose();
    p = -(H * g);
}
void direction(const PartSeries<2>& rows, const Part& g, Part& p) {
    for (std::size_t i = 0; i < rows.size(); ++i) p[static_cast<Eigen::Index>(i)] = -rows[i].dot(g);
}

// With H = ⟨s, y⟩/⟨y, y⟩·I before the first pair: (I − ϱ·s·yᵀ)·H·(I − ϱ·y·sᵀ) + ϱ·s·sᵀ, which is returned where it is finite.
bool learn(std::array<Point, 2>& rows, const Point& s, const Point& y, bool first, Point&) {
    using Matrix = Eigen::Matrix2d;
    const Matrix I = Matrix::Identity();
    Matrix H;
    H << rows[0].transpose(), rows[1].transpose();
    const double sy = s.dot(y), rho = 1 / sy;
    if (first) H = sy / y.dot(y) * I;
    const Matrix next = (I - rho * (s * y.transpose())) * H * (I - rho * (y * s.transpose())) + rho * (s * s.transpose());
    if (!next.allFinite()) return false;
    rows = {next.row(0), next.row(1)};
    return true;
}
// The same, multiplied out: H + (ϱ + ϱ²·⟨y, H·y⟩)·s·sᵀ − ϱ·(H·y·sᵀ + s·(H·y)ᵀ).
bool learn(PartSeries<2>& rows, const Part& s, const Part& y, bool first, Part& Hy) {
    const double sy = s.dot(y), rho = 1 / sy;
    if (first) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].setZero();
            rows[i][static_cast<Eigen::Index>(i)] = sy / y.squaredNorm();
        }
    }
    for (std::size_t i = 0; i < rows.size(); ++i) Hy[static_cast<Eigen::Index>(i)] = rows[i].dot(y);
    const double both = rho + rho * rho * y.dot(Hy);
    if (!std::isfinite(both) || !Hy.allFinite()) return false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        rows[i] += (both * s[at] - rho * Hy[at]) * s - (rho * s[at]) * Hy;
    }
    return true;
}

// The gradient where the search ended: known in the plane, asked for again in a network.
const Point& gradient_at(const RayPoint<Oracle>& found, Oracle&, const Point&) { return found.gradient; }
ConstPart gradient_at(const RayPoint<PartOracle>&, PartOracle& oracle, const Part& theta) { return oracle.gradient(theta); }

struct Bfgs {
    struct Hyper { double lr, c1, c2; };
    template <class V>
    struct Slots {
        Series<V, 2> H;  // rows of the symmetric inverse
        V p;
        Number<V> a, pairs;
        V g, s, y, at;
    };
    static constexpr std::size_t shown = 5;
    static constexpr std::size_t most_parameters = 512;  // 2 MiB of matrix in every checkpoint
    using Clock = NoClock;
    static std::size_t length(const Hyper&, std::size_t n) { return n; }

    static void begin(const Hyper&, const auto&, auto& k, Clock&) { restart(k); }

    static void update(const Hyper& h, int, auto& oracle, auto& theta, auto& k, Clock&) {
        const auto here = oracle.at(theta);
        k.g = here.gradient;
        direction(k.H, k.g, k.p);
        const bool first = k.pairs == 0;
        const auto found = strong_wolfe(oracle, theta, k.p, {{0, here.loss, k.g.dot(k.p)}, k.g}, first ? first_trial(h.lr, k.p) : h.lr, {.c1 = h.c1, .c2 = h.c2}, k.at);
        k.a = found.a;
        if (!k.p.allFinite()) restart(k);
        if (!(found.a > 0)) return;
        k.s = found.a * k.p;
        theta += k.s;
        k.y = gradient_at(found, oracle, theta) - k.g;
        if (k.s.dot(k.y) > 1e-10 && learn(k.H, k.s, k.y, first, k.at)) k.pairs = k.pairs + 1;
    }

private:
    static void restart(auto& k) {
        for (std::size_t i = 0; i < k.H.size(); ++i) {
            auto&& row = k.H[i];
            row.setZero();
            row[static_cast<Eigen::Index>(i)] = 1;
        }
        k.p.setZero();
        k.a = 0;
        k.pairs = 0;
    }
};

}  // namespace

OptimizerSpec bfgs() {
    return whole_vector<Bfgs>({.id = "bfgs",
                               .name = "BFGS",
                               .family = family::line_search,
                               .hyperparameters = {hyper::trial_lr(), hyper::c1(), hyper::c2(0.9)},
                               .slots = {{"H_x", "H₁", "inverse Hessian, first row", {}, Shape::row}, {"H_y", "H₂", "inverse Hessian, second row", {}, Shape::row},
                                         {"p", "p", "search direction"}, {"a", "a", "step length found", {}, Shape::scalar}, {"pairs", "k", "pairs seen", {}, Shape::scalar}},
                               .figures = {{.kind = Figure::Kind::ellipse, .of = "H", .meaning = "inverse Hessian, as learnt so far", .scale_free = true}},
                               .formula = R"(p = -(H*g)
a: step length found by the strong-Wolfe search; its first trial is α, until there is a pair α·min(1, 1/‖p‖₁)
s = a*p
y = grad(theta + s) - g
theta = theta + s
rho = 1/dot(s, y)
H = dot(s, y)/dot(y, y)*I if dot(s, y) > 0.0000000001 and pairs == 0
H = (I - rho*outer(s, y))*H*(I - rho*outer(y, s)) + rho*outer(s, s) if dot(s, y) > 0.0000000001
pairs = pairs + 1 if dot(s, y) > 0.0000000001)",
                               .convention = "A pair with ⟨s, y⟩ ≤ 10⁻¹⁰ is skipped. Before the first one, H = I; with it, H starts from ⟨s, y⟩/⟨y, y⟩·I.",
                               .reference = "Broyden, Fletcher, Goldfarb, Shanno 1970; Nocedal & Wright 2006, algorithm 6.1 and equation 6.20",
                               .in_networks = "Dense, so for at most 512 parameters; L-BFGS has no limit. One evaluation more per update, at the point found.",
                               .rule = {}});
}

}  // namespace thalweg
