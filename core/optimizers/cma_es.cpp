// CMA-ES, (μ/μ_w, λ), with the whole covariance and the constants of Hansen's tutorial. θ is the mean; one generation is one update.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

constexpr int largest_population = 100;
constexpr double n = 2;                                                                  // dimensions
const double expected_length = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));      // of a standard normal vector: the tutorial's approximation

using Matrix = Eigen::Matrix2d;

struct CmaEs {
    struct Hyper { double sigma0, lambda, active; };
    struct Slots {
        Point sigma = Point::Zero();
        Point C_x = {1, 0}, C_y = {0, 1};
        Point p_sigma = Point::Zero(), p_c = Point::Zero();
    };
    struct Memory {
        double mu_eff = 1, w_sum = 1;
        Point y_w = Point::Zero(), Y_x = Point::Zero(), Y_y = Point::Zero();
        Point S_x = Point::Zero(), S_y = Point::Zero();
    };

    static void begin(const Hyper& h, const Point&, Slots& s, Memory&) { s.sigma = twice(h.sigma0); }

    static void update(const Hyper& h, int t, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        Matrix C;
        C << s.C_x.transpose(), s.C_y.transpose();
        const double sigma = s.sigma.x();
        const Eigen::SelfAdjointEigenSolver<Matrix> eigen(C);
        if (!(eigen.eigenvalues()[0] > 0) || !std::isfinite(sigma)) return;
        const Matrix root = eigen.operatorSqrt(), inverse_root = eigen.operatorInverseSqrt();
        const Matrix spread = sigma * root;
        k.S_x = spread.row(0);
        k.S_y = spread.row(1);
        const Matrix Y = sample(h, oracle, theta, sigma, root, C, k);

        const double c_sigma = (k.mu_eff + 2) / (n + k.mu_eff + 5), d_sigma = 1 + 2 * std::max(0.0, std::sqrt((k.mu_eff - 1) / (n + 1)) - 1) + c_sigma;
        const double c_c = (4 + k.mu_eff / n) / (n + 4 + 2 * k.mu_eff / n), c_1 = rank_one_rate(k.mu_eff), c_mu = rank_mu_rate(k.mu_eff);

        const Point p_sigma = (1 - c_sigma) * s.p_sigma + std::sqrt(c_sigma * (2 - c_sigma) * k.mu_eff) * (inverse_root * k.y_w);
        const double unbiased = p_sigma.norm() / std::sqrt(1 - std::pow(1 - c_sigma, 2.0 * t));
        const double h_sigma = unbiased < (1.4 + 2 / (n + 1)) * expected_length ? 1 : 0;
        const Point p_c = (1 - c_c) * s.p_c + h_sigma * std::sqrt(c_c * (2 - c_c) * k.mu_eff) * k.y_w;
        const Matrix next = (1 - c_1 * (1 - (1 - h_sigma) * c_c * (2 - c_c)) - c_mu * k.w_sum) * C + c_1 * (p_c * p_c.transpose()) + c_mu * Y;
        const double longer = sigma * std::exp(std::min(1.0, c_sigma / d_sigma * (p_sigma.norm() / expected_length - 1)));
        const Point mean = theta + sigma * k.y_w;
        if (!next.allFinite() || !p_sigma.allFinite() || !std::isfinite(longer)) return;
        theta = mean;
        s.sigma = twice(longer);
        s.p_sigma = p_sigma;
        s.p_c = p_c;
        s.C_x = {next(0, 0), next(0, 1)};
        s.C_y = {next(0, 1), next(1, 1)};
    }
    static void derive(const Hyper&, const Slots&, const Memory& k, Point* out) {
        out[0] = k.y_w;
        out[1] = k.Y_x;
        out[2] = k.Y_y;
        out[3] = twice(k.mu_eff);
        out[4] = k.S_x;
        out[5] = k.S_y;
        out[6] = twice(k.w_sum);
    }

private:
    static double rank_one_rate(double mu_eff) { return 2 / ((n + 1.3) * (n + 1.3) + mu_eff); }
    static double rank_mu_rate(double mu_eff) { return std::min(1 - rank_one_rate(mu_eff), 2 * (0.25 + mu_eff + 1 / mu_eff - 2) / ((n + 2) * (n + 2) + mu_eff)); }

    // Draws and ranks a generation: the weighted mean of the best steps goes to k, the weighted sum of outer products is returned.
    // Where no two losses differ there is nothing to choose: the mean stays and C is confirmed.
    static Matrix sample(const Hyper& h, Oracle& oracle, const Point& theta, double sigma, const Matrix& root, const Matrix& C, Memory& k) {
        struct One { Point z, y; double loss; };
        std::array<One, largest_population> all;
        const int lambda = static_cast<int>(h.lambda);
        for (int i = 0; i < lambda; ++i) {
            const auto number = static_cast<std::uint32_t>(2 * i);
            One& one = all[static_cast<std::size_t>(i)];
            one.z = {normal(oracle.draw(number)), normal(oracle.draw(number + 1))};
            one.y = root * one.z;
            one.loss = oracle.loss(theta + sigma * one.y);
            if (std::isnan(one.loss)) one.loss = std::numeric_limits<double>::infinity();
        }
        std::stable_sort(all.begin(), all.begin() + lambda, [](const One& a, const One& b) { return a.loss < b.loss; });
        const bool flat = all[0].loss == all[static_cast<std::size_t>(lambda - 1)].loss;

        const int mu = lambda / 2;
        const auto weight = [&](int i) { return std::log((lambda + 1) / 2.0) - std::log(i + 1.0); };
        double sum = 0, squares = 0;
        Point y_w = Point::Zero();
        Matrix Y = Matrix::Zero();
        for (int i = 0; i < mu; ++i) {
            const double w = weight(i);
            const Point& y = all[static_cast<std::size_t>(i)].y;
            sum += w;
            squares += w * w;
            y_w += w * y;
            Y += w * (y * y.transpose());
        }
        k.mu_eff = sum * sum / squares;
        k.y_w = flat ? Point(Point::Zero()) : Point(y_w / sum);
        k.w_sum = 1;
        Y = flat ? C : Matrix(Y / sum);
        if (h.active != 0 && !flat) {
            double negative = 0, negative_squares = 0;
            for (int i = mu; i < lambda; ++i) negative += weight(i), negative_squares += weight(i) * weight(i);
            // So much that C stays positive definite and does not shrink for want of samples (the tutorial's α_μ⁻, α_μeff⁻, α_posdef⁻).
            const double c_1 = rank_one_rate(k.mu_eff), c_mu = rank_mu_rate(k.mu_eff), mu_eff = negative * negative / negative_squares;
            const double share = std::min({1 + c_1 / c_mu, 1 + 2 * mu_eff / (k.mu_eff + 2), (1 - c_1 - c_mu) / (n * c_mu)});
            for (int i = mu; i < lambda; ++i) {
                const One& one = all[static_cast<std::size_t>(i)];
                Y += share * weight(i) / -negative * (n / one.z.squaredNorm()) * (one.y * one.y.transpose());
            }
            k.w_sum = 1 - share;
        }
        k.Y_x = Y.row(0);
        k.Y_y = Y.row(1);
        return Y;
    }
};

}  // namespace

OptimizerSpec cma_es() {
    return stepper<CmaEs>({.id = "cma_es",
                           .name = "CMA-ES",
                           .family = family::gradient_free,
                           .hyperparameters = {{"sigma0", "σ₀", "step size at the start", 0.5, {0, 1e6}, Scale::log, {1e-3, 10}},
                                               {"lambda", "λ", "points per generation; the better half counts", 6, {2, largest_population}, Scale::count, {4, 40}},
                                               hyper::toggle("active", "active", "let the worse half shrink C where it lies", false)},
                           .slots = {{"sigma", "σ", "step size", {}, Shape::scalar}, {"C_x", "C₁", "covariance, first row", {}, Shape::row}, {"C_y", "C₂", "covariance, second row", {}, Shape::row},
                                     {"p_sigma", "p_σ", "path of the step size"}, {"p_c", "p_c", "path of the covariance"}},
                           .derived = {{"y_w", "y_w", "weighted mean of the better half's steps"}, {"Y_x", "Y₁", "weighted mean of y·yᵀ, first row", {}, Shape::row}, {"Y_y", "Y₂", "weighted mean of y·yᵀ, second row", {}, Shape::row},
                                       {"mu_eff", "μ_eff", "effective number of parents", {}, Shape::scalar},
                                       {"S_x", "S₁", "σ·√C that was drawn from, first row", {}, Shape::row}, {"S_y", "S₂", "σ·√C that was drawn from, second row", {}, Shape::row},
                                       {"w_sum", "Σw", "sum of all weights", {}, Shape::scalar}},
                           .figures = {{.kind = Figure::Kind::ellipse, .of = "S", .meaning = "one standard deviation"}},
                           .formula = R"(y_w: Σ wᵢ·yᵢ over the best λ/2 of λ points θ + σ·yᵢ, yᵢ ~ N(0, C); wᵢ ~ ln((λ + 1)/2) − ln i, Σ wᵢ = 1
mu_eff: 1/Σ wᵢ² over the best λ/2
Y: Σ wᵢ·yᵢ·yᵢᵀ; if active, of all λ, with wᵢ < 0 for the worse ones and those yᵢ of the length ‖C^(−½)·yᵢ‖² = 2
w_sum: 1; if active, less min(1 + c₁/c_μ, 1 + 2·μ_eff⁻/(μ_eff + 2), (1 − c₁ − c_μ)/(2·c_μ)), the sum of the negative weights
c_sigma = (mu_eff + 2)/(mu_eff + 7)
d_sigma = 1 + 2*max(0, sqrt((mu_eff - 1)/3) - 1) + c_sigma
c_c = (4 + mu_eff/2)/(6 + mu_eff)
c_1 = 2/(3.3^2 + mu_eff)
c_mu = min(1 - c_1, 2*(mu_eff + 1/mu_eff - 1.75)/(16 + mu_eff))
chi = sqrt(2)*(1 - 1/8 + 1/84)
theta = theta + sigma*y_w
p_sigma = (1 - c_sigma)*p_sigma + sqrt(c_sigma*(2 - c_sigma)*mu_eff)*(invsqrt(C)*y_w)
h_sigma = norm(p_sigma)/sqrt(1 - (1 - c_sigma)^(2*t)) < (1.4 + 2/3)*chi
p_c = (1 - c_c)*p_c + h_sigma*sqrt(c_c*(2 - c_c)*mu_eff)*y_w
C = (1 - c_1*(1 - (1 - h_sigma)*c_c*(2 - c_c)) - c_mu*w_sum)*C + c_1*outer(p_c, p_c) + c_mu*Y
sigma = sigma*exp(min(1, c_sigma/d_sigma*(norm(p_sigma)/chi - 1))))",
                           .convention = "Positive weights only, unless active adds the tutorial's negative ones; c_m = 1; all racers of one seed draw the same normal numbers. Losses that are no numbers rank last; where all of a generation are equal, θ and C learn nothing from it: y_w = 0, Y = C. σ grows by at most e per generation.",
                           .reference = "Hansen & Ostermeier 2001; Hansen, The CMA Evolution Strategy: A Tutorial, 2016 (2023)",
                           .draws = true,
                           .plane_only = "every generation takes the eigenvectors of a covariance with a row for every parameter",
                           .rule = {}});
}

}  // namespace thalweg
