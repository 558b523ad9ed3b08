// The downhill simplex of Nelder and Mead in the plane: a triangle that creeps downhill by moving its worst vertex. Ties are broken as
// Lagarias et al. (1998) do. θ is the best vertex; one iteration is one update, and update 1 evaluates the first triangle.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

struct NelderMead {
    struct Hyper { double size, reflection, expansion, contraction, shrink; };
    struct Slots {
        Point p1 = Point::Zero(), p2 = Point::Zero(), p3 = Point::Zero();  // from best to worst
        Point f1 = Point::Zero(), f2 = Point::Zero(), f3 = Point::Zero();
        Point move = Point::Zero();
    };
    using Memory = NoMemory;
    enum Move { none, reflection, expansion, outside_contraction, inside_contraction, shrinking };

    static void begin(const Hyper& h, const Point& theta, Slots& s, Memory&) {
        s.p1 = theta;
        s.p2 = theta + Point(h.size, 0);
        s.p3 = theta + Point(0, h.size);
    }

    static void update(const Hyper& h, int t, Oracle& oracle, Point& theta, Slots& s, Memory&) {
        const auto loss = [&](const Point& p) {
            const double f = oracle.loss(p);
            return std::isnan(f) ? std::numeric_limits<double>::max() : std::min(f, std::numeric_limits<double>::max());  // as bad as can be
        };
        if (t == 1 || theta != s.p1) {  // the first triangle, or one that was carried along to where θ was put
            const Point carried = theta - s.p1;
            s.p1 = theta;
            s.p2 += carried;
            s.p3 += carried;
            s.f1 = twice(loss(s.p1));
            s.f2 = twice(loss(s.p2));
            s.f3 = twice(loss(s.p3));
            sort(s);
            s.move = twice(none);
        } else {
            s.move = twice(iterate(h, loss, s));
        }
        theta = s.p1;
    }

private:
    template <class Loss>
    static Move iterate(const Hyper& h, Loss&& loss, Slots& s) {
        const double f1 = s.f1.x(), f2 = s.f2.x(), f3 = s.f3.x();
        const Point c = 0.5 * (s.p1 + s.p2), from_worst = c - s.p3;
        const Point r = c + h.reflection * from_worst;
        const double f_r = loss(r);
        if (f_r < f1) {
            const Point e = c + h.expansion * from_worst;
            const double f_e = loss(e);
            if (f_e < f_r) return replace_worst(s, e, f_e, expansion);
            return replace_worst(s, r, f_r, reflection);
        }
        if (f_r < f2) return replace_worst(s, r, f_r, reflection);
        if (f_r < f3) {
            const Point o = c + h.contraction * from_worst;
            if (const double f_o = loss(o); f_o <= f_r) return replace_worst(s, o, f_o, outside_contraction);
        } else {
            const Point i = c - h.contraction * from_worst;
            if (const double f_i = loss(i); f_i < f3) return replace_worst(s, i, f_i, inside_contraction);
        }
        for (const auto& [p, f] : {std::pair{&s.p2, &s.f2}, std::pair{&s.p3, &s.f3}}) {
            *p = s.p1 + h.shrink * (*p - s.p1);
            *f = twice(loss(*p));
        }
        sort(s);
        return shrinking;
    }
    static Move replace_worst(Slots& s, const Point& p, double f, Move move) {
        s.p3 = p;
        s.f3 = twice(f);
        sort(s);
        return move;
    }
    // The older one of two equal vertices stays ahead.
    static void sort(Slots& s) {
        const auto order = [](Point& pa, Point& fa, Point& pb, Point& fb) {
            if (fb.x() < fa.x()) {
                std::swap(pa, pb);
                std::swap(fa, fb);
            }
        };
        order(s.p1, s.f1, s.p2, s.f2);
        order(s.p2, s.f2, s.p3, s.f3);
        order(s.p1, s.f1, s.p2, s.f2);
    }
};

}  // namespace

OptimizerSpec nelder_mead() {
    return stepper<NelderMead>({.id = "nelder_mead",
                                .name = "Nelder–Mead",
                                .family = family::gradient_free,
                                .hyperparameters = {{"size", "h", "legs of the first triangle", 0.5, {0, 1e6}, Scale::log, {1e-3, 10}},
                                                    {"reflection", "ϱ", "how far beyond the middle the worst vertex is reflected", 1, {0.01, 10}, Scale::linear, {0.5, 2}},
                                                    {"expansion", "χ", "how far it goes where that is a new best", 2, {1.01, 100}, Scale::linear, {1.1, 4}},
                                                    {"contraction", "γ", "how far it goes where that is no help", 0.5, {0.01, 0.99}, Scale::linear, {0.1, 0.9}},
                                                    {"shrink", "σ", "what is left of the legs where nothing helps", 0.5, {0.01, 0.99}, Scale::linear, {0.1, 0.9}}},
                                .slots = {{"p1", "p₁", "best vertex", {}, Shape::point}, {"p2", "p₂", "second vertex", {}, Shape::point}, {"p3", "p₃", "worst vertex", {}, Shape::point},
                                          {"f1", "f₁", "loss at the best vertex", {}, Shape::scalar}, {"f2", "f₂", "loss at the second vertex", "f1", Shape::scalar},
                                          {"f3", "f₃", "loss at the worst vertex", "f1", Shape::scalar}, {"move", "M", "move: 1 reflection, 2 expansion, 3 and 4 contraction, 5 shrinking", {}, Shape::scalar}},
                                .figures = {{.kind = Figure::Kind::triangle, .of = "a", .meaning = "triangle before", .second = "b", .third = "c"},
                                            {.kind = Figure::Kind::triangle, .of = "p1", .meaning = "triangle after", .second = "p2", .third = "p3"}},
                                .formula = R"(a = p1
b = p2
c = p3
middle = 0.5*(p1 + p2)
reflected = middle + reflection*(middle - p3)
expanded = middle + expansion*(middle - p3)
outside = middle + contraction*(middle - p3)
inside = middle - contraction*(middle - p3)
move: in place of p₃ comes, with r the loss at reflected: where r < f₁, 2 expanded if that is lower still, else 1 reflected; where r < f₂, 1 reflected; where r < f₃, 3 outside if not above r; else 4 inside if below f₃. 5 where that fails: p₂ and p₃ shrink towards p₁. 0 in update 1
p1: best vertex after the move
p2: second vertex
p3: worst vertex
f1: loss at p₁
f2: loss at p₂
f3: loss at p₃
by_reflection = part(reflected - theta) if move == 1 and f1 < f
by_expansion = part(expanded - theta) if move == 2
by_contraction = part(outside - theta) if move == 3 and f1 < f
by_contraction = part(inside - theta) if move == 4 and f1 < f
theta = theta + by_reflection if move == 1 and f1 < f
theta = theta + by_expansion if move == 2
theta = theta + by_contraction if move >= 3 and move <= 4 and f1 < f
theta = p1 if move == 0
theta = p1 if move == 5)",
                                .convention = "Ties as in Lagarias et al.; θ is the best vertex. Losses are kept, not asked for again, so that noise of one step stays with its vertex.",
                                .reference = "Nelder & Mead 1965; Lagarias et al. 1998",
                                .plane_only = "a simplex of as many vertices as parameters creeps; it is for few dimensions",
                                .rule = {}});
}

}  // namespace thalweg
