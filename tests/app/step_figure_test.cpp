// The arrows of a step add up on screen as they do in the plane, at every zoom.
#include "app/scene/step_figure.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {
namespace {

constexpr PixelSize size{800, 600};

Anatomy anatomy_of(std::string_view optimizer, int k, std::string_view surface = "rosenbrock") {
    Scenario scenario;
    scenario.problem = default_problem(*find_surface(surface));
    scenario.steps = 60;
    scenario.racers = {default_racer(*find_optimizer(optimizer), {})};
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    return *dissect(race, 0, k);
}

double length(const StepArrow& a) { return std::hypot(a.to.x - a.from.x, a.to.y - a.from.y); }

ViewRect around(const Point& centre, double width) { return {centre.x() - width / 2, centre.x() + width / 2, centre.y() - width * 0.375, centre.y() + width * 0.375}; }

TEST(StepFigure, PutsThePartsTipToTailFromTheRacerToTheTipOfTheStep) {
    for (const char* optimizer : {"adam", "momentum", "nesterov", "adam_l2", "nadam"}) {
        const Anatomy anatomy = anatomy_of(optimizer, 7);
        const ViewRect view = around(anatomy.theta, 4);
        const StepFigure figure = step_figure(anatomy, view, size, 1, 1e4);  // so large that no part is too short to draw
        const PixelPoint start = view.to_pixel({anatomy.theta.x(), anatomy.theta.y()}, size);
        const StepArrow* whole = nullptr;
        std::vector<const StepArrow*> parts;
        for (const StepArrow& a : figure.arrows) {
            if (a.role == StepArrow::Role::whole) whole = &a;
            if (a.role == StepArrow::Role::part) parts.push_back(&a);
        }
        ASSERT_NE(whole, nullptr);
        ASSERT_GE(parts.size(), 2U) << optimizer;
        EXPECT_EQ(parts.front()->from, start);
        for (std::size_t i = 1; i < parts.size(); ++i) EXPECT_LE(std::hypot(parts[i]->from.x - parts[i - 1]->to.x, parts[i]->from.y - parts[i - 1]->to.y), 1e-9 * 1e4);
        const double room = 2;  // a part shorter than a pixel is left out
        EXPECT_NEAR(parts.back()->to.x, whole->to.x, room) << optimizer;
        EXPECT_NEAR(parts.back()->to.y, whole->to.y, room) << optimizer;
    }
}

TEST(StepFigure, IsLegibleAtEveryZoom) {
    const Anatomy anatomy = anatomy_of("adam", 20);
    for (double width = 1e-6; width < 1e6; width *= 7) {
        const StepFigure figure = step_figure(anatomy, around(anatomy.theta, width), size, 1);
        double longest = 0;
        for (const StepArrow& a : figure.arrows)
            if (a.role != StepArrow::Role::comparison) longest = std::max(longest, length(a));
        EXPECT_GE(longest, 20) << width;
        EXPECT_LE(longest, 160) << width;
        const double decade = std::pow(10, std::floor(std::log10(figure.magnification) + 1e-9)), digit = std::round(figure.magnification / decade);
        EXPECT_TRUE(digit == 1 || digit == 2 || digit == 5) << figure.magnification;
    }
}

TEST(StepFigure, KeepsItsMagnificationWhileItSuits) {
    const Anatomy anatomy = anatomy_of("adam", 20);
    const ViewRect view = around(anatomy.theta, 4);
    const double m = step_figure(anatomy, view, size, 1).magnification;
    EXPECT_EQ(step_figure(anatomy, around(anatomy.theta, 4.4), size, 1, {}, m).magnification, m);
    EXPECT_NE(step_figure(anatomy, around(anatomy.theta, 400), size, 1, {}, m).magnification, m);
    EXPECT_EQ(step_figure(anatomy, view, size, 1, 10.0, m).magnification, 10) << "what the user wants goes first";
}

TEST(StepFigure, CutsComparisonsThatGoFarBeyondTheStep) {
    const StepFigure figure = step_figure(anatomy_of("adam", 0), {-3, 3, -2, 4}, size, 1);
    bool cut = false;
    for (const StepArrow& a : figure.arrows) {
        EXPECT_LE(length(a), 220);
        cut |= a.cut;
    }
    EXPECT_TRUE(cut) << "Adam's first step is far shorter than −α·g on Rosenbrock";
}

TEST(StepFigure, ShowsTheShapeOfThePreconditioner) {
    const Anatomy anatomy = anatomy_of("adam", 20);
    const StepFigure figure = step_figure(anatomy, around(anatomy.theta, 4), size, 1);
    ASSERT_EQ(figure.outlines.size(), 1U);
    double wide = 0, high = 0;
    const PixelPoint centre{400, 300};
    for (const PixelPoint& p : figure.outlines[0].points) {
        wide = std::max(wide, std::abs(p.x - centre.x));
        high = std::max(high, std::abs(p.y - centre.y));
    }
    ASSERT_TRUE(anatomy.preconditioner);
    EXPECT_NEAR(wide / high, (*anatomy.preconditioner)(0, 0) / (*anatomy.preconditioner)(1, 1), 0.02);
}

}  // namespace
}  // namespace thalweg::app
