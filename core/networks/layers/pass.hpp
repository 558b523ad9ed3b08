// What every layer gets: its facts, its parameters, and which pass this is.
#pragma once

#include <cstdint>
#include <deque>

#include "core/networks/architecture.hpp"

namespace thalweg {

// One run through a network.
struct Pass {
    bool training = true;    // batch statistics and dropout; otherwise running statistics and no dropout
    std::uint64_t seed = 0;  // of dropout
    std::uint32_t step = 0;  // likewise: update number
    bool remembers = true;   // a batch norm in training moves its running statistics
    bool drops = true;       // dropout in training drops
};

// Numbers that a layer keeps from its forward for its backward pass.
template <class S>
struct Kept {
    std::deque<Matrix<S>> matrices;  // more of them leave the others where they are

    Matrix<S>& at(std::size_t i) {
        if (matrices.size() <= i) matrices.resize(i + 1);
        return matrices[i];
    }
    const Matrix<S>& operator[](std::size_t i) const { return matrices[i]; }
};

inline double plain(double x) { return x; }
inline double plain(float x) { return x; }
inline double plain(const Tangent& x) { return x.v; }

}  // namespace thalweg
