#include "core/networks/gaussian_moments.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace thalweg {
namespace {

constexpr int order = 16;
struct Rule {
    std::array<double, order> node, weight;  // on [0, 1]
};

// Gauss–Legendre: Newton's method on the Legendre polynomial of that order.
const Rule& rule() {
    static const Rule legendre = [] {
        Rule r;
        for (int i = 0; i < order; ++i) {
            double x = std::cos(std::numbers::pi * (i + 0.75) / (order + 0.5)), slope = 1;
            for (int round = 0; round < 20; ++round) {
                double p = 1, before = 0;
                for (int k = 1; k <= order; ++k) {
                    const double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
                    before = p;
                    p = next;
                }
                slope = order * (x * p - before) / (x * x - 1);
                x -= p / slope;
            }
            const auto at = static_cast<std::size_t>(i);
            r.node[at] = (1 - x) / 2;
            r.weight[at] = 1 / ((1 - x * x) * slope * slope);
        }
        return r;
    }();
    return legendre;
}

constexpr double reach = 12;           // standard deviations: beyond them lies 1e-33 of the normal distribution
constexpr double calm = 8;             // no activation bends more than a polynomial of that order follows over such a length …
constexpr int most_calm_panels = 200;  // … but so many panels are enough: beyond them a sine is at any phase equally often

}  // namespace

// Gauss–Legendre in panels that begin at 0, on both sides: many activations have a kink or bend sharply there, which Gauss–Hermite
// would pay with its order. Exact to rounding for all of the catalogue.
GaussianMoments gaussian_moments(const ActivationSpec& activation, double parameter, double variance) {
    const double sigma = std::max(std::sqrt(variance), 1e-100), end = reach * sigma;
    const double first = std::min(sigma, 1.0) / 2, widest = std::min(2 * sigma, std::max(calm, end / most_calm_panels));
    const Rule& r = rule();
    GaussianMoments sum{0, 0, 0};
    std::array<double, 2 * order> z, a, ones, slope;
    ones.fill(1);
    const auto n = static_cast<Eigen::Index>(z.size());
    for (double from = 0; from < end;) {
        const double width = std::min(std::clamp(from, first, widest), end - from);
        if (!(from + width > from)) break;
        for (std::size_t i = 0; i < order; ++i) {
            z[i] = from + width * r.node[i];
            z[order + i] = -z[i];
        }
        const ActivationCode<double>& code = activation.code<double>();
        code.forward(parameter, z.data(), a.data(), n);
        code.backward(parameter, z.data(), a.data(), ones.data(), slope.data(), n);
        for (std::size_t i = 0; i < z.size(); ++i) {
            const double x = z[i] / sigma, density = r.weight[i % order] * width / sigma * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
            sum.mean += density * a[i];
            sum.square += density * a[i] * a[i];
            sum.slope_square += density * slope[i] * slope[i];
        }
        from += width;
    }
    return sum;
}

}  // namespace thalweg
