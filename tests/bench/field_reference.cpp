// The limit of height fields in doubles: whole rows as Eigen expressions, and, where cos and exp are needed (which Eigen
// 3.4 computes one by one for doubles), packs with glibc's vector functions. cos y is taken once per row.
#include <immintrin.h>

#include <Eigen/Core>
#include <cmath>
#include <numbers>

#include "core/numerics/pack.hpp"
#include "tests/bench/field.hpp"

#if defined(THALWEG_LIBMVEC) && defined(__AVX512F__)
using Register = __m512d;
#define VECTOR_COS _ZGVeN8v_cos
#define VECTOR_EXP _ZGVeN8v_exp
#elif defined(THALWEG_LIBMVEC) && defined(__AVX2__)
using Register = __m256d;
#define VECTOR_COS _ZGVdN4v_cos
#define VECTOR_EXP _ZGVdN4v_exp
#endif
#if defined(VECTOR_COS)
extern "C" Register VECTOR_COS(Register);
extern "C" Register VECTOR_EXP(Register);
#endif

namespace thalweg::bench {
namespace {

constexpr double tau = 2 * std::numbers::pi;
double coordinate(std::size_t i) { return low + static_cast<double>(i) * spacing; }

// Rosenbrock: no function calls at all.
void rosenbrock(benchmark::State& state) {
    measure_field(state, [](std::size_t first, std::size_t last, float* out) {
        using Row = Eigen::Array<double, side, 1>;
        Row x;
        for (std::size_t i = 0; i < side; ++i) x[static_cast<Eigen::Index>(i)] = coordinate(i);
        for (std::size_t j = first; j < last; ++j)
            Eigen::Map<Eigen::ArrayXf>(out + j * side, side) = ((1 - x).square() + 100 * (coordinate(j) - x.square()).square()).cast<float>();
    });
}
BENCHMARK(rosenbrock)->Name("field/rosenbrock")->Apply(one_and_two_threads);

#if defined(VECTOR_COS)
Lanes vector_cos(Lanes x) { return Lanes::Vector(VECTOR_COS(Register(x.lanes))); }
Lanes vector_exp(Lanes x) { return Lanes::Vector(VECTOR_EXP(Register(x.lanes))); }

template <class Height>
void rows(std::size_t first, std::size_t last, float* out, Height height) {
    for (std::size_t j = first; j < last; ++j) {
        const double y = coordinate(j), cos_y = std::cos(tau * y);
        for (std::size_t i = 0; i < side; i += native_lanes) {
            Lanes x;
            for (std::size_t k = 0; k < native_lanes; ++k) x.lanes[k] = coordinate(i + k);
            const Lanes h = height(x, y, cos_y);
            for (std::size_t k = 0; k < native_lanes; ++k) out[j * side + i + k] = static_cast<float>(h.lanes[k]);
        }
    }
}

void rastrigin(benchmark::State& state) {
    measure_field(state, [](std::size_t first, std::size_t last, float* out) {
        rows(first, last, out, [](Lanes x, double y, double cos_y) { return 20.0 + x * x - 10.0 * vector_cos(tau * x) + (y * y - 10 * cos_y); });
    });
}
BENCHMARK(rastrigin)->Name("field/rastrigin")->Apply(one_and_two_threads);

void ackley(benchmark::State& state) {
    measure_field(state, [](std::size_t first, std::size_t last, float* out) {
        rows(first, last, out, [](Lanes x, double y, double cos_y) {
            return 20.0 + std::numbers::e - 20.0 * vector_exp(-0.2 * sqrt(0.5 * (x * x + y * y))) - vector_exp(0.5 * (vector_cos(tau * x) + cos_y));
        });
    });
}
BENCHMARK(ackley)->Name("field/ackley")->Apply(one_and_two_threads);
#endif

}  // namespace
}  // namespace thalweg::bench
