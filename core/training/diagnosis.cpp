#include "core/training/diagnosis.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace thalweg {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// One measure of all rows.
std::vector<double> column(std::span<const float> flow, FlowMeasure measure) {
    std::vector<double> values;
    for (std::size_t i = static_cast<std::size_t>(measure); i < flow.size(); i += flow_measures) values.push_back(flow[i]);
    return values;
}
double mean(std::span<const double> values) {
    double sum = 0;
    for (const double v : values) sum += v;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}
double median(std::vector<double> values) {
    if (values.empty()) return nan;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}
std::string percent(double share) { return std::to_string(static_cast<int>(std::lround(100 * share))) + " %"; }

// The network as its advice speaks of it.
struct Anatomy {
    const ActivationSpec* activation = nullptr;  // of the first hidden layer
    double parameter = 0;
    bool recurrent = false, norm = false, residual = false;
    std::size_t hidden = 0;                      // rows that layers or time steps alike have: the output is another matter

    explicit Anatomy(const Architecture& a) {
        const std::vector<FlowRow> rows = flow_rows(a);
        for (const LayerSpec& l : a.layers) {
            if (!activation && l.activation) {
                activation = l.activation;
                parameter = l.parameter;
            }
            recurrent |= l.kind == LayerKind::recurrent;
            norm |= l.normalises();
            residual |= l.kind == LayerKind::residual;
        }
        hidden = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const FlowRow& r) { return recurrent ? r.time > 0 : true; }));
        if (!recurrent && hidden > 2) --hidden;
    }
    std::string step() const { return recurrent ? "step" : "layer"; }
    std::string name() const { return activation ? std::string(activation->name) : "the network"; }
    // No activation of the catalogue is steeper anywhere else.
    double steepest() const {
        double most = 0;
        for (int k = -80; activation && k <= 80; ++k) most = std::max(most, std::abs(activation->slope(parameter, 0.1 * k)));
        return most;
    }
    bool bounded() const { return activation && activation->high > activation->low; }
};

// Where the factor per layer comes from.
void explain(const Anatomy& it, const FlowTheory& theory, double saturated, bool vanishes, std::vector<std::string>& sentences) {
    if (!theory.gap.empty()) return;
    if (const double steepest = it.steepest(); vanishes && steepest < 0.9) sentences.push_back(it.name() + "'s slope is at most " + (std::abs(steepest - 0.25) < 1e-3 ? "¼" : spoken(steepest)) + ".");
    else if (vanishes && saturated > threshold::saturated_share) sentences.push_back(percent(saturated) + " of " + it.name() + " is saturated: flat there.");
    if (theory.sigma_w > 0) sentences.push_back("Theory: weights " + spoken(theory.sigma_w) + " × slope " + spoken(theory.slope) + " = " + spoken(std::sqrt(theory.chi)) + "× per " + it.step() + ".");
    else sentences.push_back("Theory: " + spoken(std::sqrt(theory.chi)) + "× per " + it.step() + ".");
}

std::string cure(const Anatomy& it, bool vanishes, const FlowTheory& theory, std::optional<double> edge_gain) {
    const std::string edge = edge_gain && theory.gap.empty() && theory.regime != Regime::edge ? "gain " + spoken(*edge_gain) + " (edge of chaos)" : "";
    if (it.recurrent && !edge.empty()) return "Try " + edge + (vanishes ? " or orthogonal weights." : " or clipping by norm.");
    if (it.recurrent) return vanishes ? "Try a larger gain or orthogonal weights: W must keep lengths." : "Try clipping by norm, or a smaller gain.";
    std::vector<std::string> cures;
    const bool half = it.activation && (it.activation->id == "relu" || it.activation->id == "leaky_relu");
    const bool shallow = it.steepest() < 0.9;  // weights large enough to make up for its slope would saturate it
    if (!edge.empty() && !shallow) cures.push_back(edge);
    else cures.push_back(!vanishes ? "a smaller gain" : half ? "He weights at gain 1" : shallow ? "He + ReLU" : "a larger gain");
    if (vanishes && !half && !shallow) cures.push_back("He + ReLU");
    if (!it.norm) cures.push_back(vanishes && shallow ? "batch norm" : "normalisation");  // a norm of each example leaves the slope as it is
    if (!it.residual) cures.push_back("a residual path");
    if (it.residual && !vanishes) cures.push_back("a smaller residual scale");
    std::string text = "Try " + cures[0];
    for (std::size_t i = 1; i < cures.size(); ++i) text += (i + 1 < cures.size() ? ", " : " or ") + cures[i];
    return text + ".";
}

}  // namespace

double factor_per_step(std::span<const double> values) {
    std::vector<std::pair<double, double>> points;  // place, logarithm
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] > 0 && std::isfinite(values[i])) points.emplace_back(static_cast<double>(i), std::log(values[i]));
    std::vector<double> slopes;
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t k = i + 1; k < points.size(); ++k) slopes.push_back((points[i].second - points[k].second) / (points[k].first - points[i].first));
    return std::exp(median(std::move(slopes)));
}

std::string spoken(double value) {
    char text[32];
    const double size = std::abs(value);
    if (size == 0 || !std::isfinite(value)) return size == 0 ? "0" : std::isnan(value) ? "?" : "∞";
    if (size >= 0.0995 && size < 9.95) return std::snprintf(text, sizeof text, size < 0.995 ? "%.2f" : "%.1f", value), text;
    if (size >= 0.00995 && size < 9995) return std::snprintf(text, sizeof text, size < 0.1 ? "%.3f" : "%.0f", value), text;
    int exponent = static_cast<int>(std::floor(std::log10(size)));
    double digit = std::round(value / std::pow(10.0, exponent));
    if (std::abs(digit) >= 10) digit /= 10, ++exponent;
    static constexpr const char* raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string power = exponent < 0 ? "⁻" : "";
    for (const char digit_of : std::to_string(std::abs(exponent))) power += raised[digit_of - '0'];
    std::snprintf(text, sizeof text, "%.0f·10", digit);
    return text + power;
}

Diagnosis diagnose(const FlowReading& reading) {
    const auto& [architecture, flow, theory, theta, edge_gain, diverged] = reading;
    Diagnosis d;
    const Anatomy it(architecture);
    const auto hidden = [&](FlowMeasure m) {
        std::vector<double> values = column(flow, m);
        values.resize(std::min(values.size(), it.hidden));
        return values;
    };
    const std::vector<double> signal = hidden(FlowMeasure::signal), gradient = hidden(FlowMeasure::gradient), activation = hidden(FlowMeasure::activation);
    const std::vector<double> dead = hidden(FlowMeasure::dead), saturated = hidden(FlowMeasure::saturated);
    std::vector<double> updates = column(flow, FlowMeasure::update);
    std::erase(updates, 0.0);
    const auto say = [&](std::string sentence) { d.sentences.push_back(std::move(sentence)); };

    d.factor = factor_per_step(signal);
    if (diverged || !std::all_of(flow.begin(), flow.end(), [](float v) { return std::isfinite(v); })) {
        d.symptom = Symptom::not_finite;
        d.headline = "The run has blown up";
        say(diverged ? "The next update would have left every bound." : "Numbers in the network have overflowed.");
        d.advice = "Try a smaller learning rate, clipping or a smaller gain.";
        return d;
    }
    if (!theta.empty() && units_alike(architecture, theta)) {
        d.symptom = Symptom::symmetric;
        d.headline = "Symmetry stays unbroken";
        const auto weights = column(flow, FlowMeasure::weight);
        const LayerSpec* wide = nullptr;
        for (const LayerSpec& l : architecture.layers)
            if (l.has_weights() && !wide) wide = &l;
        say("All units of a layer get the same gradient and stay alike: " + std::to_string(wide ? wide->outputs : 0) + " units learn as one.");
        if (*std::max_element(signal.begin(), signal.end()) == 0) say("Weights of 0 hand nothing back: only the last layer learns.");
        d.advice = "Try random weights: He or Xavier.";
        return d;
    }

    const bool flat = std::all_of(signal.begin(), signal.end(), [](double v) { return v == 0; }), nothing_arrives = !flat && signal.front() == 0;
    const double across = nothing_arrives ? 0 : std::pow(d.factor, static_cast<double>(it.hidden) - 1);  // from the last row to the first
    const auto whole = std::find_if(dead.begin(), dead.end(), [](double share) { return share >= threshold::whole_layer; });
    const double dead_share = mean(dead), saturated_share = it.bounded() ? mean(saturated) : 0;
    // The ends against each other: in how fast they learn, which for a whole batch may differ from what single examples hand back.
    const auto compare_ends = [&] {
        const std::string first = it.recurrent ? "step 1" : "layer 1", last = (it.recurrent ? "step " : "layer ") + std::to_string(it.hidden);
        if (nothing_arrives) say("No gradient at all reaches " + first + ".");
        if (it.hidden < 2 || !(gradient.front() > 0) || !(gradient.back() > 0)) return;
        const double ratio = gradient.back() / gradient.front(), wanted = 1 / across;
        const bool agrees = !it.recurrent && (ratio > 1) == (wanted > 1);
        const double times = std::max(ratio, 1 / ratio);
        if (std::max(wanted, across) > threshold::depth_change && (!agrees || times < threshold::depth_change)) {
            const double signals = signal.back() / signal.front();
            say("Per example, " + first + " hears " + (signals > 1 ? spoken(signals) + " times less than " : spoken(1 / signals) + " times more than ") + last + ".");
        } else if (!it.recurrent) {
            say("Layer 1 learns " + (times < 1.5 ? "about as fast as " : spoken(times) + (ratio > 1 ? " times slower than " : " times faster than ")) + last + ".");
        }
    };
    const std::string rate = spoken(d.factor) + "× per " + it.step();

    if (whole != dead.end() || dead_share > threshold::dead_share) {
        d.symptom = Symptom::dead;
        if (whole != dead.end()) {
            const std::string which = std::to_string(whole - dead.begin() + 1);
            d.headline = (it.recurrent ? "Step " : "Layer ") + which + " is dead";
            say("None of its units lets a gradient through: what comes before it has stopped to learn.");
        } else {
            d.headline = percent(dead_share) + " of the units are dead";
        }
        say("A unit that is flat on every example gets no gradient and never comes back.");
        d.advice = "Try a smaller learning rate, leaky ReLU or He weights.";
    } else if (flat) {
        d.symptom = Symptom::flat;
        d.headline = "No gradient anywhere";
        say("The loss is flat here: every answer is right beyond doubt, or the output is saturated.");
        d.advice = "Try a smaller gain, if this is the start.";
    } else if (across > threshold::depth_change) {
        d.symptom = Symptom::exploding;
        d.headline = "Gradients explode: " + rate;
        explain(it, theory, saturated_share, false, d.sentences);
        compare_ends();
        d.advice = cure(it, false, theory, edge_gain);
    } else if (across < 1 / threshold::depth_change) {
        d.symptom = Symptom::vanishing;
        d.headline = "Gradients vanish" + (std::isnan(d.factor) ? "" : ": " + rate);
        explain(it, theory, saturated_share, true, d.sentences);
        compare_ends();
        d.advice = cure(it, true, theory, edge_gain);
    } else if (saturated_share > threshold::saturated_share) {
        d.symptom = Symptom::saturated;
        d.headline = percent(saturated_share) + " of " + it.name() + " is saturated";
        say("There it is flat, and passes little gradient.");
        compare_ends();
        d.advice = "Try a smaller gain, a smaller learning rate or normalisation.";
    } else if (const double update = median(updates); update > threshold::fast_update || update < threshold::slow_update) {
        const bool fast = update > threshold::fast_update;
        d.symptom = fast ? Symptom::too_fast : Symptom::too_slow;
        d.headline = fast ? "Updates are large" : "Updates are tiny";
        say("One update changes the weights by " + spoken(100 * update) + " %; about 0.1 % is healthy.");
        d.advice = fast ? "Try a smaller learning rate." : "Try a larger learning rate, unless all is learnt already.";
    } else {
        const bool deep = it.hidden > 3;  // with fewer, a factor per layer says little
        d.headline = deep && !std::isnan(d.factor) ? "Gradients hold: " + rate : "Gradients flow";
        if (deep) explain(it, theory, saturated_share, false, d.sentences);
        compare_ends();
        if (const double u = median(updates); std::isfinite(u)) say("One update changes the weights by " + spoken(100 * u) + " %.");
    }
    // Worth knowing besides.
    if (d.symptom != Symptom::dead && dead_share > threshold::dead_share / 3) say(percent(dead_share) + " of the units are off on every example.");
    if (const double growth = factor_per_step(activation); it.hidden > 2 && (d.symptom == Symptom::exploding || d.symptom == Symptom::healthy) && std::pow(growth, -(static_cast<double>(it.hidden) - 1)) > threshold::depth_change)
        say("Activations grow " + spoken(1 / growth) + "× per " + it.step() + " as well.");
    return d;
}

}  // namespace thalweg
