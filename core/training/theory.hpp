// The theory of how signals pass through a network of random weights: forwards the activations, backwards the gradient.
//
// Mean-field theory (Poole et al. 2016; Schoenholz et al. 2017): in a wide layer z is normal with variance
//   q = σ_w²·E[a²] + σ_b²,  σ_w² = E[w²]·in,      and E[a²] = E[φ(z)²] of the layer before;
// backwards, taking the weights of the two directions as independent, the mean square of ∂loss/∂z is multiplied in every layer by
//   χ = E[w²]·out·E[φ′(z)²].
// χ < 1: the gradient vanishes, and all inputs come to look alike (the ordered phase); χ > 1: it explodes, and neighbours are torn
// apart (the chaotic phase); χ = 1 is the edge on which depth costs nothing.
//
// Further approximations:
//   residual     start and branch are independent: χ → 1 + scale²·χ
//   layer, RMS norm   every example is divided by the root of the layer's mean variance; the directions that a norm takes out of the
//                gradient are two (one) of as many as there are features
//   batch norm   the examples of a batch are independent once normalised (Yang et al. 2019): it divides by the part of the variance that
//                differs between examples
//   recurrent    one layer per time step with the same weights, of which σ_w is the spectral radius in the limit of many units
//   weights' gradient  RMS of ∂loss/∂W = RMS of ∂loss/∂z · RMS of the input, as for a single example: examples of a batch pull alike
//                everywhere
// In a network of finite width the logarithm of the measured strength scatters around the theory by about √(5·depth/width)/2.
#pragma once

#include <optional>

#include "core/networks/initialiser.hpp"
#include "core/training/flow.hpp"

namespace thalweg {

enum class Regime { ordered, edge, chaotic };
inline constexpr double edge_tolerance = 0.1;  // χ this near to 1 counts as the edge
Regime regime_of(double chi);
std::string_view name_of(Regime regime);

// Mean squares of a layer's parameters, one for each block of the layout.
using ParameterSquares = std::vector<double>;
ParameterSquares expected_squares(const Architecture& architecture, const InitialiserSpec& initialiser, double gain);
ParameterSquares measured_squares(const Architecture& architecture, std::span<const double> theta);

struct FlowTheory {
    struct Row {
        double activation;        // root mean square of what the row puts out
        double signal, gradient;  // relative to the last row
        double chi;               // by which the mean square of the signal changes from the next row to this one; NaN in the last
    };
    std::string gap;        // why there is no theory; then nothing else is set
    std::vector<Row> rows;  // as flow_rows() has them
    double chi = 1;         // of one more hidden layer, or time step, far down
    double sigma_w = 0, slope = 0;  // its two factors where they are all: σ_w and √E[φ′²]; 0 where there is more to it
    Regime regime = Regime::edge;
};
FlowTheory flow_theory(const Architecture& architecture, const ParameterSquares& squares, const Matrix<double>& inputs);
FlowTheory flow_theory(const Architecture& architecture, std::span<const double> theta, const Matrix<double>& inputs);  // of weights as they are

// All units of every hidden layer have the same weights: they get the same gradient and stay alike.
bool units_alike(const Architecture& architecture, std::span<const double> theta);

// What to draw over measured values: the activations as predicted; signal and gradient, whose strength is the loss's affair, scaled to
// meet the measured value of the last row. Empty where there is no theory of that measure.
std::vector<double> theory_line(const FlowTheory& theory, FlowMeasure measure, double measured_last);

// The factor on every weight that brings χ to 1; nothing where none from 1/30 to 30 does.
std::optional<double> edge_factor(const Architecture& architecture, const ParameterSquares& squares, const Matrix<double>& inputs);

// Of a recurrent layer's W_hh, row-major: the largest absolute eigenvalue. Times a mean slope it bounds what many time steps do.
double spectral_radius(std::span<const double> w, int units);

}  // namespace thalweg
