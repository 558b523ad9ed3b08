// Compiles a coordinate-wise rule: g → step, the same for every coordinate.
//
// A rule is a struct with
//   struct Hyper   doubles, one per hyperparameter, in the order of its facts
//   Slots<T>       its state per coordinate, members of type T in the order of its facts
//   Clock          what is shared by all coordinates in one step (bias corrections, …); part of the state
//   tick(h, t, clock)             once per update, t = 1, 2, …
//   move(h, clock, g, theta, s)   once per pack of coordinates; updates s and returns the step
// and, where it needs them,
//   begin(h, theta, s)            the slots before update 1 (all zero otherwise)
//   derive(h, clock, s, out)      the derived quantities of its facts
#pragma once

#include <cstring>
#include <initializer_list>
#include <type_traits>

#include "core/optimizers/optimizer.hpp"

namespace thalweg {

struct NoClock {};  // for rules whose every update is alike
template <class T>
struct NoSlots {};  // for rules without memory

template <class R>
struct Compiled {
    struct State {
        typename R::Clock clock{};
        typename R::template Slots<Pair> slots{};
    };
    using Hyper = typename R::Hyper;
    static_assert(std::is_trivially_copyable_v<State> && std::is_trivially_copyable_v<Hyper>);

    static const Hyper& hyper(const double* values) { return *reinterpret_cast<const Hyper*>(values); }

    static void begin(const double* values, const double* theta, void* state) {
        State s{};
        if constexpr (requires { R::begin(hyper(values), Pair::load(theta), s.slots); }) R::begin(hyper(values), Pair::load(theta), s.slots);
        std::memcpy(state, &s, sizeof s);
    }

    static Pair step(const double* values, int t, Pair g, Pair theta, void* state) {
        State& s = *static_cast<State*>(state);
        const Hyper& h = hyper(values);
        if constexpr (requires { R::tick(h, t, s.clock); }) R::tick(h, t, s.clock);
        return theta + R::move(h, s.clock, g, theta, s.slots);
    }

    static void derive(const double* values, const void* state, Pair* out) {
        if constexpr (requires(const State& s) { R::derive(hyper(values), s.clock, s.slots, out); }) {
            const State& s = *static_cast<const State*>(state);
            R::derive(hyper(values), s.clock, s.slots, out);
        }
    }
};

// The facts with the compiled rule filled in.
template <class R>
OptimizerSpec coordinatewise(OptimizerSpec facts) {
    using State = typename Compiled<R>::State;
    facts.rule = {.state_bytes = sizeof(State),
                  .slots_offset = offsetof(State, slots),
                  .begin = Compiled<R>::begin,
                  .step = Compiled<R>::step,
                  .update = nullptr,
                  .derive = Compiled<R>::derive};
    return facts;
}

// A rule that is another one with other defaults: the same hyperparameters and code under its own id.
struct Default {
    std::string_view id;
    double value;
};
OptimizerSpec variant(OptimizerSpec base, std::string_view id, std::string_view name, std::initializer_list<Default> defaults,
                      std::string_view convention, std::string_view family = {});

// Hyperparameters that many rules share, in the words and ranges that every one of them uses.
namespace hyper {
inline Parameter lr(double value, Range slider = {1e-5, 1}) {
    return {"lr", "α", "learning rate", value, {0, 1e4}, Scale::log, slider};
}
inline Parameter beta1(double value = 0.9) {
    return {"beta1", "β₁", "decay rate of the first moment", value, {0, 0.999999}, Scale::one_minus_log, {0, 0.9999}};
}
inline Parameter beta2(double value = 0.999) {
    return {"beta2", "β₂", "decay rate of the second moment", value, {0, 0.99999999}, Scale::one_minus_log, {0, 0.999999}};
}
inline Parameter eps(double value = 1e-8) {
    return {"eps", "ε", "keeps the denominator from 0", value, {0, 10}, Scale::log, {1e-16, 1}};
}
inline Parameter momentum(double value = 0.9) {
    return {"momentum", "μ", "share of the old buffer that is kept", value, {0, 0.999999}, Scale::one_minus_log, {0, 0.999}};
}
inline Parameter weight_decay(double value = 0) {
    return {"weight_decay", "λ", "weight decay: pulls θ towards 0", value, {0, 100}, Scale::log, {0, 1}, true};
}
inline Parameter toggle(std::string_view id, std::string_view symbol, std::string_view meaning, bool value) {
    return {id, symbol, meaning, value ? 1.0 : 0.0, {0, 1}, Scale::toggle, {0, 0}, true};
}
}  // namespace hyper

}  // namespace thalweg
