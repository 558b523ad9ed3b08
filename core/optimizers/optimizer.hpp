// An optimizer is facts plus one pure rule. This file is the shape of the facts; core/optimizers/coordinatewise.hpp turns
// a rule into the code that a race runs.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/formula/expression.hpp"
#include "core/numerics/pack.hpp"
#include "core/problems/oracle.hpp"
#include "core/problems/vector_oracle.hpp"

namespace thalweg {

// What the two numbers of a quantity mean.
enum class Shape {
    vector,  // one per coordinate
    scalar,  // the same number twice: a step length, a counter
    point,   // a point of the plane: an average, an extrapolated point
    row,     // a row of a symmetric or general matrix: ids "H_x" and "H_y", one after the other, are the matrix H
};

// A quantity that a rule keeps per coordinate (a slot: m, v, …) or that can be computed from its slots (m̂, √v̂, …).
struct Quantity {
    std::string_view id;       // "m", "m_hat"; the CSV column is slot.m.x
    std::string_view symbol;   // "m̂"
    std::string_view meaning;  // "first moment, bias-corrected"
    std::string_view with = {};  // id of the quantity whose plot it shares: m̂ is drawn with m
    Shape shape = Shape::vector;
};

// What of a rule can be drawn on the contour, about θ or another point.
struct Figure {
    enum class Kind {
        ellipse,      // { centre + P·u : ‖u‖ = 1 } for the matrix P: a covariance's root, a preconditioner
        circle,       // of radius `of`
        segment,      // from the centre to the point `of`
        triangle,     // the points `of`, `second`, `third`
    };
    Kind kind;
    std::string_view of;             // id of a slot or derived quantity; of a matrix without its _x
    std::string_view meaning;        // "trust region"
    std::string_view centre = {};    // id of a point; empty: θ
    std::string_view second = {}, third = {};
    bool scale_free = false;         // only its shape counts: drawn at a size that fits
};

// The largest learning rate at which a rule still settles where the loss is a quadratic with Hessian H, the matrix P that it multiplies
// gradients by (effective rate/α; I where there is none) held still. With λ the largest eigenvalue of P^½·(H + l2·I)·P^½ it is
// stable while α·(λ + decay) < limit. A rule whose direction is the gradient filtered by D(z) overshoots at z = −1: limit = 2/D(−1).
// In the words of core/formula, of the hyperparameters; the values of the rule's late steps, when its bias corrections are over.
struct Stability {
    std::string_view limit = {};  // "2*(1 + momentum)"; empty: none is known
    std::string_view l2 = {};     // weight decay that enters through the gradient
    std::string_view decay = {};  // what decoupled weight decay adds
};

// Hyperparameters that pull θ, or the point where the gradient is taken, towards 0: the words that every rule uses for it.
inline constexpr std::array<std::string_view, 2> decay_names{"weight_decay", "lambd"};

// A rule compiled for one racer in the plane, x and y in one pack. Its state is one flat block without pointers
// (clock first, then the slots), so a copy of the bytes is a checkpoint.
struct Rule {
    std::size_t state_bytes;
    std::size_t slots_offset;  // of the first slot in the state; the slots are consecutive Pairs

    // The state before update 1.
    void (*begin)(const double* hyper, const double* theta, void* state);
    // Update number t = 1, 2, …: from θ and the gradient g received there to the next θ, in registers. Null for rules that
    // ask for more than the gradient at θ; those have `update`.
    Pair (*step)(const double* hyper, int t, Pair g, Pair theta, void* state);
    void (*update)(const double* hyper, int t, Oracle& oracle, double* theta, void* state);
    // The derived quantities after update t, as consecutive Pairs.
    void (*derive)(const double* hyper, const void* state, Pair* derived);
};

// The rule compiled for the parameters of a network. Its state is one flat block without pointers, aligned as Lanes are.
struct VectorRule {
    std::size_t (*state_bytes)(const double* hyper, const VectorLayout&) = nullptr;  // null where a rule is for the plane alone
    void (*begin)(const double* hyper, const double* theta, const VectorLayout&, void* state) = nullptr;
    // Update number t = 1, 2, …: moves theta. What it needs is in the state.
    void (*update)(const double* hyper, int t, VectorOracle& oracle, double* theta, void* state) = nullptr;
    // One of the slots, or behind them one of the derived quantities, after update t: a number for every parameter. A scalar is the
    // same for all; what has no number per parameter (the rows of a matrix) is NaN.
    void (*read)(const double* hyper, const VectorLayout&, const void* state, std::size_t quantity, double* out) = nullptr;
    std::size_t most_parameters = std::numeric_limits<std::size_t>::max();
};

// What menus group optimizers by, in this order.
namespace family {
inline constexpr std::string_view momentum = "Gradient descent and momentum";
inline constexpr std::string_view sign = "Signs and step lengths";
inline constexpr std::string_view adaptive = "Adaptive rates";
inline constexpr std::string_view adam = "Adam and its kin";
inline constexpr std::string_view adam_forms = "Adam as others write it";
inline constexpr std::string_view tuning_free = "Without schedule or learning rate";
inline constexpr std::string_view matrix = "Matrix preconditioners";
inline constexpr std::string_view second_order = "Second order";
inline constexpr std::string_view line_search = "Line searches and quasi-Newton";
inline constexpr std::string_view gradient_free = "Without gradients";
}  // namespace family

struct OptimizerSpec {
    std::string_view id;      // as in files and on the command line
    std::string_view name;    // "Adam"
    std::string_view family;  // one of the above; entries of one family stand together in the catalogue
    std::vector<Parameter> hyperparameters;  // the first one is the learning rate, where there is one
    std::vector<Quantity> slots = {};
    std::vector<Quantity> derived = {};
    std::vector<Figure> figures = {};
    // The rule in the words of core/formula, one statement per line, from what is known before update t (hyperparameters,
    // slots, theta, g, t, f, theta0) to the slots after it and theta. It is what the card shows and what the anatomy of a
    // step evaluates; a test holds it to the compiled rule.
    std::string_view formula;
    Stability stability = {};
    std::string_view convention;      // which library it equals, where libraries differ
    std::string_view reference;       // paper or source
    std::string_view warning = {};    // what a user must know before trusting it
    bool draws = false;               // random numbers of its own: another seed is another path
    std::string_view golden = {};     // name of the rule in tests/golden that covers it; empty: its id
    std::string_view in_networks = {};  // what the rule does there that its formula, in the plane, does not say
    std::string_view plane_only = {};   // why it trains no networks; then it has no vector_rule
    Rule rule;
    VectorRule vector_rule = {};

    bool has_learning_rate() const { return hyperparameters[0].id.ends_with("lr"); }
    const std::vector<Statement>& lines() const;  // the formula, read
};

std::span<const OptimizerSpec> optimizer_catalogue();        // in display order
const OptimizerSpec* find_optimizer(std::string_view id);    // nullptr if there is none
std::vector<double> default_hyperparameters(const OptimizerSpec&);

}  // namespace thalweg
