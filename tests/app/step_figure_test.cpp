// The arrows of a step add up on screen as they do in the plane, at every zoom.
#include "app/scene/step_figure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
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

TEST(StepFigure, LeadsToTheLookAheadPointAlongTheMomentumPart) {
    const Anatomy anatomy = anatomy_of("nesterov_lookahead", 12);
    const StepFigure figure = step_figure(anatomy, around(anatomy.theta, 4), size, 1);
    const auto segment = std::find_if(figure.outlines.begin(), figure.outlines.end(), [](const StepOutline& o) { return !o.closed; });
    ASSERT_NE(segment, figure.outlines.end());
    EXPECT_EQ(segment->label, "look-ahead point");
    ASSERT_EQ(segment->points.size(), 2U);
    const auto part = std::find_if(figure.arrows.begin(), figure.arrows.end(), [](const StepArrow& a) { return a.role == StepArrow::Role::part && a.label.starts_with("velocity"); });
    ASSERT_NE(part, figure.arrows.end());
    EXPECT_NEAR(segment->points[1].x, part->to.x, 1e-6) << "it is where the momentum alone would lead, magnified like everything else";
    EXPECT_NEAR(segment->points[1].y, part->to.y, 1e-6);
}

// A made-up optimizer with a figure of every kind about θ = (1, 2).
struct MadeUp {
    MadeUp() {
        optimizer.figures = {{.kind = Figure::Kind::ellipse, .of = "P", .meaning = "covariance"},
                             {.kind = Figure::Kind::circle, .of = "radius", .meaning = "trust region"},
                             {.kind = Figure::Kind::segment, .of = "ahead", .meaning = "look-ahead"},
                             {.kind = Figure::Kind::triangle, .of = "a", .meaning = "simplex", .second = "b", .third = "c"}};
        anatomy.optimizer = &optimizer;
        anatomy.theta = {1, 2};
        anatomy.next = {1.5, 2};
        Eigen::Matrix2d root;
        root << 0.3, 0.1, 0.1, 0.2;
        anatomy.names["P"] = Value(root);
        anatomy.names["radius"] = Value(0.5);
        anatomy.names["ahead"] = Value(Point(1.2, 2.4));
        anatomy.names["a"] = Value(Point(1, 2));
        anatomy.names["b"] = Value(Point(1.4, 2));
        anatomy.names["c"] = Value(Point(1, 2.3));
    }
    OptimizerSpec optimizer{.id = "made_up", .name = "Made up", .family = "", .hyperparameters = {}, .formula = "", .convention = "", .reference = "", .rule = {}};
    Anatomy anatomy;
};

TEST(StepFigure, DrawsEveryKindOfFigureFromFacts) {
    const MadeUp made;
    const ViewRect view{-1, 3, 0.5, 3.5};  // 200 pixels per unit
    const StepFigure figure = step_figure(made.anatomy, view, size, 1, 1.0);
    ASSERT_EQ(figure.outlines.size(), 4U);
    const PixelPoint centre = view.to_pixel({1, 2}, size);
    const auto furthest = [&](const StepOutline& o) {
        double reach = 0;
        for (const PixelPoint& p : o.points) reach = std::max(reach, std::hypot(p.x - centre.x, p.y - centre.y));
        return reach;
    };
    EXPECT_NEAR(furthest(figure.outlines[0]), 200 * (0.25 + std::sqrt(0.0125)), 0.2) << "its longer semi-axis is the larger eigenvalue of the root";
    for (const PixelPoint& p : figure.outlines[1].points) EXPECT_NEAR(std::hypot(p.x - centre.x, p.y - centre.y), 100, 1e-6);
    EXPECT_EQ(figure.outlines[2].points[1], view.to_pixel({1.2, 2.4}, size));
    EXPECT_FALSE(figure.outlines[2].closed);
    EXPECT_EQ(figure.outlines[3].points, (std::vector<PixelPoint>{view.to_pixel({1, 2}, size), view.to_pixel({1.4, 2}, size), view.to_pixel({1, 2.3}, size)}));
    EXPECT_TRUE(figure.outlines[3].closed);
    const StepFigure larger = step_figure(made.anatomy, view, size, 1, 3.0);
    for (const PixelPoint& p : larger.outlines[1].points) EXPECT_NEAR(std::hypot(p.x - centre.x, p.y - centre.y), 300, 1e-6) << "the step still ends on the rim";
}

TEST(StepFigure, FitsFiguresThatAreLargerThanTheStep) {
    MadeUp made;
    made.anatomy.next = {1.2, 2};  // well inside the trust region
    for (double width = 1e-3; width < 1e3; width *= 5) {
        const StepFigure figure = step_figure(made.anatomy, around(made.anatomy.theta, width), size, 1);
        for (const StepOutline& o : figure.outlines)
            for (const PixelPoint& p : o.points) EXPECT_LE(std::hypot(p.x - 400, p.y - 300), 160) << o.label << " at width " << width;
    }
}

TEST(StepFigure, LeavesOutFiguresWithoutNumbers) {
    MadeUp made;
    made.anatomy.names.erase("radius");
    made.anatomy.names["b"] = Value(Point(std::nan(""), 0));
    EXPECT_EQ(step_figure(made.anatomy, {-1, 3, 0.5, 3.5}, size, 1).outlines.size(), 2U);
}

}  // namespace
}  // namespace thalweg::app
