// Compiles a rule that asks for more than the gradient at θ, or for a whole vector at once, from one text: for the plane, where V is a
// Point, and for networks, where V is a part of the flat block of the rule's state.
//
// A rule is a struct with
//   struct Hyper   doubles, one per hyperparameter, in the order of its facts
//   Slots<V>       members V and Number<V>, in the order of its facts; at most 20
//   struct Clock   plain numbers besides; no pointers (NoClock for none)
//   update(h, t, oracle, theta, s, k)   update t = 1, 2, …: moves theta
// and, where it needs them,
//   shown = n                         only the first n of the Slots are facts: behind them are other points that it asks at, and the like
//   begin(h, theta, s, k)             before update 1 (all zero otherwise)
//   derive(h, s, k, out)              out[i] = the derived quantities of its facts
//   length(h, n)                      of its Series, for n parameters
//   most_parameters = n               of a network, where there is a limit
//   space(layout)                     numbers in its Space, which lay_out(h, layout, s) prepares after begin
// Where matrices of weights are another matter than a vector, a second text is for networks alone: in_network<N>.
// The oracle answers at(v), gradient(v) and loss(v) at a V, not at an expression: where it has to be computed it is a slot. A gradient
// is valid until the next one is asked for.
#pragma once

#include <array>
#include <utility>

#include "core/optimizers/stepper.hpp"

namespace thalweg {

// A vector of a network: θ, or a slot within the state.
using Part = Eigen::Map<Eigen::VectorXd>;
using ConstPart = Eigen::Map<const Eigen::VectorXd>;
template <class V>
inline constexpr bool in_plane = std::is_same_v<V, Point>;

// A single number. In the plane it stands twice, as every slot is a pair there.
class NumberTwice {
public:
    operator double() const { return x_; }
    NumberTwice& operator=(double value) { return x_ = y_ = value, *this; }

private:
    double x_, y_;
};
template <class V>
using Number = std::conditional_t<in_plane<V>, NumberTwice, double&>;

// Many vectors: in the plane `most`, in a network as many as the rule's length() says.
template <std::size_t most>
class PartSeries {
public:
    PartSeries(double* first, std::size_t stride, Eigen::Index n, std::size_t count) : first_(first), stride_(stride), n_(n), count_(count) {}
    Part operator[](std::size_t i) const { return {first_ + i * stride_, n_}; }
    std::size_t size() const { return count_; }

private:
    double* first_;
    std::size_t stride_;
    Eigen::Index n_;
    std::size_t count_;
};
template <class V, std::size_t most>
using Series = std::conditional_t<in_plane<V>, std::array<V, most>, PartSeries<most>>;

// Numbers of a text for networks that are no vectors: matrices that belong to a tensor. They stand for so many facts of the plane.
template <std::size_t facts>
struct Space {
    explicit Space(double* at) : first(at) {}
    double* first;
};

// The state of a network's rule, handed out member after member. Without a block it only counts.
class PartBinder {
public:
    PartBinder(std::byte* block, const VectorLayout& layout, std::size_t series, std::size_t space) : block_(block), layout_(layout), series_(series), space_(space) {}

    struct Next {
        PartBinder& from;
        operator Part() const { return {from.note(from.take(from.layout_.padded), false), from.layout_.size()}; }
        operator double&() const { return *from.note(from.take(1), true); }
        template <std::size_t most>
        operator PartSeries<most>() const {
            from.note_nothing(most);
            return {from.take(from.series_ * from.layout_.padded), from.layout_.padded, from.layout_.size(), from.series_};
        }
        template <std::size_t facts>
        operator Space<facts>() const {
            from.note_nothing(facts);
            return Space<facts>(from.take(from.space_));
        }
    };
    Next next() { return {*this}; }

    std::size_t bytes() const { return bytes_; }
    struct Taken { const double* first; bool number; };  // null where a fact of the plane is no vector here
    const Taken& taken(std::size_t i) const { return taken_[i]; }

private:
    double* take(std::size_t numbers) {
        double* const at = block_ ? reinterpret_cast<double*>(block_ + bytes_) : &nothing_;
        bytes_ += (numbers * sizeof(double) + sizeof(Lanes) - 1) / sizeof(Lanes) * sizeof(Lanes);
        return at;
    }
    double* note(double* at, bool number) {
        if (count_ < taken_.size()) taken_[count_++] = {at, number};
        return at;
    }

    void note_nothing(std::size_t facts) {
        for (std::size_t i = 0; i < facts; ++i) note(nullptr, false);
    }

    std::byte* block_;
    const VectorLayout& layout_;
    std::size_t series_, space_, bytes_ = 0, count_ = 0;
    std::array<Taken, 24> taken_{};
    double nothing_ = 0;
};

// How many members Slots<Part> has: none of them can be left out.
template <class Slots, std::size_t... i>
consteval bool has_members(std::index_sequence<i...>) {
    return requires(PartBinder::Next next) { Slots{(static_cast<void>(i), next)...}; };
}
template <class Slots, std::size_t n = 0>
consteval std::size_t members() {
    static_assert(n <= 20, "Slots<V> has members V, Number<V>, Series and Space alone");
    if constexpr (has_members<Slots>(std::make_index_sequence<n>())) return n;
    else return members<Slots, n + 1>();
}

// VectorOracle as Oracle is asked.
class PartOracle {
public:
    explicit PartOracle(VectorOracle& oracle) : oracle_(oracle) {}

    struct Sample { double loss; ConstPart gradient; };
    Sample at(const Part& theta) {
        const VectorSample sample = oracle_.at(theta.data());
        return {sample.loss, {sample.gradient, theta.size()}};
    }
    ConstPart gradient(const Part& theta) { return at(theta).gradient; }
    double loss(const Part& theta) { return oracle_.loss(theta.data()); }
    void hessian_times(const Part& theta, const Part& direction, Part& product) { oracle_.hessian_times(theta.data(), direction.data(), product.data()); }
    const VectorLayout& layout() const { return oracle_.layout(); }
    RandomBlock draw(std::uint32_t i) const { return oracle_.draw(i); }

private:
    VectorOracle& oracle_;
};

// The layers, for rules that treat each by itself. The plane is one.
inline std::span<const Tensor> layers(const Oracle&) {
    static constexpr Tensor plane{0, 2, 1};
    return {&plane, 1};
}
inline std::span<const Tensor> layers(const PartOracle& oracle) { return oracle.layout().tensors; }
auto layer_of(auto& v, const Tensor& layer) { return v.segment(layer.offset, layer.size()); }

// ±1 for every coordinate: the lowest bit of one word each.
void draw_signs(const auto& oracle, auto& signs) {
    for (Eigen::Index i = 0; i < signs.size(); i += 4) {
        const RandomBlock bits = oracle.draw(static_cast<std::uint32_t>(i / 4));
        for (Eigen::Index j = i; j < std::min(i + 4, signs.size()); ++j) signs[j] = bits[static_cast<std::size_t>(j - i)] & 1 ? 1 : -1;
    }
}

// The diagonal of the Hessian: exact in the plane; in a network Hutchinson's estimate z ∘ H·z, z = ±1, from one exact product.
inline void hessian_diagonal(Oracle& oracle, const Point& theta, Point& diagonal, Point&) { diagonal = oracle.hessian(theta).diagonal(); }
inline void hessian_diagonal(PartOracle& oracle, const Part& theta, Part& diagonal, Part& z) {
    draw_signs(oracle, z);
    oracle.hessian_times(theta, z, diagonal);
    diagonal.array() *= z.array();
}

// Takes the derived quantities: all of them in the plane, the wanted one in a network.
template <class V>
struct Derived {
    V* to;
    int wanted = -1;

    struct Entry {
        V* to;
        void operator=(const auto& value) const {
            if (!to) return;
            if constexpr (std::is_convertible_v<decltype(value), double>) to->setConstant(value);
            else *to = value;
        }
    };
    Entry operator[](int i) const {
        if constexpr (in_plane<V>) return {to + i};
        else return {i == wanted ? to : nullptr};
    }
};

template <class R, class V>
concept BeginsAtTheta = requires(const typename R::Hyper& h, V theta, typename R::template Slots<V>& s, typename R::Clock& k) { R::begin(h, theta, s, k); };
template <class R, class V>
concept Derives = requires(const typename R::Hyper& h, const typename R::template Slots<V>& s, const typename R::Clock& k) { R::derive(h, s, k, Derived<V>{nullptr}); };

template <class R>
struct InPlane {
    using Hyper = typename R::Hyper;
    using Slots = typename R::template Slots<Point>;
    using Memory = typename R::Clock;

    static void begin(const Hyper& h, const Point& theta, Slots& s, Memory& k) {
        std::memset(static_cast<void*>(&s), 0, sizeof s);
        if constexpr (BeginsAtTheta<R, Point>) R::begin(h, theta, s, k);
    }
    static void update(const Hyper& h, int t, Oracle& oracle, Point& theta, Slots& s, Memory& k) { R::update(h, t, oracle, theta, s, k); }
    static void derive(const Hyper& h, const Slots& s, const Memory& k, Point* out) {
        if constexpr (Derives<R, Point>) R::derive(h, s, k, Derived<Point>{out});
    }
};

template <class R>
struct InNetwork {
    using Hyper = typename R::Hyper;
    using Slots = typename R::template Slots<Part>;
    struct alignas(alignof(Lanes)) Head { typename R::Clock clock{}; };
    static constexpr std::size_t count = members<Slots>();

    static const Hyper& hyper(const double* values) { return *reinterpret_cast<const Hyper*>(values); }
    static PartBinder binder(const double* values, const VectorLayout& layout, std::byte* block) {
        std::size_t series = 0, space = 0;
        if constexpr (requires { R::length(hyper(values), series); }) series = R::length(hyper(values), static_cast<std::size_t>(layout.size()));
        if constexpr (requires { R::space(layout); }) space = R::space(layout);
        return {block, layout, series, space};
    }
    static Slots bind(PartBinder& parts) {
        return [&]<std::size_t... i>(std::index_sequence<i...>) { return Slots{(static_cast<void>(i), parts.next())...}; }(std::make_index_sequence<count>());
    }
    static std::byte* behind_head(void* state) { return static_cast<std::byte*>(state) + sizeof(Head); }

    static constexpr std::size_t most_parameters() {
        if constexpr (requires { R::most_parameters; }) return R::most_parameters;
        else return VectorRule{}.most_parameters;
    }
    static std::size_t state_bytes(const double* values, const VectorLayout& layout) {
        PartBinder parts = binder(values, layout, nullptr);
        bind(parts);
        return sizeof(Head) + parts.bytes();
    }
    static void begin(const double* values, const double* theta, const VectorLayout& layout, void* state) {
        std::memset(state, 0, state_bytes(values, layout));
        Head& head = *new (state) Head{};
        PartBinder parts = binder(values, layout, behind_head(state));
        Slots s = bind(parts);
        if constexpr (BeginsAtTheta<R, Part>) R::begin(hyper(values), ConstPart(theta, layout.size()), s, head.clock);
        if constexpr (requires { R::lay_out(hyper(values), layout, s); }) R::lay_out(hyper(values), layout, s);
    }
    static void update(const double* values, int t, VectorOracle& asked, double* theta, void* state) {
        PartBinder parts = binder(values, asked.layout(), behind_head(state));
        Slots s = bind(parts);
        PartOracle oracle(asked);
        Part at(theta, asked.layout().size());
        R::update(hyper(values), t, oracle, at, s, static_cast<Head*>(state)->clock);
    }
    static void read(const double* values, const VectorLayout& layout, const void* state, std::size_t quantity, double* out) {
        std::size_t shown = count;
        if constexpr (requires { R::shown; }) shown = R::shown;
        PartBinder parts = binder(values, layout, behind_head(const_cast<void*>(state)));  // nothing is written
        const Slots s = bind(parts);
        Part to(out, layout.size());
        to.setConstant(std::numeric_limits<double>::quiet_NaN());
        if (quantity < shown) {
            const auto [first, number] = parts.taken(quantity);
            if (number) to.setConstant(*first);
            else if (first) to = ConstPart(first, to.size());
        } else if constexpr (Derives<R, Part>) {
            R::derive(hyper(values), s, static_cast<const Head*>(state)->clock, Derived<Part>{&to, static_cast<int>(quantity - shown)});
        }
    }
};

template <class R>
inline constexpr VectorRule in_network{InNetwork<R>::state_bytes, InNetwork<R>::begin, InNetwork<R>::update, InNetwork<R>::read, InNetwork<R>::most_parameters()};

// The facts with the compiled rule filled in.
template <class R>
OptimizerSpec whole_vector(OptimizerSpec facts) {
    facts = stepper<InPlane<R>>(std::move(facts));
    facts.vector_rule = in_network<R>;
    return facts;
}

}  // namespace thalweg
