#include "app/scene/network_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg::app {
namespace {

struct Verdict {
    std::size_t first, second;  // classes: the likeliest and the next
    double sure;                // 0 … 1
    double lead;                // by how much the first one's logit is larger; its zero is the boundary
};

Verdict verdict(LossKind loss, const Matrix<double>& outputs, Eigen::Index i) {
    if (loss == LossKind::cross_entropy) {
        Eigen::Index first = 0, second = -1;
        for (Eigen::Index k = 1; k < outputs.rows(); ++k) {
            if (outputs(k, i) > outputs(first, i)) second = std::exchange(first, k);
            else if (second < 0 || outputs(k, i) > outputs(second, i)) second = k;
        }
        double sum = 0;
        for (Eigen::Index k = 0; k < outputs.rows(); ++k) sum += std::exp(outputs(k, i) - outputs(first, i));
        const double n = static_cast<double>(outputs.rows()), p = 1 / sum;
        return {static_cast<std::size_t>(first), static_cast<std::size_t>(second), (p - 1 / n) / (1 - 1 / n), outputs(first, i) - outputs(second, i)};
    }
    const double z = outputs(0, i), sure = loss == LossKind::mse ? std::min(1.0, std::abs(z)) : std::abs(std::tanh(z / 2));
    return {z > 0 ? 1u : 0u, z > 0 ? 0u : 1u, sure, std::abs(z)};
}

}  // namespace

Rgb8 class_colour(std::size_t label, bool dark) {
    static constexpr std::array<std::array<std::uint8_t, 3>, class_colours> colours{{{0x3f, 0x7f, 0xcf}, {0xd0, 0x86, 0x3a}, {0x4f, 0xa8, 0x72}, {0xa5, 0x6c, 0xc0}, {0xc0, 0xa8, 0x40},
                                                                                     {0x45, 0xa6, 0xa8}, {0xc4, 0x5f, 0x74}, {0x7c, 0x8c, 0xc0}, {0x8a, 0xb0, 0x50}, {0xa0, 0x7c, 0x64}}};
    const auto& c = colours[label % class_colours];
    const auto lighter = [&](std::uint8_t v) { return static_cast<std::uint8_t>(dark ? v : v + (255 - v) * 2 / 5); };
    return {lighter(c[0]), lighter(c[1]), lighter(c[2])};
}

std::optional<InputRange> input_range(const BuiltNetwork& built) {
    const Examples& train = *built.examples.train;
    if (train.features() > 2 || train.time_steps > 1 || train.size() == 0) return std::nullopt;
    if (built.domain) return InputRange{*built.domain, train.features()};
    const Eigen::MatrixXd raw = built.examples.inputs.undo(train.inputs);
    const auto span = [](double low, double high) { return std::pair{low - 0.1 * std::max(high - low, 1e-6), high + 0.1 * std::max(high - low, 1e-6)}; };
    const auto [x0, x1] = span(raw.row(0).minCoeff(), raw.row(0).maxCoeff());
    const Eigen::RowVectorXd across = train.features() == 2 ? Eigen::RowVectorXd(raw.row(1)) : train.targets.rows() > 0 ? Eigen::RowVectorXd(built.examples.targets.undo(train.targets).row(0)) : Eigen::RowVectorXd::Zero(raw.cols());
    const auto [y0, y1] = span(across.minCoeff(), across.maxCoeff());
    return InputRange{{x0, x1, y0, y1}, train.features()};
}

Matrix<double> inputs_over(const BuiltNetwork& built, const InputRange& range, int points) {
    const Box& b = range.box;
    const auto at = [&](int i, double low, double high) { return low + (high - low) * (i + 0.5) / points; };
    Matrix<double> inputs(range.inputs, range.inputs == 1 ? points : points * points);
    for (int i = 0; i < inputs.cols(); ++i) {
        inputs(0, i) = at(i % points, b.x_min, b.x_max);
        if (range.inputs == 2) inputs(1, i) = at(points - 1 - i / points, b.y_min, b.y_max);
    }
    return built.examples.inputs.apply(inputs);
}

Matrix<double> outputs_over(const BuiltNetwork& built, const InputRange& range, Learner& learner, int points) {
    return learner.engine().outputs(learner.theta().data(), learner.buffers().data(), inputs_over(built, range, points));
}

std::vector<std::uint8_t> paint(LossKind loss, const Matrix<double>& outputs, int points, bool dark) {
    std::vector<Verdict> cells;
    cells.reserve(static_cast<std::size_t>(points) * static_cast<std::size_t>(points));
    for (Eigen::Index i = 0; i < outputs.cols(); ++i) cells.push_back(verdict(loss, outputs, i));
    const auto cell = [&](int x, int y) -> const Verdict& { return cells[static_cast<std::size_t>(std::clamp(y, 0, points - 1) * points + std::clamp(x, 0, points - 1))]; };
    const Rgb8 ground = dark ? Rgb8{0x1b, 0x20, 0x28} : Rgb8{0xf4, 0xf5, 0xf7}, line = dark ? Rgb8{0xf2, 0xf4, 0xf7} : Rgb8{0x20, 0x26, 0x30};
    std::vector<std::uint8_t> rgba;
    rgba.reserve(cells.size() * 4);
    for (int y = 0; y < points; ++y)
        for (int x = 0; x < points; ++x) {
            const Verdict& here = cell(x, y);
            // How far the boundary is, in pixels: the lead over its slope, with the sign of a neighbour where another class leads.
            const auto lead = [&](int dx, int dy) {
                const Verdict& there = cell(x + dx, y + dy);
                return there.first == here.first ? there.lead : -there.lead;
            };
            const double slope = std::hypot(lead(1, 0) - lead(-1, 0), lead(0, 1) - lead(0, -1)) / 2;
            const double near = slope > 0 && std::isfinite(here.lead) ? std::clamp(1.4 - here.lead / slope, 0.0, 1.0) : 0;
            const Rgb8 own = class_colour(here.first, dark);
            const double strength = 0.12 + 0.88 * std::pow(std::clamp(here.sure, 0.0, 1.0), 0.8);
            const auto blend = [&](std::uint8_t g, std::uint8_t c, std::uint8_t l) {
                const double filled = g + strength * (c - g);
                return static_cast<std::uint8_t>(std::lround(filled + 0.9 * near * (l - filled)));
            };
            rgba.insert(rgba.end(), {blend(ground.r, own.r, line.r), blend(ground.g, own.g, line.g), blend(ground.b, own.b, line.b), 255});
        }
    return rgba;
}

Rgb8 ground_colour(bool dark) { return dark ? Rgb8{0x1d, 0x22, 0x2a} : Rgb8{0xf4, 0xf5, 0xf7}; }

Rgb8 signed_colour(double part, bool dark) {
    const Rgb8 ground = ground_colour(dark), own = class_colour(part > 0 ? 1 : 0, dark);
    const double strength = std::isfinite(part) ? std::sqrt(std::min(std::abs(part), 1.0)) : 0;
    const auto blend = [&](std::uint8_t g, std::uint8_t c) { return static_cast<std::uint8_t>(std::lround(g + strength * (c - g))); };
    return {blend(ground.r, own.r), blend(ground.g, own.g), blend(ground.b, own.b)};
}

std::vector<std::uint8_t> paint_tiles(const Matrix<double>& weights, int side, int across, bool dark) {
    const int whole = across * (side + 1) + 1;
    const Rgb8 ground = ground_colour(dark);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(whole) * static_cast<std::size_t>(whole) * 4, 255);
    for (std::size_t i = 0; i < rgba.size(); i += 4) rgba[i] = ground.r, rgba[i + 1] = ground.g, rgba[i + 2] = ground.b;
    for (Eigen::Index tile = 0; tile < weights.rows(); ++tile) {
        const double largest = std::max(weights.row(tile).cwiseAbs().maxCoeff(), 1e-300);
        for (int k = 0; k < side * side; ++k) {
            const Rgb8 own = signed_colour(weights(tile, k) / largest, dark);
            const int x = static_cast<int>(tile) % across * (side + 1) + 1 + k % side, y = static_cast<int>(tile) / across * (side + 1) + 1 + k / side;
            const std::size_t at = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(whole) + static_cast<std::size_t>(x));
            rgba[at] = own.r, rgba[at + 1] = own.g, rgba[at + 2] = own.b;
        }
    }
    return rgba;
}

}  // namespace thalweg::app
