// BFGS with its inverse Hessian as a whole matrix. The pair s, y is taken within one update, from the two gradients that the search
// saw, so that it stays right when gradients are samples.
#include "core/optimizers/line_search.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

struct Bfgs {
    struct Hyper { double lr, c1, c2; };
    struct Slots {
        Point H_x = {1, 0}, H_y = {0, 1};  // rows of the symmetric inverse
        Point p = Point::Zero(), a = Point::Zero(), pairs = Point::Zero();
    };
    using Memory = NoMemory;

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& k, Memory&) {
        using Matrix = Eigen::Matrix2d;
        const Sample here = oracle.at(theta);
        const Point& g = here.gradient;
        Matrix H;
        H << k.H_x.transpose(), k.H_y.transpose();
        k.p = -(H * g);
        const bool first = k.pairs.x() == 0;
        const RayPoint found = strong_wolfe(oracle, theta, k.p, {0, here.loss, g.dot(k.p), g}, first ? first_trial(h.lr, k.p) : h.lr, {.c1 = h.c1, .c2 = h.c2});
        k.a = twice(found.a);
        if (!k.p.allFinite()) k = Slots{};
        if (!(found.a > 0)) return;
        const Point s = found.a * k.p, y = found.gradient - g;
        theta += s;
        const double sy = s.dot(y);
        if (!(sy > 1e-10)) return;
        const Matrix I = Matrix::Identity();
        if (first) H = sy / y.dot(y) * I;
        const double rho = 1 / sy;
        const Matrix next = (I - rho * (s * y.transpose())) * H * (I - rho * (y * s.transpose())) + rho * (s * s.transpose());
        if (!next.allFinite()) return;
        k.H_x = next.row(0);
        k.H_y = next.row(1);
        k.pairs = twice(k.pairs.x() + 1);
    }
};

}  // namespace

OptimizerSpec bfgs() {
    return stepper<Bfgs>({.id = "bfgs",
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
                          .rule = {}});
}

}  // namespace thalweg
