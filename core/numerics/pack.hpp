// Pack<T, N>: N values that go through the same arithmetic together, one SIMD register wide.
//
// A thin class over the compiler's vector type. Lanes never mix (but where they are folded, or asked whether all agree) and never branch: where a rule would say `if`, it says
// `select`. Every operation is IEEE-exact per lane, so a lane computes bit for bit what a double would.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace thalweg {

template <class T, int N>
struct Pack {
    static_assert(N >= 2 && (N & (N - 1)) == 0, "a pack has a power of two lanes");
    using Vector [[gnu::vector_size(sizeof(T) * N)]] = T;
    using Bits = std::conditional_t<sizeof(T) == 8, std::int64_t, std::int32_t>;
    using Mask [[gnu::vector_size(sizeof(T) * N)]] = Bits;

    Vector lanes;

    Pack() = default;
    // A register is a pack. (By its size: GCC 14 forgets the attribute where it compares V with Vector.)
    template <class V>
        requires(sizeof(V) == sizeof(T) * N && !std::is_class_v<V> && !std::is_arithmetic_v<V>)
    Pack(V v) : lanes(v) {}
    Pack(T broadcast) : lanes(broadcast - Vector{}) {}  // a number is the pack of equal lanes

    static Pack load(const T* from) {
        Pack p;
        std::memcpy(&p.lanes, from, sizeof p.lanes);
        return p;
    }
    void store(T* to) const { std::memcpy(to, &lanes, sizeof lanes); }

    T operator[](int i) const { return lanes[i]; }

    friend Pack operator+(Pack a, Pack b) { return a.lanes + b.lanes; }
    friend Pack operator-(Pack a, Pack b) { return a.lanes - b.lanes; }
    friend Pack operator*(Pack a, Pack b) { return a.lanes * b.lanes; }
    friend Pack operator/(Pack a, Pack b) { return a.lanes / b.lanes; }
    friend Pack operator-(Pack a) { return -a.lanes; }
    Pack& operator+=(Pack b) { return *this = *this + b; }
    Pack& operator-=(Pack b) { return *this = *this - b; }
    Pack& operator*=(Pack b) { return *this = *this * b; }

    friend Mask operator<(Pack a, Pack b) { return a.lanes < b.lanes; }
    friend Mask operator>(Pack a, Pack b) { return a.lanes > b.lanes; }
    friend Mask operator<=(Pack a, Pack b) { return a.lanes <= b.lanes; }
    friend Mask operator>=(Pack a, Pack b) { return a.lanes >= b.lanes; }
    friend Mask operator==(Pack a, Pack b) { return a.lanes == b.lanes; }

    static bool all(Mask m) {
        if constexpr (N == 2) {
            return (m[0] & m[1]) != 0;
        } else {
            return [&]<int... i>(std::integer_sequence<int, i...>) {  // by halves, never by way of the memory
                return Pack<T, N / 2>::all(__builtin_shufflevector(m, m, i...) & __builtin_shufflevector(m, m, (i + N / 2)...));
            }(std::make_integer_sequence<int, N / 2>());
        }
    }
    friend Pack select(Mask m, Pack yes, Pack no) { return m ? yes.lanes : no.lanes; }
    friend Pack sqrt(Pack a) {
        Pack r;
        for (int i = 0; i < N; ++i) r.lanes[i] = std::sqrt(a.lanes[i]);
        return r;
    }
    friend Pack abs(Pack a) { return (Vector)((Mask)a.lanes & std::numeric_limits<Bits>::max()); }
    friend Pack max(Pack a, Pack b) { return a.lanes > b.lanes ? a.lanes : b.lanes; }
    friend Pack min(Pack a, Pack b) { return a.lanes < b.lanes ? a.lanes : b.lanes; }
};

// Halves are joined until `width` lanes are left, lane i for lanes i, i + width, … of the pack.
template <int width, class T, int N, class Join>
Pack<T, width> folded(const Pack<T, N>& pack, Join&& join) {
    if constexpr (N == width) {
        return pack;
    } else {
        return [&]<int... i>(std::integer_sequence<int, i...>) {  // shuffles, never by way of the memory
            using Half = Pack<T, N / 2>;
            return folded<width>(join(Half(__builtin_shufflevector(pack.lanes, pack.lanes, i...)), Half(__builtin_shufflevector(pack.lanes, pack.lanes, (i + N / 2)...))), join);
        }(std::make_integer_sequence<int, N / 2>());
    }
}

// The same words for plain doubles, so that one template serves both.
inline double select(bool m, double yes, double no) { return m ? yes : no; }
using std::abs;
using std::sqrt;
inline double max(double a, double b) { return a > b ? a : b; }
inline double min(double a, double b) { return a < b ? a : b; }

// -1, 0 or +1, lane by lane; the sign of 0 is 0.
template <class T>
T sign(const T& a) {
    return select(a > T(0.0), T(1.0), select(a < T(0.0), T(-1.0), T(0.0)));
}

// How many doubles one register of this build holds.
#if defined(__AVX512F__)
inline constexpr int native_lanes = 8;
#elif defined(__AVX__)
inline constexpr int native_lanes = 4;
#else
inline constexpr int native_lanes = 2;
#endif
using Lanes = Pack<double, native_lanes>;  // many points side by side
using Pair = Pack<double, 2>;              // the x and y of one racer

}  // namespace thalweg
