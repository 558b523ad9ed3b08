#include "core/training/theory.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/networks/gaussian_moments.hpp"

namespace thalweg {
namespace {

// Of a layer's numbers over units and examples.
struct Moments {
    double square;  // E[a²]
    double mean;    // E[a]
    double common;  // E over units of (E[a] over examples)²: what all examples share
};

// What a layer makes of its input, and the factor of the gradient's mean square from its output to its input.
struct Stage {
    Moments out;
    double back = 1;
    std::vector<double> activations, backs = {};  // of a recurrent layer, per time step: E[h_t²], and the factor from h_t to h_{t−1}
};

struct LayerSquares {
    double first = 0, hidden = 0, bias = 0;  // weight; weight_hh; bias
};
LayerSquares squares_of(const ParameterLayout& layout, const ParameterSquares& squares, std::size_t layer) {
    LayerSquares of;
    for (std::size_t b = 0; b < layout.blocks.size(); ++b) {
        if (layout.blocks[b].layer != static_cast<int>(layer)) continue;
        (layout.blocks[b].name.ends_with("bias") ? of.bias : layout.blocks[b].name.ends_with("weight_hh") ? of.hidden : of.first) = squares[b];
    }
    return of;
}

// The share of E[φ²] that examples have in common lies between E[φ]² (independent examples) and all of it (identical ones); the chord
// between them is exact at both ends.
double common_after(const Moments& z, const GaussianMoments& phi) {
    const double alike = z.square > 0 ? std::clamp(z.common / z.square, 0.0, 1.0) : 0;
    return phi.mean * phi.mean + alike * (phi.square - phi.mean * phi.mean);
}

Stage through(const LayerSpec& l, const LayerSquares& p, const Moments& in, const Moments* start, const Matrix<double>* inputs) {
    switch (l.kind) {
        case LayerKind::linear: {
            const double sigma = p.first * l.inputs;
            return {{sigma * in.square + p.bias, 0, sigma * in.common + p.bias}, p.first * l.outputs, {}};
        }
        case LayerKind::activation: {
            const GaussianMoments phi = gaussian_moments(*l.activation, l.parameter, in.square);
            return {{phi.square, phi.mean, common_after(in, phi)}, phi.slope_square, {}};
        }
        case LayerKind::batch_norm: {
            const double variance = in.square - in.common + l.eps;
            return {{p.first * (in.square - in.common) / variance + p.bias, 0, p.bias}, p.first / variance, {}};
        }
        case LayerKind::layer_norm:
        case LayerKind::rms_norm: {
            const bool centred = l.kind == LayerKind::layer_norm;
            const double spread = in.square - (centred ? in.mean * in.mean : 0), scale = p.first / (spread + l.eps);
            const double shared = std::max(0.0, in.common - (centred ? in.mean * in.mean : 0)), removed = std::min(1.0, (centred ? 2.0 : 1.0) / l.outputs);
            return {{scale * spread + p.bias, 0, scale * shared + p.bias}, scale * (1 - removed), {}};
        }
        case LayerKind::dropout: {
            const double kept = 1 / (1 - l.rate);
            return {{in.square * kept, in.mean, in.common}, kept, {}};
        }
        case LayerKind::residual: {
            const double s = l.scale, together = 2 * s * start->mean * in.mean;
            return {{start->square + s * s * in.square + together, start->mean + s * in.mean, start->common + s * s * in.common + together}, s * s, {}};
        }
        case LayerKind::recurrent: {
            Stage stage{{}, 0, {}};
            Moments h{0, 0, 0};
            for (int t = 0; t < l.time_steps; ++t) {
                const double x = inputs ? inputs->middleRows(t * l.inputs, l.inputs).squaredNorm() / static_cast<double>(l.inputs * inputs->cols()) : in.square;
                const double q = p.first * l.inputs * x + p.hidden * l.outputs * h.square + p.bias;
                const GaussianMoments phi = gaussian_moments(*l.activation, l.parameter, q);
                h = {phi.square, phi.mean, common_after({q, 0, 0}, phi)};
                stage.activations.push_back(h.square);
                stage.backs.push_back(p.hidden * l.outputs * phi.slope_square);
            }
            stage.out = h;
            stage.back = p.first * l.outputs * stage.backs.back() / std::max(p.hidden * l.outputs, 1e-300);
            return stage;
        }
    }
    return {in, 1, {}};
}

std::string gap_of(const Architecture& a, const ParameterSquares& squares) {
    if (std::any_of(squares.begin(), squares.end(), [](double s) { return !std::isfinite(s); })) return "No theory: the weights are not finite.";
    for (std::size_t i = 0; i < a.layers.size(); ++i) {
        if (a.layers[i].kind == LayerKind::activation && (i == 0 || !(a.layers[i - 1].kind == LayerKind::linear || a.layers[i - 1].normalises())))
            return "No theory for an activation that follows neither weights nor a norm.";
        if (a.layers[i].kind == LayerKind::recurrent && i > 0) return "No theory for a recurrent layer behind others.";
    }
    return {};
}

// The stages of the layers first … last - 1. `before` goes into `first`; a residual reaches back no further than that.
std::vector<Stage> forwards(const Architecture& a, const ParameterLayout& layout, const ParameterSquares& squares, std::size_t first, std::size_t last, const Moments& before, const Matrix<double>* inputs) {
    std::vector<Stage> stages;
    for (std::size_t i = first; i < last; ++i) {
        const auto output = [&](std::ptrdiff_t back) -> const Moments& {  // of that many layers before this one
            const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(stages.size()) - back;
            return at < 0 ? before : stages[static_cast<std::size_t>(at)].out;
        };
        const LayerSpec& l = a.layers[i];
        stages.push_back(through(l, squares_of(layout, squares, i), output(1), l.kind == LayerKind::residual ? &output(l.span + 1) : nullptr, i == 0 ? inputs : nullptr));
    }
    return stages;
}

// The gradient's mean square at what goes into each of the layers first …, and behind the last: 1.
std::vector<double> backwards(const Architecture& a, std::size_t first, const std::vector<Stage>& stages) {
    std::vector<double> d(stages.size() + 1, 0);
    d.back() = 1;
    for (std::size_t i = stages.size(); i-- > 0;) {
        d[i] += stages[i].back * d[i + 1];
        if (const LayerSpec& l = a.layers[first + i]; l.kind == LayerKind::residual) d[i - static_cast<std::size_t>(l.span)] += d[i + 1];
    }
    return d;
}

constexpr double alike_to = 1e-6;  // relative: products round differently in every row
constexpr int deep = 30;  // layers: what a deep network is judged at, however few there are

// χ of one more time step; or of one more hidden layer after `deep` ones like the last. Not repeated where it is not as wide as what goes
// into it, nor with a residual path, on which numbers grow with every layer.
void one_more_layer(const Architecture& a, const ParameterLayout& layout, const ParameterSquares& squares, const std::vector<Stage>& stages, const Moments& at_input, FlowTheory& theory) {
    std::vector<std::size_t> weights;
    for (std::size_t i = 0; i < a.layers.size(); ++i)
        if (a.layers[i].has_weights()) weights.push_back(i);
    if (weights.empty()) return;
    const std::size_t last = weights.back(), first = weights.size() > 1 ? weights[weights.size() - 2] : last;
    const LayerSpec& hidden = a.layers[first];
    if (hidden.kind == LayerKind::recurrent) {
        theory.chi = stages[first].backs.back();
        theory.sigma_w = std::sqrt(squares_of(layout, squares, first).hidden * hidden.outputs);
        theory.slope = theory.sigma_w > 0 ? std::sqrt(theory.chi) / theory.sigma_w : 0;
        return;
    }
    if (first == last) return;
    bool residual = false;
    for (std::size_t i = first; i < last; ++i) {
        if (a.layers[i].kind != LayerKind::residual) continue;
        if (static_cast<std::size_t>(a.layers[i].span) > i - first) return;
        residual = true;
    }
    Moments in = first ? stages[first - 1].out : at_input;
    std::vector<Stage> block = forwards(a, layout, squares, first, last, in, nullptr);
    for (int k = 0; k < deep && !residual && hidden.inputs == hidden.outputs; ++k) {
        const Moments out = block.back().out;
        if (!(std::abs(out.square - in.square) > 1e-4 * in.square) || !(out.square < 1e100)) break;
        in = out;
        block = forwards(a, layout, squares, first, last, in, nullptr);
    }
    theory.chi = backwards(a, first, block).front();
    if (last - first == 2 && a.layers[first + 1].kind == LayerKind::activation) {
        theory.sigma_w = std::sqrt(block.front().back);
        theory.slope = std::sqrt(block.back().back);
    }
}

}  // namespace

Regime regime_of(double chi) { return chi < 1 - edge_tolerance ? Regime::ordered : chi <= 1 + edge_tolerance ? Regime::edge : Regime::chaotic; }
std::string_view name_of(Regime regime) { return regime == Regime::ordered ? "ordered: vanishes" : regime == Regime::edge ? "edge of chaos" : "chaotic: explodes"; }

ParameterSquares expected_squares(const Architecture& architecture, const InitialiserSpec& initialiser, double gain) {
    ParameterSquares squares;
    for (const ParameterBlock& block : ParameterLayout(architecture).blocks) {
        const bool norm = architecture.layers[static_cast<std::size_t>(block.layer)].normalises();
        if (norm) squares.push_back(block.name.ends_with("weight") ? 1 : 0);
        else if (block.decays) squares.push_back(gain * gain * initialiser.variance(block.columns, block.rows));
        else squares.push_back(initialiser.biases ? 0.01 : 0);
    }
    return squares;
}

ParameterSquares measured_squares(const Architecture& architecture, std::span<const double> theta) {
    ParameterSquares squares;
    for (const ParameterBlock& block : ParameterLayout(architecture).blocks)
        squares.push_back(Eigen::Map<const Vector<double>>(theta.data() + block.offset, block.size()).squaredNorm() / static_cast<double>(block.size()));
    return squares;
}

// Units are interchangeable where their rows of weights are equal, and their columns of the weights behind them: then so are the gradients.
bool units_alike(const Architecture& architecture, std::span<const double> theta) {
    const ParameterLayout layout(architecture);
    int first = -1, last = -1;
    for (const ParameterBlock& block : layout.blocks) {
        if (!block.decays) continue;
        if (first < 0) first = block.layer;
        last = block.layer;
    }
    bool several = false;
    for (const ParameterBlock& block : layout.blocks) {
        if (!block.decays) continue;
        const Eigen::Map<const Weights<double>> w(theta.data() + block.offset, block.rows, block.columns);
        const double tolerance = alike_to * w.cwiseAbs().maxCoeff();
        if (block.layer != last) {
            if (!((w.rowwise() - w.row(0)).cwiseAbs().maxCoeff() <= tolerance)) return false;
            several |= block.rows > 1;
        }
        if ((block.layer != first || block.name.ends_with("weight_hh")) && !((w.colwise() - w.col(0)).cwiseAbs().maxCoeff() <= tolerance)) return false;
    }
    return several;
}

FlowTheory flow_theory(const Architecture& a, std::span<const double> theta, const Matrix<double>& inputs) {
    if (!units_alike(a, theta)) return flow_theory(a, measured_squares(a, theta), inputs);
    FlowTheory theory;
    theory.gap = "No theory where all units of a layer are alike.";
    return theory;
}

FlowTheory flow_theory(const Architecture& a, const ParameterSquares& squares, const Matrix<double>& inputs) {
    FlowTheory theory;
    theory.gap = gap_of(a, squares);
    if (!theory.gap.empty()) return theory;
    const ParameterLayout layout(a);
    const double examples = static_cast<double>(std::max<Eigen::Index>(1, inputs.cols())), numbers = static_cast<double>(std::max<Eigen::Index>(1, inputs.size()));
    const Moments at_input{inputs.squaredNorm() / numbers, 0, (inputs.rowwise().sum() / examples).squaredNorm() / static_cast<double>(inputs.rows())};
    const std::vector<Stage> stages = forwards(a, layout, squares, 0, a.layers.size(), at_input, &inputs);
    const std::vector<double> d = backwards(a, 0, stages);
    const auto input_of = [&](std::size_t layer) { return layer ? stages[layer - 1].out : at_input; };

    std::vector<double> signals;  // mean squares
    const std::vector<FlowRow> rows = flow_rows(a);
    for (const FlowRow& row : rows) {
        const auto i = static_cast<std::size_t>(row.layer);
        if (row.time == 0) {
            signals.push_back(d[i + 1]);
            theory.rows.push_back({std::sqrt(stages[static_cast<std::size_t>(row.activation)].out.square), 0, std::sqrt(d[i + 1] * input_of(i).square), 0});
        } else {
            double signal = d[i + 1];
            for (int t = a.layers[i].time_steps; t > row.time; --t) signal *= stages[i].backs[static_cast<std::size_t>(t - 1)];
            signals.push_back(signal);
            theory.rows.push_back({std::sqrt(stages[i].activations[static_cast<std::size_t>(row.time - 1)]), 0, std::sqrt(signal), 0});
        }
    }
    const double last_signal = signals.back(), last_gradient = theory.rows.back().gradient;
    for (std::size_t r = 0; r < theory.rows.size(); ++r) {
        theory.rows[r].signal = std::sqrt(signals[r] / last_signal);
        theory.rows[r].gradient /= last_gradient;
        theory.rows[r].chi = r + 1 < theory.rows.size() ? signals[r] / signals[r + 1] : std::numeric_limits<double>::quiet_NaN();
    }

    one_more_layer(a, layout, squares, stages, at_input, theory);
    theory.regime = regime_of(theory.chi);
    return theory;
}

std::vector<double> theory_line(const FlowTheory& theory, FlowMeasure measure, double measured_last) {
    double FlowTheory::Row::* value = nullptr;
    if (measure == FlowMeasure::activation) value = &FlowTheory::Row::activation;
    if (measure == FlowMeasure::signal) value = &FlowTheory::Row::signal;
    if (measure == FlowMeasure::gradient) value = &FlowTheory::Row::gradient;
    std::vector<double> line;
    if (!value || !theory.gap.empty()) return line;
    for (const FlowTheory::Row& row : theory.rows) line.push_back(row.*value * (measure == FlowMeasure::activation ? 1 : measured_last));
    return line;
}

std::optional<double> edge_factor(const Architecture& architecture, const ParameterSquares& squares, const Matrix<double>& inputs) {
    const ParameterLayout layout(architecture);
    // χ − 1 with every weight scaled.
    const auto beyond = [&](double factor) {
        ParameterSquares scaled = squares;
        for (std::size_t b = 0; b < scaled.size(); ++b)
            if (layout.blocks[b].decays) scaled[b] *= factor * factor;
        return flow_theory(architecture, scaled, inputs).chi - 1;
    };
    double low = 1.0 / 30, high = 30;
    if (!(beyond(low) < 0) || !(beyond(high) > 0)) return std::nullopt;
    for (int k = 0; k < 14; ++k) {
        const double middle = std::sqrt(low * high);
        (beyond(middle) < 0 ? low : high) = middle;
    }
    return std::sqrt(low * high);
}

double spectral_radius(std::span<const double> w, int units) {
    return Matrix<double>(Eigen::Map<const Weights<double>>(w.data(), units, units)).eigenvalues().cwiseAbs().maxCoeff();
}

}  // namespace thalweg
