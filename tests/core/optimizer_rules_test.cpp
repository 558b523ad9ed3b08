// Rules without recorded reference cases, held to loops written here from the papers, coordinate by coordinate and without the
// program's helpers; and what theory says about rules as a group.
#include <array>
#include <functional>

#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using Two = std::array<double, 2>;
using Reference = std::function<void(int t, const Two& g, Two& x)>;

// The loop's own path on a surface beside the program's.
void expect_same(std::string_view id, std::initializer_list<std::pair<std::string_view, double>> values, const Reference& reference, std::string_view surface = "himmelblau") {
    SCOPED_TRACE(id);
    const Point start(0.7, -1.3);
    const auto problem = test::problem_on(surface);
    Race race;
    race.arrange({problem, 0, 120}, {test::racer_with(id, values, start)});
    race.advance();
    const History& history = race.history(0);
    ASSERT_EQ(history.rows(), 121);
    Two x{start.x(), start.y()};
    for (int t = 1; t <= 120; ++t) {
        const Point g = problem->objective->derivatives({x[0], x[1]}).gradient;
        reference(t, {g.x(), g.y()}, x);
        for (int c = 0; c < 2; ++c) ASSERT_NEAR(history.theta(t)[c], x[static_cast<std::size_t>(c)], 1e-10) << "update " << t;
    }
    EXPECT_GT((history.theta(120) - start).norm(), 1e-3) << "it did not go anywhere";
}

double length(const Two& a) { return std::sqrt(a[0] * a[0] + a[1] * a[1]); }

TEST(Rules, AveragedMomentum) {
    Two m{};
    expect_same("ema_momentum", {{"lr", 0.01}, {"momentum", 0.8}, {"bias_correction", 1}, {"weight_decay", 0.02}}, [=](int t, const Two& g, Two& x) mutable {
        for (std::size_t c = 0; c < 2; ++c) {
            m[c] = 0.8 * m[c] + 0.2 * (g[c] + 0.02 * x[c]);
            x[c] -= 0.01 * m[c] / (1 - std::pow(0.8, t));
        }
    });
}

TEST(Rules, QuasiHyperbolicMomentum) {
    Two m{};
    expect_same("qhm", {{"lr", 0.01}, {"momentum", 0.95}, {"nu", 0.6}, {"weight_decay", 0.02}}, [=](int, const Two& g, Two& x) mutable {
        for (std::size_t c = 0; c < 2; ++c) {
            const double d = g[c] + 0.02 * x[c];
            m[c] = 0.95 * m[c] + 0.05 * d;
            x[c] -= 0.01 * (0.4 * d + 0.6 * m[c]);
        }
    });
}

// With ν = β, QHM is Nesterov momentum with its rate scaled by 1 − β (Ma & Yarats 2019).
TEST(Rules, QuasiHyperbolicMomentumHoldsNesterovs) {
    Race race;
    race.arrange({test::problem_on("himmelblau"), 0, 200}, {test::racer_with("qhm", {{"lr", 0.02}, {"momentum", 0.9}, {"nu", 0.9}}), test::racer_with("nesterov", {{"lr", 0.002}})});
    race.advance();
    for (int t = 0; t <= 200; ++t) ASSERT_LE((race.history(0).theta(t) - race.history(1).theta(t)).norm(), 1e-11) << t;
}

TEST(Rules, AmsgradOfOptaxAndOfThePaper) {
    struct State { Two m{}, v{}, largest{}; } s;
    expect_same("amsgrad_optax", {{"lr", 0.05}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 1e-4}}, [=](int t, const Two& g, Two& x) mutable {
        for (std::size_t c = 0; c < 2; ++c) {
            s.m[c] = 0.8 * s.m[c] + 0.2 * g[c];
            s.v[c] = 0.95 * s.v[c] + 0.05 * g[c] * g[c];
            s.largest[c] = std::max(s.largest[c], s.v[c] / (1 - std::pow(0.95, t)));
            x[c] -= 0.05 * s.m[c] / (1 - std::pow(0.8, t)) / (std::sqrt(s.largest[c]) + 1e-4);
        }
    });
    expect_same("amsgrad_paper", {{"lr", 0.05}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 0}}, [=](int, const Two& g, Two& x) mutable {
        for (std::size_t c = 0; c < 2; ++c) {
            s.m[c] = 0.8 * s.m[c] + 0.2 * g[c];
            s.v[c] = 0.95 * s.v[c] + 0.05 * g[c] * g[c];
            s.largest[c] = std::max(s.largest[c], s.v[c]);
            x[c] -= 0.05 * s.m[c] / std::sqrt(s.largest[c]);
        }
    });
}

TEST(Rules, RadamOfOptax) {
    Two m{}, v{};
    int adaptive = 0, plain = 0;
    expect_same("radam_optax", {{"lr", 0.02}, {"beta1", 0.8}, {"beta2", 0.99}, {"eps", 1e-4}}, [&, m, v](int t, const Two& g, Two& x) mutable {
        const double longest = 2 / (1 - 0.99) - 1, rho = longest - 2 * t * std::pow(0.99, t) / (1 - std::pow(0.99, t));
        ++(rho >= 5 ? adaptive : plain);
        for (std::size_t c = 0; c < 2; ++c) {
            m[c] = 0.8 * m[c] + 0.2 * g[c];
            v[c] = 0.99 * v[c] + 0.01 * g[c] * g[c];
            const double m_hat = m[c] / (1 - std::pow(0.8, t)), root = std::sqrt(v[c] / (1 - std::pow(0.99, t)));
            const double r = std::sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho));
            x[c] -= rho >= 5 ? 0.02 * r * m_hat / (root + 1e-4) : 0.02 * m_hat;
        }
    });
    EXPECT_EQ(plain, 5);
    EXPECT_EQ(adaptive, 115);
}

// Pagliardini et al. 2024: a rises linearly; the half-life of the slow average, log ½/log β, rises linearly from that of β₁.
TEST(Rules, AdEMAMixWithItsSchedules) {
    Two fast{}, slow{}, v{};
    const double b1 = 0.8, b2 = 0.95, b3 = 0.99, alpha = 3, weight_ramp = 40, decay_ramp = 70;
    expect_same("ademamix", {{"lr", 0.01}, {"beta1", b1}, {"beta2", b2}, {"beta3", b3}, {"alpha", alpha}, {"eps", 1e-4}, {"weight_decay", 0.03}, {"alpha_warmup", 40}, {"beta3_warmup", 70}},
                [=](int t, const Two& g, Two& x) mutable {
                    const double a = alpha * std::min(1.0, t / weight_ramp);
                    const auto half_life = [](double beta) { return std::log(0.5) / std::log(beta); };
                    const double share = std::min(1.0, t / decay_ramp), life = (1 - share) * half_life(b1) + share * half_life(b3);
                    const double b = std::pow(0.5, 1 / life);
                    for (std::size_t c = 0; c < 2; ++c) {
                        fast[c] = b1 * fast[c] + (1 - b1) * g[c];
                        slow[c] = b * slow[c] + (1 - b) * g[c];
                        v[c] = b2 * v[c] + (1 - b2) * g[c] * g[c];
                        const double up = fast[c] / (1 - std::pow(b1, t)) + a * slow[c];
                        x[c] -= 0.01 * (up / (std::sqrt(v[c] / (1 - std::pow(b2, t))) + 1e-4) + 0.03 * x[c]);
                    }
                });
}

TEST(Rules, AdoptInAllItsForms) {
    for (const bool clipped : {false, true})
        for (const bool decoupled : {false, true}) {
            Two m{}, v{};
            expect_same("adopt", {{"lr", 0.02}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 1e-3}, {"weight_decay", 0.05}, {"clip", clipped}, {"decouple", decoupled}},
                        [=](int t, const Two& g, Two& x) mutable {
                            for (std::size_t c = 0; c < 2; ++c) {
                                const double d = decoupled ? g[c] : g[c] + 0.05 * x[c];
                                if (t == 1) {
                                    v[c] = d * d;
                                    continue;
                                }
                                const double limit = std::pow(t - 1, 0.25);
                                double u = d / std::max(std::sqrt(v[c]), 1e-3);
                                if (clipped) u = std::clamp(u, -limit, limit);
                                m[c] = 0.8 * m[c] + 0.2 * u;
                                v[c] = 0.95 * v[c] + 0.05 * d * d;
                                if (decoupled) x[c] *= 1 - 0.02 * 0.05;
                                x[c] -= 0.02 * m[c];
                            }
                        });
        }
}

TEST(Rules, Lamb) {
    Two m{}, v{};
    expect_same("lamb", {{"lr", 0.02}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 1e-4}, {"weight_decay", 0.03}}, [=](int t, const Two& g, Two& x) mutable {
        Two u{};
        for (std::size_t c = 0; c < 2; ++c) {
            m[c] = 0.8 * m[c] + 0.2 * g[c];
            v[c] = 0.95 * v[c] + 0.05 * g[c] * g[c];
            u[c] = m[c] / (1 - std::pow(0.8, t)) / (std::sqrt(v[c] / (1 - std::pow(0.95, t))) + 1e-4) + 0.03 * x[c];
        }
        const double trust = length(x) / length(u);
        for (std::size_t c = 0; c < 2; ++c) x[c] -= 0.02 * trust * u[c];
    });
}

// From θ = 0 there is no length to compare with: the ratio is 1.
TEST(Rules, LayerwiseRatesStartFromTheOriginToo) {
    Race race;
    race.arrange({test::problem_on("himmelblau"), 0, 1}, {test::racer_with("lamb", {{"lr", 0.02}, {"eps", 0}}, {0, 0}), test::racer_with("lars", {{"lr", 0.001}}, {0, 0})});
    race.advance();
    EXPECT_LE((race.history(0).theta(1) - Point(0.02, 0.02)).norm(), 1e-15);            // signs, as with Adam
    EXPECT_LE((race.history(1).theta(1) - Point(0.014, 0.022)).norm(), 1e-15);          // g = (−14, −22)
}

TEST(Rules, Lars) {
    for (const bool nesterov : {false, true}) {
        Two b{};
        expect_same("lars", {{"lr", 0.5}, {"momentum", 0.8}, {"trust_coefficient", 0.02}, {"eps", 0.1}, {"weight_decay", 0.03}, {"nesterov", nesterov}}, [=](int, const Two& g, Two& x) mutable {
            const Two u{g[0] + 0.03 * x[0], g[1] + 0.03 * x[1]};
            const double trust = 0.02 * length(x) / (length(u) + 0.1);
            for (std::size_t c = 0; c < 2; ++c) {
                b[c] = 0.8 * b[c] + 0.5 * trust * u[c];
                x[c] -= nesterov ? 0.5 * trust * u[c] + 0.8 * b[c] : b[c];
            }
        });
    }
}

TEST(Rules, DAdaptAdam) {
    for (const bool corrected : {false, true}) {
        Two m{}, v{}, s{};
        double d = 1e-3, numerator = 0, first = d;
        expect_same("d_adapt_adam", {{"lr", 0.5}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 1e-4}, {"d0", d}, {"weight_decay", 0.03}, {"use_bias_correction", corrected}},
                    [=, &d](int t, const Two& g, Two& x) mutable {
                        const double keep = std::sqrt(0.95), rate = d * 0.5 * (corrected ? std::sqrt(1 - std::pow(0.95, t)) / (1 - std::pow(0.8, t)) : 1);
                        double inner = 0, size = 0;
                        for (std::size_t c = 0; c < 2; ++c) inner += g[c] * s[c] / (std::sqrt(v[c]) + 1e-4);
                        numerator = keep * numerator + (1 - keep) * rate * inner;
                        for (std::size_t c = 0; c < 2; ++c) {
                            m[c] = 0.8 * m[c] + 0.2 * rate * g[c];
                            v[c] = 0.95 * v[c] + 0.05 * g[c] * g[c];
                            s[c] = keep * s[c] + (1 - keep) * rate * g[c];
                            size += std::abs(s[c]);
                        }
                        d = std::max(d, numerator / ((1 - keep) * size));
                        for (std::size_t c = 0; c < 2; ++c) x[c] -= m[c] / (std::sqrt(v[c]) + 1e-4) + 0.03 * rate * x[c];
                    });
        EXPECT_GT(d, 10 * first) << "the estimate of the distance did not grow";
    }
}

// The power of the weights and the warm-up, which the recorded cases leave at 2 and apart.
TEST(Rules, ScheduleFreeWeighsItsAverageByThePowerOfTheRate) {
    const auto problem = test::problem_on("himmelblau");
    for (const double p : {0.0, 1.0, 3.0}) {
        Race race;
        race.arrange({problem, 0, 80}, {test::racer_with("schedule_free_sgd", {{"lr", 0.01}, {"beta1", 0.8}, {"weight_decay", 0.05}, {"weight_lr_power", p}, {"warmup_steps", 25}}, {0.7, -1.3})});
        race.advance();
        Point x(0.7, -1.3), z = x;
        double sum = 0;
        for (int t = 1; t <= 80; ++t) {
            const Point y = 0.2 * z + 0.8 * x;
            const double rate = 0.01 * std::min(1.0, t / 25.0), weight = std::pow(rate, p);
            sum += weight;
            z -= rate * (problem->objective->derivatives(y).gradient + 0.05 * y);
            x = (1 - weight / sum) * x + weight / sum * z;
            ASSERT_LE((race.history(0).theta(t) - x).norm(), 1e-11) << "power " << p << ", update " << t;
        }
    }
}

// f = Σθ².
class Squares final : public Objective {
public:
    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        for (std::size_t i = 0; i < theta.size(); ++i) {
            gradient[i] = 2 * theta[i];
            loss[i] = theta[i].squaredNorm();
        }
    }
    Derivatives derivatives(const Point& theta) const override { return {theta.squaredNorm(), 2 * theta, 2 * Eigen::Matrix2d::Identity()}; }
    void heights(std::span<const double>, double, std::span<double>) const override {}
};

// The losses after updates 1 to 5 that optax documents for f = Σθ² from θ = (1, 2, 3), to three digits. These rules treat every
// coordinate alike, so two racers in the plane make the one in space.
TEST(Rules, FollowTheTracesThatOptaxDocuments) {
    struct Trace {
        const char* id;
        std::vector<std::pair<std::string_view, double>> values;
        std::array<double, 5> losses;
    };
    const std::vector<Trace> traces{
        {"adan_optax", {{"lr", 0.1}}, {12.8, 11.7, 10.7, 9.68, 8.76}},
        {"rprop", {{"lr", 0.003}}, {14.0, 13.9, 13.9, 13.8, 13.7}},
        {"schedule_free_sgd", {{"lr", 1}}, {14.0, 0, 0.996, 0.806, 0.241}},
        {"schedule_free_adamw", {{"lr", 1}}, {5.00, 3.05, 1.73, 0.894, 0.413}},
        {"adadelta", {{"lr", 10}}, {13.6, 13.2, 12.9, 12.5, 12.1}},
    };
    const auto problem = std::make_shared<Problem>(Problem{.objective = std::make_shared<Squares>()});
    for (const Trace& trace : traces) {
        std::vector<RacerSetup> racers{test::racer_with(trace.id, {}, {1, 2}), test::racer_with(trace.id, {}, {3, 0})};
        for (RacerSetup& racer : racers)
            for (const auto& [key, value] : trace.values) racer.hyper[static_cast<std::size_t>(index_of(racer.optimizer->hyperparameters, key))] = value;
        Race race;
        race.arrange({problem, 0, 5}, racers);
        race.advance();
        for (int t = 1; t <= 5; ++t) {
            const double expected = trace.losses[static_cast<std::size_t>(t - 1)], loss = race.history(0).loss(t) + race.history(1).loss(t);
            EXPECT_NEAR(loss, expected, expected >= 10 ? 0.0501 : expected >= 1 ? 0.00501 : 0.000501) << trace.id << ", update " << t;
        }
    }
}

// A surface seen in a turned plane.
class Turned final : public Objective {
public:
    Turned(std::shared_ptr<const Objective> surface, const Eigen::Matrix2d& turn) : surface_(std::move(surface)), turn_(turn) {}
    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        for (std::size_t i = 0; i < theta.size(); ++i) {
            const Derivatives d = derivatives(theta[i]);
            gradient[i] = d.gradient;
            loss[i] = d.loss;
        }
    }
    Derivatives derivatives(const Point& theta) const override {
        const Derivatives d = surface_->derivatives(turn_.transpose() * theta);
        return {d.loss, turn_ * d.gradient, turn_ * d.hessian * turn_.transpose()};
    }
    void heights(std::span<const double>, double, std::span<double>) const override {}

private:
    std::shared_ptr<const Objective> surface_;
    Eigen::Matrix2d turn_;
};

// How far the path in the turned plane strays from the turned path.
double straying(std::string_view id) {
    const double angle = 0.6;
    Eigen::Matrix2d turn;
    turn << std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle);
    const auto problem = test::problem_on("himmelblau");
    auto turned = std::make_shared<Problem>(*problem);
    turned->objective = std::make_shared<Turned>(problem->objective, turn);
    const Point start(0.7, -1.3);
    Race straight, oblique;
    straight.arrange({problem, 0, 60}, {test::racer_with(id, {}, start)});
    oblique.arrange({turned, 0, 60}, {test::racer_with(id, {}, turn * start)});
    straight.advance();
    oblique.advance();
    double worst = 0;
    for (int t = 0; t <= 60; ++t) worst = std::max(worst, (turn * straight.history(0).theta(t) - oblique.history(0).theta(t)).norm());
    return worst;
}

// Rules that combine whole vectors do not know where the axes are; rules that treat each coordinate by itself do.
TEST(Turning, LeavesRulesOfWholeVectorsAlone) {
    for (const char* id : {"sgd", "momentum", "momentum_dampened", "ema_momentum", "qhm", "nesterov", "nesterov_optax", "nesterov_lookahead", "asgd", "lars", "polyak", "schedule_free_sgd", "newton_damped",
                           "newton_saddle_free"})
        EXPECT_LE(straying(id), 1e-9) << id;
}

TEST(Turning, ChangesRulesOfSingleCoordinates) {
    for (const char* id : {"sign_sgd", "signum", "lion", "rprop", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "amsgrad", "nadam", "adan", "lamb", "schedule_free_adamw", "sophia", "adahessian"})
        EXPECT_GT(straying(id), 1e-4) << id;
}

}  // namespace
}  // namespace thalweg
