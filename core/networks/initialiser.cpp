#include "core/networks/initialiser.hpp"

#include <Eigen/QR>
#include <array>
#include <cmath>

#include "core/facts/catalogue.hpp"
#include "core/numerics/random.hpp"

namespace thalweg {
namespace {

using Kind = InitialiserSpec::Kind;

constexpr std::array catalogue{
    InitialiserSpec{"xavier_uniform", "Xavier uniform", "U(±√(6/(in + out)))", "Glorot & Bengio 2010", Kind::uniform, [](double in, double out) { return std::sqrt(6 / (in + out)); }},
    InitialiserSpec{"xavier_normal", "Xavier normal", "N(0, 2/(in + out))", "Glorot & Bengio 2010", Kind::normal, [](double in, double out) { return std::sqrt(2 / (in + out)); }},
    InitialiserSpec{"he_uniform", "He uniform", "U(±√(6/in))", "He et al. 2015", Kind::uniform, [](double in, double) { return std::sqrt(6 / in); }},
    InitialiserSpec{"he_normal", "He normal", "N(0, 2/in)", "He et al. 2015", Kind::normal, [](double in, double) { return std::sqrt(2 / in); }},
    InitialiserSpec{"lecun_uniform", "LeCun uniform", "U(±√(3/in))", "LeCun et al. 1998", Kind::uniform, [](double in, double) { return std::sqrt(3 / in); }},
    InitialiserSpec{"lecun_normal", "LeCun normal", "N(0, 1/in)", "LeCun et al. 1998", Kind::normal, [](double in, double) { return std::sqrt(1 / in); }},
    InitialiserSpec{"orthogonal", "Orthogonal", "rows or columns orthonormal", "Saxe, McClelland & Ganguli 2014", Kind::orthogonal, [](double in, double out) { return std::sqrt(1 / std::max(in, out)); }},
    InitialiserSpec{"uniform_half", "Uniform ±½", "U(±½), biases 0.1", "TensorFlow Playground", Kind::uniform, [](double, double) { return 0.5; }, true},
    InitialiserSpec{"constant", "Constant", "every weight 0.5 · gain", "symmetry stays unbroken", Kind::constant, [](double, double) { return 0.5; }},
    InitialiserSpec{"zeros", "Zeros", "every weight 0", "symmetry stays unbroken, nothing flows back", Kind::constant, [](double, double) { return 0.0; }},
};

// A random orthogonal matrix by QR of a normal one, with the signs that make it uniform (Mezzadri, 2007).
template <class Normal>
Weights<double> orthogonal(int rows, int columns, Normal&& normal) {
    const int longer = std::max(rows, columns), shorter = std::min(rows, columns);
    Matrix<double> drawn(longer, shorter);
    for (Eigen::Index i = 0; i < drawn.size(); ++i) drawn.data()[i] = normal(i);
    const Eigen::HouseholderQR<Matrix<double>> qr(drawn);
    Matrix<double> q = qr.householderQ() * Matrix<double>::Identity(longer, shorter);
    for (int k = 0; k < shorter; ++k)
        if (qr.matrixQR()(k, k) < 0) q.col(k) = -q.col(k);
    return rows >= columns ? Weights<double>(q) : Weights<double>(q.transpose());
}

}  // namespace

double InitialiserSpec::variance(double in, double out) const {
    const double s = size(in, out);
    return kind == Kind::uniform ? s * s / 3 : s * s;
}

std::span<const InitialiserSpec> initialiser_catalogue() { return catalogue; }
const InitialiserSpec* find_initialiser(std::string_view id) { return find_by_id(initialiser_catalogue(), id); }

Vector<double> initial_parameters(const Architecture& architecture, const InitialiserSpec& initialiser, double gain, std::uint64_t seed) {
    const ParameterLayout layout(architecture);
    Vector<double> theta = Vector<double>::Zero(layout.size());
    std::uint32_t tensor = 0;
    for (const ParameterBlock& block : layout.blocks) {
        ++tensor;
        double* values = theta.data() + block.offset;
        const LayerSpec& layer = architecture.layers[static_cast<std::size_t>(block.layer)];
        if (layer.normalises()) {
            std::fill_n(values, block.size(), block.name.ends_with("weight") ? 1.0 : 0.0);
            continue;
        }
        if (!block.decays) {
            if (initialiser.biases) std::fill_n(values, block.size(), 0.1);
            continue;
        }
        const double size = initialiser.size(block.columns, block.rows) * gain;
        const auto bits = [&](Eigen::Index i) { return draw(seed, Stream::initial_weights, tensor, static_cast<std::uint32_t>(i)); };
        switch (initialiser.kind) {
            case Kind::constant: std::fill_n(values, block.size(), size); break;
            case Kind::uniform:
                for (Eigen::Index i = 0; i < block.size(); ++i) values[i] = size * (2 * uniform(bits(i)) - 1);
                break;
            case Kind::normal:
                for (Eigen::Index i = 0; i < block.size(); ++i) values[i] = size * normal(bits(i));
                break;
            case Kind::orthogonal:
                Eigen::Map<Weights<double>>(values, block.rows, block.columns) = gain * orthogonal(block.rows, block.columns, [&](Eigen::Index i) { return normal(bits(i)); });
                break;
        }
    }
    return theta;
}

}  // namespace thalweg
