// An optimizer is facts plus one pure rule. This file is the shape of the facts; core/optimizers/coordinatewise.hpp turns
// a rule into the code that a race runs.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/numerics/pack.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// A quantity that a rule keeps per coordinate (a slot: m, v, …) or that can be computed from its slots (m̂, √v̂, …).
struct Quantity {
    std::string_view id;       // "m", "m_hat"; the CSV column is slot.m.x
    std::string_view symbol;   // "m̂"
    std::string_view meaning;  // "first moment, bias-corrected"
    std::string_view with = {};  // id of the quantity whose plot it shares: m̂ is drawn with m
};

// A rule compiled for one racer in the plane, x and y in one pack. Its state is one flat block without pointers
// (clock first, then the slots), so a copy of the bytes is a checkpoint.
struct Rule {
    std::size_t state_bytes;
    std::size_t slots_offset;  // of the first slot in the state; the slots are consecutive Pairs

    // The state before update 1.
    void (*begin)(const double* hyper, const double* theta, void* state);
    // Update number t = 1, 2, …: reads the gradient g received at theta, moves theta.
    void (*step)(const double* hyper, int t, const double* g, double* theta, void* state);
    // The derived quantities after update t, as consecutive Pairs.
    void (*derive)(const double* hyper, const void* state, Pair* derived);
};

struct OptimizerSpec {
    std::string_view id;    // as in files and on the command line
    std::string_view name;  // "Adam"
    std::vector<Parameter> hyperparameters;  // the first one is the learning rate
    std::vector<Quantity> slots = {};
    std::vector<Quantity> derived = {};
    std::string_view formula;         // in the paper's symbols, one line per step of the rule
    std::string_view convention;      // which library it equals, where libraries differ
    std::string_view reference;       // paper or source
    std::string_view warning = {};    // what a user must know before trusting it
    Rule rule;
};

std::span<const OptimizerSpec> optimizer_catalogue();        // in display order
const OptimizerSpec* find_optimizer(std::string_view id);    // nullptr if there is none
std::vector<double> default_hyperparameters(const OptimizerSpec&);

}  // namespace thalweg
