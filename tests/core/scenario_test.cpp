// Scenarios and their files: what is written reads back, what is broken is explained, and saving is all or nothing.
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::contains;
using test::Numbers;

testing::AssertionResult reads_back(const Scenario& scenario) {
    if (const std::string wrong = complaint(scenario); !wrong.empty()) return testing::AssertionFailure() << wrong;
    const std::string text = format_scenario(scenario);
    const ScenarioOrError result = parse_scenario(text, "round_trip.toml");
    if (const auto* wrong = std::get_if<std::string>(&result)) return testing::AssertionFailure() << *wrong << "\n" << text;
    if (!(std::get<Scenario>(result) == scenario)) return testing::AssertionFailure() << "read back differently:\n" << text;
    if (format_scenario(std::get<Scenario>(result)) != text) return testing::AssertionFailure() << "written differently the second time:\n" << text;
    return testing::AssertionSuccess();
}

TEST(ScenarioFile, ReadsBackTheDefaultScenario) { EXPECT_TRUE(reads_back(default_scenario())); }

TEST(ScenarioFile, ReadsBackEveryLossWithItsParameters) {
    Numbers numbers(5);
    for (const ShippedDataset& entry : dataset_catalogue())
        for (const Loss loss : {Loss::squared, Loss::logistic, Loss::l1, Loss::huber})
            for (const bool own : {false, true}) {
                Scenario scenario = default_scenario();
                ProblemChoice& problem = scenario.problem = default_problem(find_dataset(entry.id), std::string(entry.id));
                EXPECT_EQ(problem.loss, entry.loss);
                if (loss == Loss::logistic && !complaint(loss, *problem.data).empty()) continue;
                set_loss(problem, loss);
                for (double& value : problem.parameters) value = numbers.between(0.01, 5);
                problem.batch = 3;
                if (own) set_points(problem, without_point(*problem.data, 0));
                EXPECT_TRUE(reads_back(scenario)) << entry.id;
            }
}

TEST(ScenarioFile, KeepsTheRidgeWhenTheLossChanges) {
    ProblemChoice problem = default_problem(find_dataset("outliers"), "outliers");
    problem.parameters = {0.5, 2};  // δ, λ
    set_loss(problem, Loss::l1);
    EXPECT_EQ(problem.parameters, std::vector<double>{2});
    set_loss(problem, Loss::huber);
    EXPECT_EQ(problem.parameters, (std::vector<double>{1, 2}));
    problem.batch = 24;
    set_points(problem, without_point(*problem.data, 0));
    EXPECT_EQ(problem.batch, 23);
}

TEST(ScenarioFile, ReadsBackEveryOptimizerWithAnyHyperparameters) {
    Numbers numbers(31);
    for (const OptimizerSpec& spec : optimizer_catalogue())
        for (int i = 0; i < 20; ++i) {
            Scenario scenario = default_scenario();
            RacerChoice racer = default_racer(spec, scenario.racers);
            for (std::size_t k = 0; k < racer.hyper.size(); ++k) racer.hyper[k] = test::any_value(spec.hyperparameters[k], numbers);
            if (numbers.coin()) racer.clip_norm = numbers.between(0, 10);
            if (numbers.coin()) racer.clip_value = std::exp2(numbers.between(-100, 39));
            racer.hidden = numbers.coin();
            racer.style = 4 + static_cast<int>(numbers.below(max_racers - 4));  // the rivals have 0 to 3
            scenario.racers.insert(scenario.racers.begin() + static_cast<std::ptrdiff_t>(numbers.below(4)), racer);
            scenario.steps = static_cast<int>(numbers.between(min_steps, max_steps));
            scenario.seed = numbers.bits()[0] * std::uint64_t{numbers.bits()[1] >> 1};
            if (scenario.steps < 1000) scenario.ensemble = static_cast<int>(numbers.below(1000));
            ASSERT_TRUE(reads_back(scenario)) << spec.id;
        }
}

TEST(ScenarioFile, ReadsBackTheEndsOfEveryRange) {
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        Scenario scenario = default_scenario();
        scenario.racers = {default_racer(spec, {})};
        scenario.racers.push_back(default_racer(spec, scenario.racers));
        for (std::size_t k = 0; k < spec.hyperparameters.size(); ++k) {
            scenario.racers[0].hyper[k] = spec.hyperparameters[k].range.min;
            scenario.racers[1].hyper[k] = spec.hyperparameters[k].range.max;
        }
        EXPECT_TRUE(reads_back(scenario)) << spec.id;
    }
    Scenario scenario = default_scenario();
    for (const int steps : {min_steps, max_steps})
        for (const std::uint64_t seed : {std::uint64_t{0}, max_seed})
            for (const double x : {1e12, -1e12, 5e-324, -0.0, 1.0 / 3, 1e-300}) {
                scenario.steps = steps;
                scenario.seed = seed;
                scenario.problem.start = {x, -x};
                EXPECT_TRUE(reads_back(scenario)) << x;
            }
}

TEST(ScenarioFile, ReadsBackEverySurfaceWithAnyParameters) {
    Numbers numbers(32);
    for (const SurfaceSpec& surface : surface_catalogue())
        for (int i = 0; i < 10; ++i) {
            Scenario scenario = default_scenario();
            scenario.problem = default_problem(surface);
            for (std::size_t k = 0; i > 0 && k < surface.parameters.size(); ++k) scenario.problem.parameters[k] = test::any_value(surface.parameters[k], numbers);
            scenario.problem.start = {numbers.between(-10, 10), numbers.between(-10, 10)};
            ASSERT_TRUE(reads_back(scenario)) << surface.id;
        }
}

TEST(ScenarioFile, ReadsBackFormulas) {
    for (const char* text : {"(1-x)^2 + a*(y - x^2)^2", "x", "log(x)*\u03c0 + k_1*y\u00b2", "where(x < 0 and y > 1, inf*x, nan)"}) {
        auto parsed = UserFormula::parse(text, {{"a", 100}});
        ASSERT_TRUE(std::holds_alternative<std::shared_ptr<const UserFormula>>(parsed)) << text;
        Scenario scenario = default_scenario();
        scenario.problem = default_problem(std::get<0>(parsed));
        EXPECT_TRUE(reads_back(scenario)) << text;
        scenario.problem.formula_name = "A \"name\" = 3";
        scenario.problem.domain = Box{-1e-3, 2, 5, 1e6};
        for (double& value : scenario.problem.parameters) value = -1.0 / 3;
        EXPECT_TRUE(reads_back(scenario)) << text;
    }
}

TEST(ScenarioFile, ReadsBackTheDomainOfAnyProblem) {
    const Box box{-1e-3, 2, 5, 1e6};
    for (const char* problem : {"surface = \"beale\"", "formula = \"x^2 + y\"", "data = \"outliers\""}) {
        const ScenarioOrError read = parse_scenario("[problem]\n" + std::string(problem) + "\ndomain = [-1e-3, 2, 5, 1e6]", "some.toml");
        ASSERT_TRUE(std::holds_alternative<Scenario>(read)) << std::get<std::string>(read);
        const Scenario& scenario = std::get<Scenario>(read);
        EXPECT_TRUE(reads_back(scenario)) << problem;
        const Box shown = build_problem(scenario.problem)->domain;
        EXPECT_EQ((std::array{shown.x_min, shown.x_max, shown.y_min, shown.y_max}), (std::array{box.x_min, box.x_max, box.y_min, box.y_max})) << problem;
    }
}

TEST(ScenarioFile, ReadsBackDataAndPoints) {
    Scenario scenario = default_scenario();
    for (const ShippedDataset& entry : dataset_catalogue()) {
        scenario.problem = default_problem(find_dataset(entry.id), std::string(entry.id));
        scenario.problem.batch = 2;
        EXPECT_TRUE(reads_back(scenario)) << entry.id;
    }
    Numbers numbers(33);
    for (const int features : {1, 2}) {
        Dataset points{.name = "points of the scenario", .features = features};
        for (int i = 0; i < 30 * (features + 1); ++i) points.values.push_back(numbers.between(-1, 1) * std::exp2(numbers.between(-300, 300)));
        scenario.problem = default_problem(std::make_shared<const Dataset>(points), "");
        EXPECT_TRUE(reads_back(scenario));
    }
}

TEST(ScenarioFile, ReadsBackAnyName) {
    for (const char* name : {"Adam, no correction of m", "\"quoted\"", "back\\slash", "β₁ ≠ β₂ 中文 🙂", "tab\tand\nnewline", "#no comment", "'", "\x01\x1f\x7f", " "}) {
        Scenario scenario = default_scenario();
        scenario.racers[0].name = name;
        EXPECT_TRUE(reads_back(scenario)) << name;
    }
}

TEST(ScenarioFile, MayLeaveOutWhatHasADefault) {
    const auto empty = std::get<Scenario>(parse_scenario("", "empty.toml"));
    EXPECT_EQ(empty.problem.surface, "rosenbrock");
    EXPECT_EQ(empty.steps, default_steps);
    EXPECT_TRUE(empty.racers.empty());
    const auto brief = std::get<Scenario>(parse_scenario("[problem]\nsurface = \"beale\"\n[[racer]]\noptimizer = \"adam\"\n[[racer]]\noptimizer = \"adam\"\nlr = 1", "brief.toml"));
    EXPECT_EQ(brief.problem.start, find_surface("beale")->start);
    EXPECT_EQ(brief.racers[0].name, "Adam");
    EXPECT_EQ(brief.racers[1].name, "Adam 2") << "names tell racers apart";
    EXPECT_NE(brief.racers[0].style, brief.racers[1].style) << "and so do colours";
    EXPECT_EQ(brief.racers[1].hyper[0], 1) << "a whole number is a number";
}

TEST(ScenarioFile, HoldsWhatTheDesignShows) {
    const char* text = R"(
version = 1
[problem]
surface = "quadratic_rotated"
start   = [-1.2, 1.0]
[problem.parameters]
kappa = 100.0
theta = 0.5236
[race]
steps = 500
seed  = 7
[[racer]]
optimizer = "adam"
name = "Adam, no correction of m"
lr = 0.03
beta1 = 0.9
bias_correction_m = false
[[racer]]
optimizer = "sgd"
lr = 0.001
hidden = true
clip_norm = 1.0
)";
    const ScenarioOrError result = parse_scenario(text, "design.toml");
    ASSERT_TRUE(std::holds_alternative<Scenario>(result)) << std::get<std::string>(result);
    const auto& s = std::get<Scenario>(result);
    EXPECT_EQ(s.problem.parameters, (std::vector{100.0, 0.5236}));
    EXPECT_EQ(s.seed, 7U);
    EXPECT_EQ(s.racers[0].name, "Adam, no correction of m");
    EXPECT_EQ(s.racers[0].hyper[5], 0);
    EXPECT_TRUE(s.racers[1].hidden);
    EXPECT_EQ(s.racers[1].clip_norm, 1);
    EXPECT_TRUE(reads_back(s));
}

struct Broken {
    std::string text;
    std::vector<std::string> parts;  // what the message must contain
};

TEST(BrokenScenario, IsExplainedWithFileLineAndKey) {
    const std::string racer = "[[racer]]\noptimizer = \"adam\"\n";
    std::string crowd;
    for (int i = 0; i <= max_racers; ++i) crowd += racer;
    std::string deep = "lr = ";
    for (int i = 0; i < 5000; ++i) deep += '[';
    const std::vector<Broken> table{
        // not TOML
        {"[problem", {"bad.toml:1"}},
        {"\n\n= 3", {"bad.toml:3"}},
        {"a = \"open", {"bad.toml:1"}},
        {"version = 1\nversion = 1", {"bad.toml:2", "version"}},
        {"a = 1e", {"bad.toml:1"}},
        {"\xff\xfe", {"bad.toml"}},
        {std::string("a = \"\0\"", 8), {"bad.toml:1"}},
        {deep, {"bad.toml:1"}},
        // the whole
        {"version = 2", {"bad.toml:1", "version"}},
        {"version = \"1\"", {"bad.toml:1", "version"}},
        {"verison = 1", {"bad.toml:1", "verison", "did you mean 'version'"}},
        {"[race]\n[rac]\n", {"bad.toml:2", "unknown key 'rac'"}},
        {"problem = 3", {"bad.toml:1", "problem must be a table"}},
        {"race = []", {"bad.toml:1", "race must be a table"}},
        {"racer = 3", {"bad.toml:1", "racer", "[[racer]]"}},
        {"racer = [3]", {"bad.toml:1", "racer 1", "[[racer]]"}},
        {"[racer]\noptimizer = \"adam\"", {"bad.toml:1", "[[racer]]"}},
        // the problem
        {"[problem]\nsurface = \"rosenbrok\"", {"bad.toml:2", "unknown surface 'rosenbrok'", "did you mean 'rosenbrock'", "beale"}},
        {"[problem]\nsurface = 3", {"bad.toml:2", "surface must be a text"}},
        {"[problem]\nsurface = [\"beale\"]", {"bad.toml:2", "surface must be a text"}},
        {"[problem]\nsurface = \"beale\"\ndata = \"noisy_line\"", {"bad.toml:1", "only one of surface, formula, image, data, points and network"}},
        {"[problem]\nsurfce = \"beale\"", {"bad.toml:2", "unknown key 'surfce'", "did you mean 'surface'"}},
        {"[problem]\nsurface = \"beale\"\nstart = 3", {"bad.toml:3", "start must be two numbers"}},
        {"[problem]\nsurface = \"beale\"\nstart = [1]", {"bad.toml:3", "start must be two numbers"}},
        {"[problem]\nsurface = \"beale\"\nstart = [1, 2, 3]", {"bad.toml:3", "start must be two numbers"}},
        {"[problem]\nsurface = \"beale\"\nstart = [1, \"2\"]", {"bad.toml:3", "start must be a finite number"}},
        {"[problem]\nsurface = \"beale\"\nstart = [1, nan]", {"bad.toml:3", "start must be a finite number"}},
        {"[problem]\nsurface = \"beale\"\nstart = [-inf, 1]", {"bad.toml:3", "start must be a finite number"}},
        {"[problem]\nsurface = \"beale\"\nstart = [true, 1]", {"bad.toml:3", "start must be a finite number"}},
        {"[problem]\nsurface = \"beale\"\nstart = [1e13, 1]", {"bad.toml:3", "start", "1e12"}},
        {"[problem]\nsurface = \"beale\"\nbatch = 3", {"bad.toml:3", "batch belongs to data"}},
        {"[problem]\nsurface = \"beale\"\n[problem.parameters]\nkappa = 3", {"bad.toml:4", "kappa"}},
        {"[problem]\nsurface = \"quadratic_ill\"\n[problem.parameters]\nkapa = 3", {"bad.toml:4", "[problem.parameters]", "unknown key 'kapa'", "did you mean 'kappa'"}},
        {"[problem]\nsurface = \"quadratic_ill\"\n[problem.parameters]\nkappa = 0.5", {"bad.toml:4", "kappa = 0.5 is outside 1 … "}},
        {"[problem]\nsurface = \"quadratic_ill\"\n[problem.parameters]\nkappa = true", {"bad.toml:4", "kappa must be a finite number"}},
        {"[problem]\nsurface = \"quadratic_ill\"\nparameters = [3]", {"bad.toml:3", "parameters must be a table"}},
        // a formula
        {"[problem]\nformula = \"(1-x)^2 + a*(y - x^2\"", {"bad.toml:2", "formula", "column 21: expected ')'"}},
        {"[problem]\n\nformula = \"sine(x)\"", {"bad.toml:3", "column 1", "did you mean 'sin'"}},
        {"[problem]\nformula = 3", {"bad.toml:2", "formula must be a text"}},
        {"[problem]\nformula = \"x\"\nsurface = \"beale\"", {"bad.toml:1", "only one of"}},
        {"[problem]\nformula = \"x\"\nbatch = 3", {"bad.toml:3", "batch belongs to data"}},
        {"[problem]\nformula = \"a*x\"\n[problem.parameters]\nb = 3", {"bad.toml:4", "[problem.parameters]", "unknown key 'b'"}},
        {"[problem]\nformula = \"a*x\"\n[problem.parameters]\na = 1e7", {"bad.toml:4", "a = 1e+07 is outside"}},
        {"[problem]\nformula = \"x\"\ndomain = [1, 2]", {"bad.toml:3", "domain must be four numbers"}},
        {"[problem]\nformula = \"x\"\ndomain = [2, 1, 0, 1]", {"bad.toml:3", "x_min < x_max"}},
        {"[problem]\nsurface = \"beale\"\ndomain = [0, 1, 1, 1]", {"bad.toml:3", "y_min < y_max"}},
        {"[problem]\ndata = \"outliers\"\ndomain = 5", {"bad.toml:3", "domain must be four numbers"}},
        {"[problem]\nsurface = \"beale\"\nname = \"mine\"", {"bad.toml:3", "name belongs to a formula"}},
        // data
        {"[problem]\ndata = \"no_such_file.csv\"", {"bad.toml:2", "no_such_file.csv", "noisy_line"}},
        {"[problem]\ndata = 3", {"bad.toml:2", "data must be a text"}},
        {"[problem]\ndata = \"noisy_line\"\nbatch = 101", {"bad.toml:3", "batch must be a whole number from 0 to 100"}},
        {"[problem]\ndata = \"noisy_line\"\nbatch = -1", {"bad.toml:3", "batch"}},
        {"[problem]\ndata = \"noisy_line\"\nbatch = 2.0", {"bad.toml:3", "batch must be a whole number"}},
        {"[problem]\ndata = \"noisy_line\"\nbatch = true", {"bad.toml:3", "batch must be a whole number"}},
        {"[problem]\ndata = \"noisy_line\"\n[problem.parameters]\ndelta = 1", {"bad.toml:4", "unknown key 'delta'", "ridge"}},
        {"[problem]\ndata = \"noisy_line\"\nloss = \"huber\"\n[problem.parameters]\ndelta = 0", {"bad.toml:5", "delta = 0 is outside"}},
        {"[problem]\ndata = \"noisy_line\"\n[problem.parameters]\nridge = -1", {"bad.toml:4", "ridge = -1 is outside"}},
        {"[problem]\ndata = \"noisy_line\"\nloss = \"hubber\"", {"bad.toml:3", "unknown loss 'hubber'", "did you mean 'huber'", "squared, logistic, l1, huber"}},
        {"[problem]\ndata = \"noisy_line\"\nloss = 2", {"bad.toml:3", "loss must be one of squared, logistic, l1, huber"}},
        {"[problem]\ndata = \"noisy_line\"\nloss = \"logistic\"", {"bad.toml:3", "needs the labels 0 and 1"}},
        {"[problem]\npoints = [[0, 1], [1, 2]]\nloss = \"logistic\"", {"bad.toml:3", "point 2 has 2"}},
        {"[problem]\nsurface = \"beale\"\nloss = \"l1\"", {"bad.toml:3", "loss belongs to data, not to a surface"}},
        {"[problem]\nformula = \"x\"\nloss = \"l1\"", {"bad.toml:3", "loss belongs to data, not to a formula"}},
        {"[problem]\npoints = 3", {"bad.toml:2", "points must be at least two rows"}},
        {"[problem]\npoints = []", {"bad.toml:2", "points must be at least two rows"}},
        {"[problem]\npoints = [[1, 2]]", {"bad.toml:2", "points must be at least two rows"}},
        {"[problem]\npoints = [\n[1, 2],\n[1, 2, 3]]", {"bad.toml:4", "points: all rows must have the same length"}},
        {"[problem]\npoints = [[1, 2],\n[1]]", {"bad.toml:3", "points: a row has 2 numbers"}},
        {"[problem]\npoints = [[1, 2],\n3]", {"bad.toml:3", "points: a row has 2 numbers"}},
        {"[problem]\npoints = [[1, 2],\n[3, \"4\"]]", {"bad.toml:3", "points must be a finite number"}},
        // the race
        {"[race]\nsteps = 0", {"bad.toml:2", "[race]", "steps must be a whole number from 1 to 1000000"}},
        {"[race]\nsteps = 1000001", {"bad.toml:2", "steps must be a whole number"}},
        {"[race]\nsteps = 500.0", {"bad.toml:2", "steps must be a whole number"}},
        {"[race]\nsteps = \"many\"", {"bad.toml:2", "steps must be a whole number"}},
        {"[race]\nsteps = true", {"bad.toml:2", "steps must be a whole number"}},
        {"[race]\nseed = -1", {"bad.toml:2", "seed must be a whole number"}},
        {"[race]\nseed = 9223372036854775808", {"bad.toml:2"}},
        {"[race]\nensemble = -2", {"bad.toml:2", "ensemble must be a whole number from 0 to 4096"}},
        {"[race]\nensemble = 4097", {"bad.toml:2", "ensemble must be a whole number"}},
        {"[race]\nensemble = true", {"bad.toml:2", "ensemble must be a whole number"}},
        {"[race]\nstep = 5", {"bad.toml:2", "unknown key 'step'", "did you mean 'steps'"}},
        // racers
        {"[[racer]]\nlr = 1", {"bad.toml:1", "racer 1", "optimizer is missing"}},
        {"[[racer]]\noptimizer = \"adm\"", {"bad.toml:2", "racer 1", "unknown optimizer 'adm'", "did you mean 'adam'", "sgd"}},
        {"[[racer]]\noptimizer = 3", {"bad.toml:2", "optimizer must be a text"}},
        {racer + racer + "lr = 1e5", {"bad.toml:5", "racer 2", "lr = 1e+05 is outside 0 … 10000"}},
        {racer + "lr = -1", {"bad.toml:3", "racer 1", "lr = -1 is outside"}},
        {racer + "lr = nan", {"bad.toml:3", "racer 1", "lr must be a finite number"}},
        {racer + "lr = -inf", {"bad.toml:3", "lr must be a finite number"}},
        {racer + "lr = \"fast\"", {"bad.toml:3", "racer 1", "lr must be a number"}},
        {racer + "lr = true", {"bad.toml:3", "lr must be a number"}},
        {racer + "lr = [1]", {"bad.toml:3", "lr must be a number"}},
        {racer + "lr = {a = 1}", {"bad.toml:3", "lr must be a number"}},
        {racer + "lr = 1979-05-27", {"bad.toml:3", "lr must be a number"}},
        {racer + "lr = 0.1\nlr = 0.2", {"bad.toml:4", "lr"}},
        {racer + "beta1 = 1", {"bad.toml:3", "beta1 = 1 is outside 0 … 0.999999"}},
        {racer + "beta_1 = 0.9", {"bad.toml:3", "unknown key 'beta_1'", "did you mean 'beta1'", "clip_norm"}},
        {racer + "bias_correction_m = 0.5", {"bad.toml:3", "bias_correction_m = 0.5 must be true or false"}},
        {racer + "bias_correction_m = \"no\"", {"bad.toml:3", "bias_correction_m must be true or false"}},
        {racer + "reset_every = 2.5", {"bad.toml:3", "reset_every = 2.5 must be a whole number"}},
        {racer + "nme = \"mine\"", {"bad.toml:3", "unknown key 'nme'", "did you mean 'name'"}},
        {racer + "amsgrad = true", {"bad.toml:3", "unknown key 'amsgrad'"}},
        {racer + "bias_correction_m = 3", {"bad.toml:3", "bias_correction_m = 3"}},
        {racer + "name = \"\"", {"bad.toml:3", "name must be a text"}},
        {racer + "name = 3", {"bad.toml:3", "name must be a text"}},
        {racer + "hidden = 1", {"bad.toml:3", "hidden must be true or false"}},
        {racer + "hidden = \"yes\"", {"bad.toml:3", "hidden must be true or false"}},
        {racer + "clip_norm = -1", {"bad.toml:3", "clip_norm = -1 is outside 0 … "}},
        {racer + "clip_value = \"big\"", {"bad.toml:3", "clip_value must be a number"}},
        {racer + "clip_value = true", {"bad.toml:3", "clip_value must be a number"}},
        {racer + "colour = true", {"bad.toml:3", "colour must be a number"}},
        {racer + "colour = 0", {"bad.toml:3", "colour = 0 is outside 1 … 128"}},
        {racer + "colour = 1.5", {"bad.toml:3", "colour = 1.5"}},
        {racer + "colour = 129", {"bad.toml:3", "colour = 129 is outside 1 … 128"}},
        {"[[racer]]\noptimizer = \"sgd\"\nbeta1 = 0.9", {"bad.toml:3", "unknown key 'beta1'", "weight_decay"}},
        {crowd, {"bad.toml", std::to_string(max_racers + 1) + " racers", "at most " + std::to_string(max_racers)}},
    };
    for (const Broken& broken : table) {
        ScenarioOrError result;
        ASSERT_NO_THROW(result = parse_scenario(broken.text, "bad.toml")) << broken.text.substr(0, 200);
        const auto* message = std::get_if<std::string>(&result);
        if (!message) {
            ADD_FAILURE() << "accepted:\n" << broken.text.substr(0, 200);
            continue;
        }
        for (const std::string& part : broken.parts) EXPECT_TRUE(contains(*message, part)) << broken.text.substr(0, 200);
        EXPECT_EQ(message->find('\n'), std::string::npos) << "one message is one line";
    }
}

TEST(Complaint, NamesTheRacerAndTheKey) {
    Scenario scenario = default_scenario();
    EXPECT_EQ(complaint(scenario), "");
    const auto with = [](auto change) {
        Scenario broken = default_scenario();
        change(broken);
        return complaint(broken);
    };
    EXPECT_EQ(with([](Scenario& s) { s.racers[1].hyper[1] = 1.5; }), "racer 2 (Momentum): momentum = 1.5 is outside 0 … 0.999999");
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers[2].optimizer = "rmsprob"; }), "racer 3 (RMSprop): unknown optimizer 'rmsprob'; did you mean 'rmsprop'"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers[0].name.clear(); }), "racer 1 (): name is empty"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers[0].hyper.pop_back(); }), "hyperparameters"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers[0].clip_norm = -1; }), "clip_norm = -1"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers[0].clip_value = std::nan(""); }), "clip_value = nan"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers[0].style = -1; }), "colour"));
    EXPECT_TRUE(contains(with([](Scenario& s) {
                             s.steps = max_steps;
                             while (s.racers.size() < max_racers) s.racers.push_back(default_racer(*find_optimizer("sgd"), s.racers));
                         }), std::to_string(max_racers) + " racers × 1000000 steps"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.racers.resize(max_racers + 1, s.racers[0]); }), "at most " + std::to_string(max_racers)));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.problem.surface = "beal"; }), "did you mean 'beale'"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.problem.parameters = {1}; }), "parameters"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.problem.start = {1e13, 0}; }), "start"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.problem.start = {0, std::nan("")}; }), "start"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.steps = 0; }), "steps = 0"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.steps = max_steps + 1; }), "steps"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.seed = ~std::uint64_t{0}; }), "seed")) << "a file could not hold it";
    EXPECT_TRUE(contains(with([](Scenario& s) { s.ensemble = -1; }), "ensemble = -1 is outside 0 … 4096"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.ensemble = 256, s.steps = max_steps; }), "steps × ensemble of 256 is more than 30000000"));
    EXPECT_TRUE(contains(with([](Scenario& s) { s.ensemble = 2, s.seed = max_seed; }), "ensemble: seed + 1")) << "a file could not hold the last member's seed";
    EXPECT_TRUE(contains(with([](Scenario& s) {
                             s.problem = default_problem(find_dataset("four_points"), "four_points");
                             s.problem.batch = 5;
                         }), "batch = 5 is outside 0 … 4"));
}

// A folder of its own for every test, removed afterwards.
class SavedScenario : public testing::Test {
protected:
    SavedScenario() { std::filesystem::create_directories(folder); }
    ~SavedScenario() override { std::filesystem::remove_all(folder); }
    std::string content(const std::filesystem::path& path) const {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    int files() const { return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder), {})); }
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("thalweg-test-" + std::to_string(getpid()));
    const std::filesystem::path file = folder / "race.toml";
};

TEST_F(SavedScenario, LoadsAgain) {
    EXPECT_EQ(save_scenario(default_scenario(), file), "");
    EXPECT_EQ(std::get<Scenario>(load_scenario(file)), default_scenario());
    EXPECT_EQ(files(), 1) << "no draft stays behind";
    Scenario other = default_scenario();
    other.steps = 17;
    EXPECT_EQ(save_scenario(other, file), "");
    EXPECT_EQ(std::get<Scenario>(load_scenario(file)), other);
}

TEST_F(SavedScenario, FindsItsDataBesideItself) {
    std::ofstream(folder / "points.csv") << "x,y\n1,2\n2,4\n";
    std::ofstream(file) << "[problem]\ndata = \"points.csv\"\n";
    const ScenarioOrError result = load_scenario(file);
    ASSERT_TRUE(std::holds_alternative<Scenario>(result)) << std::get<std::string>(result);
    EXPECT_EQ(std::get<Scenario>(result).problem.data->size(), 2U);
    std::ofstream(folder / "points.csv") << "x,y\n1,2\n2,four\n";
    const ScenarioOrError broken = load_scenario(file);
    for (const char* part : {"race.toml:2", "points.csv:3, column 2", "'four'"}) EXPECT_TRUE(contains(std::get<std::string>(broken), part));
}

TEST_F(SavedScenario, IsExplainedWhereItCannotBeRead) {
    EXPECT_TRUE(contains(std::get<std::string>(load_scenario(folder)), "is a folder"));
    EXPECT_TRUE(contains(std::get<std::string>(load_scenario(folder / "missing.toml")), "missing.toml"));
    std::ofstream(folder / "empty.toml");
    EXPECT_TRUE(std::holds_alternative<Scenario>(load_scenario(folder / "empty.toml")));
}

TEST_F(SavedScenario, StaysWholeWhereTheFolderCannotBeWrittenTo) {
    ASSERT_EQ(save_scenario(default_scenario(), file), "");
    const std::string before = content(file);
    std::filesystem::create_directories(folder / ("race.toml.part" + std::to_string(getpid())) / "x");  // no draft can be made, not even by root
    Scenario other = default_scenario();
    other.steps = 17;
    const std::string message = save_scenario(other, file);
    EXPECT_TRUE(contains(message, "cannot write"));
    EXPECT_TRUE(contains(message, file.string()));
    EXPECT_EQ(content(file), before);
    EXPECT_TRUE(contains(save_scenario(other, folder / "no_such_folder" / "race.toml"), "no_such_folder"));
    EXPECT_TRUE(contains(save_scenario(other, file / "below_a_file.toml"), "cannot write"));
}

TEST_F(SavedScenario, StaysWholeOnAFullDisk) {
    ASSERT_EQ(save_scenario(default_scenario(), file), "");
    const std::string before = content(file);
    Scenario other = default_scenario();
    other.racers.resize(max_racers, other.racers[0]);
    rlimit whole{};
    getrlimit(RLIMIT_FSIZE, &whole);
    const rlimit tight{4096, whole.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    const std::string message = save_scenario(other, file);
    setrlimit(RLIMIT_FSIZE, &whole);
    std::signal(SIGXFSZ, handler);
    EXPECT_TRUE(contains(message, "cannot write"));
    EXPECT_TRUE(contains(message, "File too large"));
    EXPECT_EQ(content(file), before);
    EXPECT_EQ(files(), 1) << "no draft stays behind";
}

TEST_F(SavedScenario, FollowsALink) {
    ASSERT_EQ(save_scenario(default_scenario(), file), "");
    std::filesystem::create_symlink("race.toml", folder / "link.toml");
    Scenario other = default_scenario();
    other.steps = 17;
    EXPECT_EQ(save_scenario(other, folder / "link.toml"), "");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.toml"));
    EXPECT_EQ(std::get<Scenario>(load_scenario(file)), other);
    EXPECT_EQ(files(), 2);
}

TEST_F(SavedScenario, DoesNotReplaceAFolder) {
    std::filesystem::create_directories(file / "something");
    EXPECT_TRUE(contains(save_scenario(default_scenario(), file), "cannot write"));
    EXPECT_TRUE(std::filesystem::is_directory(file / "something"));
    EXPECT_EQ(files(), 1) << "no draft stays behind";
}

TEST(Scenario, KnowsWhetherChanceHasAPart) {
    Scenario scenario = default_scenario();
    scenario.ensemble = 64;
    EXPECT_FALSE(shows_ensemble(scenario)) << "every seed gives the same race";
    scenario.noise = {Noise::Kind::student_t, 0.5};
    EXPECT_TRUE(shows_ensemble(scenario));
    scenario.noise.scale = 0;
    EXPECT_FALSE(shows_ensemble(scenario));
    scenario.problem = default_problem(find_dataset("four_points"), "four_points");
    for (const auto& [batch, depends] : {std::pair{0, false}, std::pair{2, true}, std::pair{4, false}}) {
        scenario.problem.batch = batch;
        EXPECT_EQ(depends_on_seed(scenario), depends) << "batch " << batch;
    }
    scenario.problem.batch = 2;
    scenario.ensemble = 1;
    EXPECT_FALSE(shows_ensemble(scenario));
}

}  // namespace
}  // namespace thalweg
