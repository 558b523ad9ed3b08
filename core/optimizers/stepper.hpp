// Compiles a rule that asks for more than the gradient at θ: at another point, several of them, the loss, the Hessian, or a
// whole vector at once.
//
// A rule is a struct with
//   struct Hyper   doubles, one per hyperparameter, in the order of its facts
//   struct Slots   Points, in the order of its facts (a scalar stands twice: twice(t); a matrix takes two rows)
//   struct Memory  whatever else it keeps; no pointers (NoMemory for none)
//   update(h, t, oracle, theta, s, memory)   update t = 1, 2, …: moves theta
// and, where it needs them,
//   begin(h, theta, s, memory)        before update 1 (all zero otherwise)
//   derive(h, s, memory, out)         the derived quantities of its facts
// One inner iteration (of a line search's outer loop, of a simplex) is one update.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>

#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {

struct NoMemory {};
struct NoPoints {};

inline Point twice(double scalar) { return {scalar, scalar}; }

template <class R>
struct CompiledStepper {
    struct State {
        typename R::Slots slots{};
        typename R::Memory memory{};
    };
    using Hyper = typename R::Hyper;

    static const Hyper& hyper(const double* values) { return *reinterpret_cast<const Hyper*>(values); }

    static void begin(const double* values, const double* theta, void* state) {
        State& s = *new (state) State{};
        if constexpr (requires { R::begin(hyper(values), Point(), s.slots, s.memory); }) R::begin(hyper(values), Point(theta[0], theta[1]), s.slots, s.memory);
    }

    static void update(const double* values, int t, Oracle& oracle, double* theta, void* state) {
        State& s = *static_cast<State*>(state);
        Point at(theta[0], theta[1]);
        R::update(hyper(values), t, oracle, at, s.slots, s.memory);
        theta[0] = at.x();
        theta[1] = at.y();
    }

    static void derive(const double* values, const void* state, Pair* out) {
        if constexpr (requires(const State& s, Point* points) { R::derive(hyper(values), s.slots, s.memory, points); }) {
            const State& s = *static_cast<const State*>(state);
            R::derive(hyper(values), s.slots, s.memory, reinterpret_cast<Point*>(out));
        }
    }
};

// The facts with the compiled rule filled in.
template <class R>
OptimizerSpec stepper(OptimizerSpec facts) {
    using State = typename CompiledStepper<R>::State;
    static_assert(std::is_trivially_destructible_v<State>, "the state is copied as bytes");
    facts.rule = {.state_bytes = sizeof(State),
                  .slots_offset = offsetof(State, slots),
                  .begin = CompiledStepper<R>::begin,
                  .step = nullptr,
                  .update = CompiledStepper<R>::update,
                  .derive = CompiledStepper<R>::derive};
    return facts;
}

}  // namespace thalweg
