// Schedules, wrappers, noise and the long menus, by mouse and keyboard upon the whole window.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "app/formula_library.hpp"
#include "app/scene/knots.hpp"
#include "app/widgets/search.hpp"
#include "core/scenario/keys.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

void click_on(Desk& desk, const TextLogEntry* entry, int button = 0) {
    ASSERT_NE(entry, nullptr);
    const Rect at = entry->rect;  // the log changes with the next frame
    desk.click(static_cast<double>(at.centre_x()), static_cast<double>(at.centre_y()), button);
}

void drag_slider(Desk& desk, std::string_view symbol, double to) {
    const SliderPlace place = desk.slider(symbol);
    desk.drag(static_cast<double>(place.at(0.5)), static_cast<double>(place.centre_y), static_cast<double>(place.at(to)), static_cast<double>(place.centre_y));
}

// One racer, its schedule rows open.
Desk& unfolded(Desk& desk) {
    click_on(desk, desk.find("Schedule"));
    return desk;
}
void choose(Desk& desk, std::string_view row, std::string_view typed) {
    click_on(desk, desk.find(row));
    desk.type(typed);
    desk.key(GLFW_KEY_ENTER);
    desk.settle();
}

const RacerChoice& racer(Desk& desk) { return desk.scenario().racers[0]; }

TEST(ScheduleRows, AScheduleIsChosenAndUndone) {
    Desk desk(on_surface("rosenbrock", {"adam"}));
    const Scenario before = desk.scenario();
    unfolded(desk);
    choose(desk, "Constant", "cosine");
    EXPECT_EQ(racer(desk).schedule, default_schedule(*find_schedule("cosine"), 200));
    EXPECT_TRUE(desk.find("α_min")) << "no sliders of its own";
    EXPECT_TRUE(desk.find("warm-up"));
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), before);
}

TEST(ScheduleRows, OneCycleBeginsWithTheRacersOwnRate) {
    Desk desk(on_surface("rosenbrock", {"adam"}));
    unfolded(desk);
    choose(desk, "Constant", "one cycle");
    ASSERT_EQ(racer(desk).schedule.spec, find_schedule("one_cycle"));
    EXPECT_EQ(racer(desk).schedule.values[0], racer(desk).hyper[0]);
}

TEST(ScheduleRows, ASliderIsOneGestureAndStaysWithinTheRun) {
    Desk desk(on_surface("rosenbrock", {"adam"}));
    unfolded(desk);
    choose(desk, "Constant", "cosine");
    const Scenario chosen = desk.scenario();
    drag_slider(desk, "T", 0.2);
    Scenario wanted = chosen;
    wanted.racers[0].schedule.values[0] = racer(desk).schedule.values[0];
    EXPECT_EQ(desk.scenario(), wanted);
    EXPECT_LT(racer(desk).schedule.values[0], 200);
    drag_slider(desk, "T", 3);
    EXPECT_EQ(racer(desk).schedule.values[0], 200);
    EXPECT_EQ(complaint(desk.scenario()), "");
    desk.key(GLFW_KEY_Z, true);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), chosen);
}

TEST(ScheduleRows, MomentumHasOneOfItsOwn) {
    Desk desk(on_surface("rosenbrock", {"momentum"}));
    unfolded(desk);
    click_on(desk, desk.find("Constant", 1));
    desk.type("linear");
    desk.key(GLFW_KEY_ENTER);
    EXPECT_EQ(racer(desk).momentum_schedule.spec, find_schedule("linear_warmup"));
    EXPECT_EQ(racer(desk).schedule.spec, nullptr);
}

TEST(ScheduleRows, AreOfferedOnlyWhereThereIsSomethingToMove) {
    Desk desk(on_surface("rosenbrock", {"sgd"}));
    unfolded(desk);
    EXPECT_TRUE(desk.find("Constant"));
    EXPECT_FALSE(desk.find("Constant", 1)) << "SGD has no momentum";
}

TEST(ScheduleRows, AWrapperGoesAroundAnyOptimizer) {
    Desk desk(on_surface("rosenbrock", {"adam"}));
    unfolded(desk);
    choose(desk, "None", "sam");
    ASSERT_EQ(racer(desk).wrapper.spec, find_wrapper("sam"));
    drag_slider(desk, "ρ", 0.9);
    EXPECT_GT(racer(desk).wrapper.values[0], 0.05);
    EXPECT_EQ(desk.session().race().history(0).evaluations(10), 20);
    desk.key(GLFW_KEY_Z, true);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(racer(desk).wrapper.spec, nullptr);
}

// The plot lies between the caption with the step and the warm-up slider.
Rect curve_area(Desk& desk) {
    const TextLogEntry *caption = desk.find_containing("at step"), *below = desk.find("warm-up");
    EXPECT_TRUE(caption && below);
    const Rect racers = desk.pane("racers");
    return caption && below ? Rect{racers.x0 + 90, caption->rect.y1 + 12, racers.x1 - 60, below->rect.y0 - 45} : Rect{};
}

TEST(ScheduleCurve, IsDrawnWithTheMouse) {
    Desk desk(on_surface("rosenbrock", {"adam"}));
    unfolded(desk);
    choose(desk, "Constant", "drawn");
    const Scenario before = desk.scenario();
    ASSERT_EQ(racer(desk).schedule.spec, find_schedule("curve"));
    const Rect area = curve_area(desk);

    // A click adds a knot where it was.
    desk.click(static_cast<double>(area.x0) + 4, static_cast<double>(area.y1));
    EXPECT_EQ(racer(desk).schedule.knots.size(), before.racers[0].schedule.knots.size() + 1);
    const Scenario clicked = desk.scenario();
    // A right click takes it away.
    desk.click(static_cast<double>(area.x0) + 4, static_cast<double>(area.y1), 1);
    EXPECT_EQ(desk.scenario(), before);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), clicked);
    // Dragging it moves it, as one entry.
    desk.drag(static_cast<double>(area.x0) + 4, static_cast<double>(area.y1), static_cast<double>(area.x0) + 4, static_cast<double>(area.y0) + 10);
    EXPECT_EQ(racer(desk).schedule.knots.size(), clicked.racers[0].schedule.knots.size());
    EXPECT_NE(desk.scenario(), clicked);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), clicked);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), before);
    // From bare ground it draws freely, as one entry.
    desk.drag(static_cast<double>(area.x0), static_cast<double>(area.y1), static_cast<double>(area.x1), static_cast<double>(area.y1) - 8, 24);
    EXPECT_GT(racer(desk).schedule.knots.size(), 7u);
    EXPECT_EQ(complaint(desk.scenario()), "");
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), before);
}

TEST(Knots, RiseWhateverTheHandDoes) {
    Knots knots{{0, 0.2}, {50, 1}, {100, 0}};
    EXPECT_EQ(with_knot(knots, {49.6, 0.5}), (Knots{{0, 0.2}, {50, 0.5}, {100, 0}}));
    EXPECT_EQ(with_knot(knots, {-3, -1}), (Knots{{0, 0}, {50, 1}, {100, 0}}));
    EXPECT_EQ(with_knot_moved(knots, 1, {170, 2}, 120), (Knots{{0, 0.2}, {99, 2}, {100, 0}}));
    EXPECT_EQ(with_knot_moved(knots, 2, {170, 2}, 120), (Knots{{0, 0.2}, {50, 1}, {120, 2}}));
    EXPECT_EQ(with_knot_moved(knots, 7, {170, 2}, 120), knots);
    EXPECT_EQ(without_knot(knots, 1), (Knots{{0, 0.2}, {100, 0}}));
    EXPECT_EQ(with_stroke(knots, {20, 0}, {80, 0.3}), (Knots{{0, 0.2}, {80, 0.3}, {100, 0}}));
    EXPECT_EQ(with_stroke(knots, {80, 0}, {20, 0.3}), (Knots{{0, 0.2}, {20, 0.3}, {100, 0}}));
}

TEST(Steps, OfAShorterRunEndItsSchedulesAndLeaveNoTraceWhereTheHandOnlyPassed) {
    Session session(on_surface("rosenbrock", {"adam"}, 200));
    RacerChoice changed = session.scenario().racers[0];
    changed.schedule = default_schedule(*find_schedule("cosine"), 200);
    session.apply(SetRacer{0, changed});
    session.apply(EndGesture{});
    const Scenario before = session.scenario();
    session.apply(SetSteps{20});
    EXPECT_EQ(session.scenario().racers[0].schedule.values[0], 20);
    session.apply(SetSteps{150});
    EXPECT_EQ(session.scenario().racers[0].schedule.values[0], 150);
    session.apply(SetSteps{900});
    session.apply(EndGesture{});
    EXPECT_EQ(session.scenario().racers[0].schedule.values[0], 200);
    EXPECT_FALSE(session.message());
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), before);
}

TEST(Conditions, NoiseIsChosenAndBringsItsSeed) {
    Desk desk(on_surface("booth", {"sgd"}));
    EXPECT_FALSE(desk.find("seed"));
    click_on(desk, desk.find("none"));
    click_on(desk, desk.find("student t"));
    EXPECT_EQ(desk.scenario().noise.kind, Noise::Kind::student_t);
    EXPECT_GT(desk.scenario().noise.scale, 0);
    EXPECT_TRUE(desk.find("ν"));
    const Scenario chosen = desk.scenario();
    drag_slider(desk, "σ", 0.8);
    EXPECT_NE(desk.scenario().noise.scale, chosen.noise.scale);
    EXPECT_EQ(desk.scenario().noise.freedom, chosen.noise.freedom);
    drag_slider(desk, "seed", 0.3);
    EXPECT_NE(desk.scenario().seed, chosen.seed);
    for (int i = 0; i < 3; ++i) desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), on_surface("booth", {"sgd"}));
}

TEST(Search, PrefersNames) {
    EXPECT_EQ(match("adam", {"Adam", "adam"}), Match::exact);
    EXPECT_EQ(match("ada", {"Adam", "adam"}), Match::begins);
    EXPECT_EQ(match("max", {"Adamax", "adamax"}), Match::within);
    EXPECT_EQ(match("six hump", {"Six-hump camel", "six_hump_camel"}), Match::begins);
    EXPECT_EQ(match("camel hump", {"Six-hump camel"}), Match::within);
    EXPECT_EQ(match("kin", {"Adam"}, {"Adam and its kin"}), Match::about);
    EXPECT_EQ(match("adam kin", {"Adam"}, {"and its kin"}), Match::about);
    EXPECT_EQ(match("sgd", {"Adam"}, {"Adam and its kin"}), Match::none);
    EXPECT_EQ(match("  ", {"Adam"}), Match::about);
}

TEST(CatalogueMenu, FindsEveryOptimizerByItsId) {
    Desk desk(on_surface("booth", {}));
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        click_on(desk, desk.find("Add racer"));
        desk.type(spec.id);
        desk.key(GLFW_KEY_ENTER);
        ASSERT_EQ(desk.scenario().racers.size(), 1u) << spec.id;
        EXPECT_EQ(desk.scenario().racers[0].optimizer, spec.id);
        desk.session().apply(RemoveRacer{0});
        desk.frames(2);
    }
}

TEST(CatalogueMenu, ArrowsAndEnterChooseEscapeDoesNot) {
    Desk desk(on_surface("booth", {}), {.width = 1024, .height = 700});
    click_on(desk, desk.find("Add racer"));
    for (int i = 0; i < 3; ++i) desk.key(GLFW_KEY_DOWN);
    desk.key(GLFW_KEY_UP);
    desk.key(GLFW_KEY_ENTER);
    ASSERT_EQ(desk.scenario().racers.size(), 1u);
    EXPECT_EQ(desk.scenario().racers[0].optimizer, optimizer_catalogue()[2].id);
    click_on(desk, desk.find("Add racer"));
    desk.type("zzz");
    EXPECT_TRUE(desk.find("Nothing of that name"));
    desk.key(GLFW_KEY_ENTER);
    desk.key(GLFW_KEY_ESCAPE);
    EXPECT_EQ(desk.scenario().racers.size(), 1u);
    EXPECT_FALSE(desk.find("Nothing of that name"));
}

TEST(CatalogueMenu, ReachesItsLastEntryAndStaysWithinTheWindow) {
    Desk desk(on_surface("booth", {"sgd"}), {.width = 1024, .height = 700});
    click_on(desk, desk.find(desk.session().problem().name));
    const auto inside = [&] {
        for (const TextLogEntry& entry : desk.texts())
            if (visible(entry)) {
                EXPECT_TRUE(desk.window().contains(entry.rect)) << entry.string;
            }
    };
    inside();
    for (std::size_t i = 0; i < 1 + shipped_formulas().size() + surface_catalogue().size() + dataset_catalogue().size(); ++i) desk.key(GLFW_KEY_DOWN);
    inside();
    const ShippedDataset& last = dataset_catalogue().back();
    EXPECT_TRUE(desk.find(last.id));
    desk.key(GLFW_KEY_ENTER);
    EXPECT_EQ(desk.scenario().problem.data_source, last.id);
}

TEST(Loss, EvaluationsAreAnAxisAndTheCursorStillMeansSteps) {
    Scenario scenario = on_surface("booth", {"adam", "adam"});
    scenario.racers[0].wrapper = default_wrapper(*find_wrapper("sam"));
    Desk desk(scenario, {.width = 1920, .height = 1080});
    const Rect pane = desk.pane("loss");
    const auto label = [&](std::string_view text) -> std::optional<Rect> {
        for (const TextLogEntry& entry : desk.texts())
            if (entry.string == text && pane.contains(entry.rect)) return entry.rect;
        return std::nullopt;
    };
    EXPECT_FALSE(label("400"));
    click_on(desk, desk.find("evaluations"));
    desk.frames(2);
    EXPECT_TRUE(label("400")) << "200 steps of SAM are 400 evaluations";
    const auto half = label("200");
    ASSERT_TRUE(half);
    desk.click(static_cast<double>(half->centre_x()), static_cast<double>(pane.centre_y()));
    EXPECT_NEAR(desk.session().playhead(), 100, 2);
}

TEST(Scope, ShowsWhatAScheduleMoves) {
    Scenario scenario = on_surface("rosenbrock", {"adam"});
    Details plain;
    {
        Session session(scenario);
        ASSERT_TRUE(plain.update(session.race(), 0, std::chrono::seconds(10)));
        EXPECT_EQ(plain.columns().back().id, "step");
    }
    ASSERT_EQ(set_racer_key(scenario.racers[0], "schedule.kind", "one_cycle", scenario.steps), "");
    Session session(scenario);
    Details details;
    ASSERT_TRUE(details.update(session.race(), 0, std::chrono::seconds(10)));
    ASSERT_EQ(details.columns().size(), plain.columns().size() + 2);
    const DetailColumn &lr = details.columns()[plain.columns().size()], &beta1 = details.columns().back();
    EXPECT_EQ(lr.id, "scheduled.lr");
    EXPECT_EQ(beta1.id, "scheduled.beta1");
    session.race().details(0, 0, scenario.steps, [&](const StepDetail& d) {
        EXPECT_EQ(lr.values[0][static_cast<std::size_t>(d.step)], d.lr);
        EXPECT_EQ(beta1.values[0][static_cast<std::size_t>(d.step)], d.hyper[1]);
    });
    EXPECT_TRUE(std::isnan(lr.values[0].back()));
}

}  // namespace
}  // namespace thalweg::test
