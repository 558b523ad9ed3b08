// Runs a program on any scalar type, over blocks.
#pragma once

#include <algorithm>
#include <span>

#include "core/formula/program.hpp"
#include "core/numerics/functions.hpp"

namespace thalweg {

// The registers of one run: each a block of `width` values. Those that do not depend on x are blocks too, or one value
// that stands for all of the row.
template <class T>
struct RegisterFile {
    T* base;
    std::size_t wide, width, narrow_width;

    T* at(std::size_t r) const { return r < wide ? base + r * width : base + wide * width + (r - wide) * narrow_width; }
    std::size_t stride(std::size_t r) const { return r < wide || narrow_width > 1 ? 1 : 0; }
    static std::size_t size(const Program& p, std::size_t width, std::size_t narrow_width) { return p.wide * width + static_cast<std::size_t>(p.registers - p.wide) * narrow_width; }
};

template <class T>
T squared(const T& x) { return x * x; }

template <class T>
void run(std::span<const Instruction> code, const RegisterFile<T>& file, std::size_t n) {
    for (const Instruction& i : code) {
        T* const out = file.at(i.out);
        const T *a = file.at(i.a), *b = file.at(i.b), *c = file.at(i.c);
        const std::size_t da = file.stride(i.a), db = file.stride(i.b), dc = file.stride(i.c);
        const double k = i.k;
        const auto of_one = [&](auto&& f) {
            for (std::size_t j = 0; j < n; ++j, a += da) out[j] = f(*a);
        };
        const auto of_two = [&](auto&& f) {
            for (std::size_t j = 0; j < n; ++j, a += da, b += db) out[j] = f(*a, *b);
        };
        const T one(1.0), none(0.0);
        switch (i.operation) {
            case Operation::constant: std::fill_n(out, n, T(k)); break;
            case Operation::add: of_two([](const T& u, const T& v) { return u + v; }); break;
            case Operation::subtract: of_two([](const T& u, const T& v) { return u - v; }); break;
            case Operation::multiply: of_two([](const T& u, const T& v) { return u * v; }); break;
            case Operation::divide: of_two([](const T& u, const T& v) { return u / v; }); break;
            case Operation::add_constant: of_one([k](const T& u) { return u + k; }); break;
            case Operation::subtract_from: of_one([k](const T& u) { return k - u; }); break;
            case Operation::multiply_constant: of_one([k](const T& u) { return k * u; }); break;
            case Operation::divide_by_constant: of_one([k](const T& u) { return u / k; }); break;
            case Operation::divide_constant: of_one([k](const T& u) { return k / u; }); break;
            case Operation::negate: of_one([](const T& u) { return -u; }); break;
            case Operation::square: of_one([](const T& u) { return u * u; }); break;
            case Operation::sqrt: of_one([](const T& u) { return sqrt(u); }); break;
            case Operation::cbrt: of_one([](const T& u) { return cbrt(u); }); break;
            case Operation::abs: of_one([](const T& u) { return abs(u); }); break;
            case Operation::sign: of_one([](const T& u) { return sign(u); }); break;
            case Operation::exp: of_one([](const T& u) { return exp(u); }); break;
            case Operation::log: of_one([](const T& u) { return log(u); }); break;
            case Operation::log2: of_one([](const T& u) { return log2(u); }); break;
            case Operation::log10: of_one([](const T& u) { return log10(u); }); break;
            case Operation::log1p: of_one([](const T& u) { return log1p(u); }); break;
            case Operation::sin: of_one([](const T& u) { return sin(u); }); break;
            case Operation::cos: of_one([](const T& u) { return cos(u); }); break;
            case Operation::tan: of_one([](const T& u) { return tan(u); }); break;
            case Operation::asin: of_one([](const T& u) { return asin(u); }); break;
            case Operation::acos: of_one([](const T& u) { return acos(u); }); break;
            case Operation::atan: of_one([](const T& u) { return atan(u); }); break;
            case Operation::sinh: of_one([](const T& u) { return sinh(u); }); break;
            case Operation::cosh: of_one([](const T& u) { return cosh(u); }); break;
            case Operation::tanh: of_one([](const T& u) { return tanh(u); }); break;
            case Operation::sigmoid: of_one([](const T& u) { return sigmoid(u); }); break;
            case Operation::softplus: of_one([](const T& u) { return softplus(u); }); break;
            case Operation::relu: of_one([&](const T& u) { return select(value_of(u) <= value_of(none), none, u); }); break;
            case Operation::floor: of_one([](const T& u) { return floor(u); }); break;
            case Operation::step: of_one([&](const T& u) { return select(value_of(u) >= value_of(none), one, none); }); break;
            case Operation::power_constant: of_one([k](const T& u) { return pow(u, k); }); break;
            case Operation::power: of_two([](const T& u, const T& v) { return raised(u, v); }); break;
            case Operation::atan2: of_two([](const T& u, const T& v) { return atan2(u, v); }); break;
            case Operation::mod: of_two([](const T& u, const T& v) { return u - v * floor(u / v); }); break;
            case Operation::min: of_two([](const T& u, const T& v) { return smaller(u, v); }); break;
            case Operation::max: of_two([](const T& u, const T& v) { return larger(u, v); }); break;
            case Operation::less: of_two([&](const T& u, const T& v) { return select(value_of(u) < value_of(v), one, none); }); break;
            case Operation::at_most: of_two([&](const T& u, const T& v) { return select(value_of(u) <= value_of(v), one, none); }); break;
            case Operation::equal: of_two([&](const T& u, const T& v) { return select(value_of(u) == value_of(v), one, none); }); break;
            case Operation::both: of_two([&](const T& u, const T& v) { return select(is_zero(u), none, select(is_zero(v), none, one)); }); break;
            case Operation::square_sum: of_two([](const T& u, const T& v) { return squared(u + v); }); break;
            case Operation::square_difference: of_two([](const T& u, const T& v) { return squared(u - v); }); break;
            case Operation::square_add_constant: of_one([k](const T& u) { return squared(u + k); }); break;
            case Operation::square_subtract_from: of_one([k](const T& u) { return squared(k - u); }); break;
            case Operation::add_scaled: of_two([k](const T& u, const T& v) { return u + k * v; }); break;
            case Operation::add_product:
                for (std::size_t j = 0; j < n; ++j) out[j] = a[j * da] + b[j * db] * c[j * dc];
                break;
            case Operation::where:
                for (std::size_t j = 0; j < n; ++j) out[j] = select(is_zero(a[j * da]), c[j * dc], b[j * db]);
                break;
        }
    }
}

}  // namespace thalweg
