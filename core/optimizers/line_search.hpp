// Line searches along θ + a·p, written once for every rule that has one. They ask the counted oracle, so that all of a search
// sees one sample; they end after a bounded number of evaluations, and where nothing acceptable is found they answer a = 0.
#pragma once

#include "core/facts/parameter.hpp"
#include "core/problems/oracle.hpp"

namespace thalweg {

// What is known at a point of the ray.
struct RayPoint {
    double a;        // how far
    double loss;
    double slope;    // ⟨∇f, p⟩
    Point gradient;
};

// Sufficient decrease: the largest a = trial·shrinkᵏ, k = 0, 1, …, with f(θ + a·p) ≤ f(θ) + c₁·a·slope.
struct Armijo {
    double c1, shrink;
    int trials = 60;
};
double armijo(Oracle& oracle, const Point& theta, const Point& p, const RayPoint& start, double trial, const Armijo& rule);

// Sufficient decrease and |slope| ≤ −c₂·slope(0): brackets such a point, then closes in by cubic interpolation. Nocedal & Wright,
// algorithms 3.5 and 3.6, with the safeguards and constants of PyTorch's _strong_wolfe, evaluation by evaluation.
struct StrongWolfe {
    double c1 = 1e-4, c2 = 0.9;
    double least_move = 1e-9;   // a bracket shorter than this, in the largest coordinate, is not divided further
    int trials = 25;
};
RayPoint strong_wolfe(Oracle& oracle, const Point& theta, const Point& p, const RayPoint& start, double trial, const StrongWolfe& rule);

// The first trial of rules whose directions have the length of a gradient: as a learning rate for short ones, but no longer than
// lr in the 1-norm. PyTorch's L-BFGS starts so.
double first_trial(double lr, const Point& p);

// Hyperparameters that every search shares.
namespace hyper {
inline Parameter trial_lr(double value = 1) {
    return {"lr", "α", "first step length that the search tries", value, {0, 1e4}, Scale::log, {1e-3, 10}};
}
inline Parameter c1() { return {"c1", "c₁", "decrease asked for, as a share of what the slope promises", 1e-4, {0, 0.999}, Scale::log, {1e-6, 0.999}, true}; }
inline Parameter c2(double value) {
    return {"c2", "c₂", "slope that may remain, as a share of the first slope", value, {0, 0.999}, Scale::linear, {0.01, 0.99}};
}
}  // namespace hyper

}  // namespace thalweg
