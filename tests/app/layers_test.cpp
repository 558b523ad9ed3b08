// The layers of the contour: off until asked for, right where they are drawn, at rest when nothing changes.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>

#include "app/scene/curvature_figure.hpp"
#include "app/session/critical_points_job.hpp"
#include "app/session/local_model.hpp"
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

ImVec2 on_picture(Desk& desk, const Point& p) { return desk.plane().pixel(p); }

void hover(Desk& desk, const Point& p) {
    const ImVec2 at = on_picture(desk, p);
    desk.move(static_cast<double>(at.x), static_cast<double>(at.y));
    desk.frames(3);
}

double length(const CurvatureFigure::Axis& a) { return std::hypot(a.to.x - a.from.x, a.to.y - a.from.y); }

TEST(CurvatureFigure, IsAsNarrowAsTheValley) {
    Curvature c = curvature_at(*build_problem(default_problem(*find_surface("rosenbrock")))->objective, {1, 1});
    const ViewRect view{0.5, 1.5, 0.6, 1.4};
    const CurvatureFigure figure = curvature_figure(c, view, {1000, 800}, 1);
    ASSERT_EQ(figure.outline.size(), 96u);
    const double steep = std::hypot(figure.outline[0].x - figure.centre.x, figure.outline[0].y - figure.centre.y), flat = std::hypot(figure.outline[24].x - figure.centre.x, figure.outline[24].y - figure.centre.y);
    EXPECT_NEAR(flat / steep, std::sqrt(c.condition()), 1e-6 * std::sqrt(c.condition()));
    EXPECT_LE(flat, 90.001);
    EXPECT_GE(flat, 55) << "1, 2, 5: at most a factor of √2.5 is lost";
    EXPECT_GE(length(figure.axes[0]), 13.9) << "the short axis is still to be seen";
    EXPECT_FALSE(figure.axes[0].downwards || figure.axes[1].downwards);
    // On the outline the second-order part is the rise that the card states.
    for (const PixelPoint& p : figure.outline) {
        const WorldPoint w = view.from_pixel(p, {1000, 800});
        const Point s(w.x - 1, w.y - 1);
        EXPECT_NEAR(0.5 * s.dot(c.d.hessian * s), figure.rise, 1e-6 * figure.rise);
    }
}

TEST(Layers, AreOffAtFirstAndComeAndGoByKey) {
    Desk desk;
    desk.move(5, 5);
    desk.settle();
    const int plain = desk.vertices();
    EXPECT_FALSE(desk.find("λ₁"));
    for (const int key : {GLFW_KEY_C, GLFW_KEY_F, GLFW_KEY_X, GLFW_KEY_Q}) {
        desk.session().apply(SetPlayhead{0});
        desk.settle();
        const int before = desk.vertices();
        desk.key(key);
        desk.settle();
        EXPECT_GT(desk.vertices(), before + 20) << "key " << key;
        for (int i = 0; i < 4; ++i) {
            desk.frame();
            EXPECT_TRUE(std::isinf(desk.gui().wanted_within())) << "key " << key << " keeps the window busy";
        }
        desk.key(key);
        if (key == GLFW_KEY_Q) desk.key(key);  // next steps come between
        desk.settle();
        EXPECT_EQ(desk.vertices(), before) << "key " << key;
    }
    desk.session().apply(SetPlayhead{static_cast<double>(desk.scenario().steps)});
    desk.settle();
    EXPECT_EQ(desk.vertices(), plain);
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(Layers, SayWhatIsUnderTheCursor) {
    Settings settings;
    settings.contour.curvature = true;
    Desk desk(on_surface("himmelblau", {"sgd"}), {.settings = settings});
    desk.settle();
    EXPECT_TRUE(desk.find("at the playhead"));
    hover(desk, {3, 2});
    EXPECT_TRUE(desk.find("at the cursor"));
    EXPECT_TRUE(desk.find("minimum"));
    EXPECT_TRUE(desk.find("λ₁"));
    hover(desk, {-0.270845, -0.923039});
    EXPECT_TRUE(desk.find("maximum"));
    EXPECT_TRUE(desk.find_containing("overshoots: nothing curves up here"));
    hover(desk, {0.086678, 2.884255});
    EXPECT_TRUE(desk.find("saddle"));
    hover(desk, {5, 5});
    EXPECT_TRUE(desk.find("slope, convex"));
    desk.move(5, 5);
    desk.frames(3);
    EXPECT_TRUE(desk.find("at the playhead"));
}

TEST(Layers, CompareTheLearningRateWithTheLimit) {
    Settings settings;
    settings.contour.curvature = true;
    Scenario scenario = on_surface("quadratic_ill", {"sgd", "lion"}, 40);
    scenario.racers[0].hyper[0] = 1e-3;
    Desk desk(scenario, {.settings = settings});
    desk.session().apply(SetPlayhead{3});
    desk.settle();
    EXPECT_TRUE(desk.find_containing("< 2/λmax = ") || desk.find_containing(": stable")) << "stable";
    desk.session().apply(SetHyperparameter{0, "lr", 0.5});
    desk.settle();
    EXPECT_TRUE(desk.find_containing("overshoots"));
    desk.session().apply(Select{1});
    desk.settle();
    EXPECT_TRUE(desk.find_containing("No limit of stability is known for Lion"));
}

TEST(Layers, CountCriticalPoints) {
    Settings settings;
    settings.contour.critical_points = true;
    Desk desk(on_surface("himmelblau", {}), {.settings = settings});
    desk.settle();
    EXPECT_TRUE(desk.find("4 minima"));
    EXPECT_TRUE(desk.find("4 saddles"));
    EXPECT_TRUE(desk.find("1 maximum"));
    const ImVec2 corner = on_picture(desk, {3, 2});
    desk.wheel(static_cast<double>(corner.x), static_cast<double>(corner.y), 14);  // close by there is one alone
    desk.settle();
    EXPECT_TRUE(desk.find("1 minimum"));
    EXPECT_FALSE(desk.find("1 maximum"));
}

TEST(Layers, DrawTheFloorOfAValleyAsACurve) {
    Settings settings;
    const int plain = Desk(on_surface("factorisation", {})).vertices();
    settings.contour.critical_points = true;
    Desk desk(on_surface("factorisation", {}), {.settings = settings});
    desk.settle();
    EXPECT_TRUE(desk.find("2 curves of minima"));
    EXPECT_TRUE(desk.find("1 saddle"));
    EXPECT_FALSE(desk.find("no critical point in view"));
    EXPECT_GT(desk.vertices(), plain + 300) << "two branches, drawn twice each";
}

TEST(Layers, AreInTheMenuAndInTheHelp) {
    Desk desk;
    desk.settle();
    const Rect pane = desk.pane("contour");
    desk.click(static_cast<double>(pane.x1) - 72 - 21, static_cast<double>(pane.y0) + 14 + 21);  // the gear
    desk.frames(3);
    const TextLogEntry* entry = desk.find("Curvature and stability");
    ASSERT_TRUE(entry);
    desk.click(static_cast<double>(entry->rect.centre_x()), static_cast<double>(entry->rect.centre_y()));
    desk.frames(3);
    EXPECT_TRUE(desk.studio().settings().contour.curvature);
    desk.key(GLFW_KEY_ESCAPE);
    desk.key(GLFW_KEY_F1);
    desk.frames(3);
    for (const char* text : {"curvature, gradient flow", "field of −∇f, of next steps", "minima, saddles, maxima"}) EXPECT_TRUE(desk.find(text)) << text;
}

TEST(Layers, AreRemembered) {
    Settings settings;
    EXPECT_EQ(parse_settings("").contour.quiver, Quiver::off);
    for (const Quiver quiver : {Quiver::off, Quiver::descent, Quiver::racer}) {
        settings.contour.curvature = !settings.contour.curvature;
        settings.contour.flow = settings.contour.critical_points = quiver == Quiver::racer;
        settings.contour.quiver = quiver;
        const ContourOptions back = parse_settings(format_settings(settings)).contour;
        EXPECT_EQ(back.curvature, settings.contour.curvature);
        EXPECT_EQ(back.flow, settings.contour.flow);
        EXPECT_EQ(back.critical_points, settings.contour.critical_points);
        EXPECT_EQ(back.quiver, quiver);
    }
}

// With everything on, nothing is written over anything else and nothing is cut off, at any size.
TEST(Layers, KeepTheirTextsApart) {
    Settings settings;
    settings.contour.curvature = settings.contour.flow = settings.contour.critical_points = true;
    settings.contour.quiver = Quiver::racer;
    for (const Pictures pictures : {Pictures::contour, Pictures::both})
        for (const DeskOptions& size : {DeskOptions{1024, 700}, DeskOptions{1280, 800}, DeskOptions{1920, 1080}, DeskOptions{3840, 2160, 2}}) {
            SCOPED_TRACE(std::to_string(size.width) + (pictures == Pictures::both ? ", both pictures" : ""));
            DeskOptions options = size;
            options.settings = settings;
            options.settings.pictures = pictures;
            options.settings.contour.labels = false;
            Desk desk(on_surface("himmelblau", {"adam", "momentum"}, 60), options);
            desk.session().apply(SetPlayhead{5});
            desk.settle();
            const Rect pane = desk.pane("contour");
            for (const Point& p : {Point(-4.5, 4.5), Point(0, 0), Point(4.5, 4.5), Point(4.5, -4.5)}) {
                hover(desk, p);
                for (std::size_t i = 0; i < desk.texts().size(); ++i) {
                    const TextLogEntry& a = desk.texts()[i];
                    if (!pane.overlaps(a.rect) || !visible(a)) continue;
                    EXPECT_TRUE(a.clip.contains(a.rect)) << "'" << a.string << "' is cut off";
                    for (std::size_t j = 0; j < i; ++j)
                        if (visible(desk.texts()[j])) { EXPECT_FALSE(a.rect.overlaps(desk.texts()[j].rect)) << "'" << a.string << "' over '" << desk.texts()[j].string << "'"; }
                }
            }
        }
}

TEST(LocalModels, AreComputedOnceForOnePlace) {
    Session session(on_surface("rosenbrock", {"sgd", "adam"}, 50));
    session.wait();
    session.apply(SetPlayhead{10});
    LocalModels models;
    const LocalModel* first = models.find(session, {});
    ASSERT_TRUE(first && first->limit && first->decrease);
    EXPECT_FALSE(first->at_cursor);
    const History& history = session.race().history(0);
    EXPECT_EQ(first->decrease->actual, history.loss(10) - history.loss(11));
    EXPECT_EQ(first->lr, session.scenario().racers[0].hyper[0]);
    const LocalModel* under = models.find(session, Point(0.3, 0.2));
    ASSERT_TRUE(under && under->decrease);
    EXPECT_TRUE(under->at_cursor);
    Point g = under->curvature.d.gradient, to = Point(0.3, 0.2) - under->lr * g;
    EXPECT_NEAR(under->decrease->actual, under->curvature.d.loss - curvature_at(*session.problem().objective, to).d.loss, 1e-12) << "plain descent from under the cursor";
    session.apply(HideRacer{0, true});
    EXPECT_EQ(models.find(session, {}), nullptr) << "nobody is shown";
    EXPECT_FALSE(models.find(session, Point(0, 0))->limit);
}

TEST(CriticalPointsJob, AnswersTheNewestWish) {
    std::atomic<int> woken{0};
    CriticalPointsJob job([&] { ++woken; });
    EXPECT_FALSE(job.busy());
    const auto problem = build_problem(default_problem(*find_surface("himmelblau")));
    for (int i = 0; i < 20; ++i) job.request({problem, {-5, 5, -5, 5}});
    job.request({problem, {2, 4, 1, 3}});
    std::shared_ptr<const PointsFound> found;
    for (int i = 0; i < 2000 && job.busy(); ++i) {
        if (auto next = job.take()) found = *std::move(next);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    ASSERT_TRUE(found);
    EXPECT_EQ(found->critical.points.size(), 1u);
    EXPECT_GE(woken, 1);
}

}  // namespace
}  // namespace thalweg::test
