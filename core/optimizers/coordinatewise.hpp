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
#include <new>
#include <type_traits>

#include "core/optimizers/optimizer.hpp"

namespace thalweg {

struct NoClock {};  // for rules whose every update is alike
template <class T>
struct NoSlots {};  // for rules without memory

// The gradient with L2 decay. Most racers have none: then it is not even on the way from one step to the next.
template <class T>
T with_l2(const T& g, double weight_decay, const T& theta) {
    if (weight_decay == 0) [[likely]] return g;
    return g + weight_decay * theta;
}

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

// The same rule over a vector of parameters: the clock, then the slots of as many coordinates as Lanes has, side by side.
template <class R>
struct CompiledVector {
    using Slots = typename R::template Slots<Lanes>;
    static constexpr bool has_slots = !std::is_empty_v<Slots>;
    struct alignas(alignof(Lanes)) Head { typename R::Clock clock{}; };
    using Hyper = typename R::Hyper;

    static const Hyper& hyper(const double* values) { return *reinterpret_cast<const Hyper*>(values); }
    static Slots* slots(void* state) { return reinterpret_cast<Slots*>(static_cast<std::byte*>(state) + sizeof(Head)); }
    static const Slots* slots(const void* state) { return reinterpret_cast<const Slots*>(static_cast<const std::byte*>(state) + sizeof(Head)); }

    static std::size_t state_bytes(const double*, const VectorLayout& layout) {
        return sizeof(Head) + (has_slots ? layout.padded / native_lanes * sizeof(Slots) : sizeof(Lanes));
    }
    static void begin(const double* values, const double* theta, const VectorLayout& layout, void* state) {
        new (state) Head{};
        for (std::size_t i = 0; has_slots && i < layout.padded; i += native_lanes) {
            Slots& s = *new (slots(state) + i / native_lanes) Slots{};
            if constexpr (requires { R::begin(hyper(values), Lanes::load(theta), s); }) R::begin(hyper(values), Lanes::load(theta + i), s);
        }
    }
    static void update(const double* values, int t, VectorOracle& oracle, double* theta, void* state) {
        const double* g = oracle.at_start(theta).gradient;
        const std::size_t n = oracle.layout().padded;
        auto& clock = static_cast<Head*>(state)->clock;
        const Hyper& h = hyper(values);
        if constexpr (requires { R::tick(h, t, clock); }) R::tick(h, t, clock);
        for (std::size_t i = 0; i < n; i += native_lanes) {
            const Lanes at = Lanes::load(theta + i);
            (at + R::move(h, clock, Lanes::load(g + i), at, slots(state)[has_slots ? i / native_lanes : 0])).store(theta + i);
        }
    }
    static void read(const double* values, const VectorLayout& layout, const void* state, std::size_t quantity, double* out) {
        constexpr std::size_t kept = has_slots ? sizeof(Slots) / sizeof(Lanes) : 0;
        for (std::size_t i = 0; i < layout.padded; i += native_lanes) {
            const Slots& s = slots(state)[has_slots ? i / native_lanes : 0];
            if (quantity < kept) {
                std::memcpy(out + i, reinterpret_cast<const std::byte*>(&s) + quantity * sizeof(Lanes), sizeof(Lanes));
            } else if constexpr (requires(Lanes* derived) { R::derive(hyper(values), static_cast<const Head*>(state)->clock, s, derived); }) {
                Lanes derived[16];
                R::derive(hyper(values), static_cast<const Head*>(state)->clock, s, derived);
                derived[quantity - kept].store(out + i);
            }
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
    facts.vector_rule = {CompiledVector<R>::state_bytes, CompiledVector<R>::begin, CompiledVector<R>::update, CompiledVector<R>::read};
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
