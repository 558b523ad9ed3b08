// Every surface agrees with the recorded losses, gradients and Hessians.
#include <gtest/gtest.h>

#include "core/surfaces/surface.hpp"
#include "core/problems/problem.hpp"
#include "tests/core/golden.hpp"

namespace thalweg {
namespace {

TEST(GoldenSurfaces, LossGradientAndHessianAgree) {
    int compared = 0;
    std::vector<nlohmann::json> all = golden::cases("surfaces");
    for (auto& more : golden::cases("surfaces_more")) all.push_back(std::move(more));
    for (const auto& c : all) {
        SCOPED_TRACE(c["surface"].get<std::string>());
        const SurfaceSpec* spec = find_surface(c["surface"].get<std::string>());
        ASSERT_NE(spec, nullptr);
        std::vector<double> parameters;
        for (const Parameter& p : spec->parameters) parameters.push_back(p.default_value);
        const Problem problem = surface_problem(*spec, parameters);
        for (std::size_t i = 0; i < c["at"].size(); ++i) {
            const Point at(c["at"][i][0].get<double>(), c["at"][i][1].get<double>());
            const Derivatives d = problem.objective->derivatives(at);
            const double scale = std::max({1.0, std::abs(c["loss"][i].get<double>()), at.cwiseAbs().maxCoeff()});
            EXPECT_LE(std::abs(d.loss - c["loss"][i].get<double>()), 1e-12 * scale) << at;
            const auto& g = c["gradient"][i];
            const double steep = std::max({1.0, std::abs(g[0].get<double>()), std::abs(g[1].get<double>())});
            for (int k = 0; k < 2; ++k) EXPECT_LE(std::abs(d.gradient[k] - g[static_cast<std::size_t>(k)].get<double>()), 1e-11 * steep) << at;
            const auto& h = c["hessian"][i];
            double bend = 1;
            for (const auto& v : h) bend = std::max(bend, std::abs(v.get<double>()));
            for (int k = 0; k < 4; ++k) EXPECT_LE(std::abs(d.hessian(k / 2, k % 2) - h[static_cast<std::size_t>(k)].get<double>()), 1e-10 * bend) << at;
            ++compared;
        }
        ASSERT_EQ(spec->minima.size(), c["minima"].size());
        for (const auto& recorded : c["minima"]) {
            const Point minimum(recorded[0].get<double>(), recorded[1].get<double>());
            const auto near = [&](const Point& listed) { return (listed - minimum).norm() <= 1e-6 * std::max(1.0, minimum.norm()); };
            EXPECT_TRUE(std::any_of(spec->minima.begin(), spec->minima.end(), near)) << minimum.transpose();
        }
        if (!c["f_min"].is_null()) { EXPECT_NEAR(*spec->minimum, c["f_min"].get<double>(), 1e-9); }
    }
    EXPECT_GT(compared, 380);
}

}  // namespace
}  // namespace thalweg
