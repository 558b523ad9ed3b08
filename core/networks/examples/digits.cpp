// Drawn digits, 28 × 28 pixels as MNIST has them: row by row from the top left, 0 is paper and 1 ink. The strokes of a digit are
// bent, sheared, turned, stretched and moved at random, and drawn with a round pen of random width.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/networks/examples/digit_strokes.hpp"
#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

constexpr int side = 28;
constexpr double half_height = 9;  // pixels from the middle of a digit to its top

// One hand: from the box of the strokes to pixels.
struct Hand {
    Eigen::Matrix2d turn;
    Eigen::Vector2d middle, bend, phase;
    double half_width;  // of the pen, in pixels

    Hand(double jitter, ExampleDraws& draws) {
        const auto about = [&](double spread) { return jitter * draws.between(-spread, spread); };
        const double angle = about(0.2), shear = about(0.3), wide = half_height * (1 + about(0.15)), high = half_height * (1 + about(0.12));
        const double c = cos(angle), s = sin(angle);
        turn << c * wide, (c * shear - s) * high, s * wide, (s * shear + c) * high;
        middle = {side / 2.0 + about(2), side / 2.0 + about(2)};
        bend = {about(0.12), about(0.12)};
        phase = {draws.between(0, 2 * std::numbers::pi), draws.between(0, 2 * std::numbers::pi)};
        half_width = std::max(0.6, 1.15 + about(0.45));
    }
    Eigen::Vector2d operator()(const Eigen::Vector2d& p) const {
        const Eigen::Vector2d bent(p.x() + bend.x() * sin(2.5 * p.y() + phase.x()), p.y() + bend.y() * sin(2.5 * p.x() + phase.y()));
        return turn * bent + middle;
    }
};

double distance(const Eigen::Vector2d& p, const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
    const Eigen::Vector2d ab = b - a;
    const double length2 = ab.squaredNorm();
    return (p - a - (length2 > 0 ? std::clamp((p - a).dot(ab) / length2, 0.0, 1.0) : 0.0) * ab).norm();
}

// Ink where the pen passes; its edge is one pixel of grey.
void draw_piece(const Eigen::Vector2d& a, const Eigen::Vector2d& b, double half_width, ExampleVector image) {
    const double reach = half_width + 0.5;
    const auto first = [&](double low) { return std::max(0, static_cast<int>(std::floor(low - reach))); };
    const auto last = [&](double high) { return std::min(side - 1, static_cast<int>(std::floor(high + reach))); };
    for (int y = first(std::min(a.y(), b.y())); y <= last(std::max(a.y(), b.y())); ++y)
        for (int x = first(std::min(a.x(), b.x())); x <= last(std::max(a.x(), b.x())); ++x) {
            double& pixel = image[y * side + x];
            pixel = std::max(pixel, std::clamp(reach - distance({x + 0.5, y + 0.5}, a, b), 0.0, 1.0));
        }
}

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double jitter = wanted.parameters[0];
    const bool second_manner = draws.between(0, 1) < 0.3 * std::min(jitter, 1.0);
    const Hand hand(jitter, draws);
    for (const Stroke& stroke : digit_strokes(wanted.label, second_manner))
        for (std::size_t k = 1; k < stroke.size(); ++k) draw_piece(hand(stroke[k - 1]), hand(stroke[k]), hand.half_width, input);
    if (wanted.noise > 0)
        for (double& pixel : input) pixel = std::clamp(pixel + wanted.noise * draws.gaussian(), 0.0, 1.0);
}

}  // namespace

ExamplesSpec digits() {
    return {.id = "digits",
            .name = "Drawn digits",
            .shows = "Ten classes in 784 dimensions: the usual 784-64-10 network learns to read them, and the optimizers differ in how soon.",
            .parameters = {{"jitter", "jitter", "how much one digit differs from the next of its kind", 1, {0, 2}, Scale::linear}},
            .shape = {.features = side * side, .classes = 10},
            .count = 2000,
            .noise = 0.1,
            .noise_on = NoiseOn::itself,
            .noise_slider = 1,
            .example = example};
}

}  // namespace thalweg::examples
