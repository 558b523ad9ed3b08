// `thalweg trace`, `eval` and `list` through the built program, and every recorded trajectory once more through its command line.
#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/scenario.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/program/support.hpp"
#include "tests/core/golden.hpp"
#include "tests/core/png_writer.hpp"

namespace thalweg::test {
namespace {

std::string exact(double value) {
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

struct Row { double x, y, loss; };

std::vector<Row> rows_of(const std::string& csv) {
    std::istringstream in(csv);
    std::string line;
    std::getline(in, line);
    EXPECT_TRUE(line.starts_with("racer,step,x,y,loss,")) << line;
    std::vector<Row> rows;
    while (std::getline(in, line)) {
        std::istringstream cells(line.substr(line.rfind('"') == std::string::npos ? 0 : line.rfind('"')));
        std::vector<std::string> words;
        for (std::string word; std::getline(cells, word, ',');) words.push_back(word);
        EXPECT_GE(words.size(), 5u) << line;
        if (words.size() < 5) break;
        EXPECT_EQ(words[1], std::to_string(rows.size()));
        rows.push_back({std::stod(words[2]), std::stod(words[3]), std::stod(words[4])});
    }
    return rows;
}

class GoldenTrace : public testing::TestWithParam<const char*> {};

TEST_P(GoldenTrace, IsFollowedAtTheCommandLine) {
    int followed = 0;
    for (const auto& c : golden::cases(GetParam())) {
        const std::string optimizer = c["optimizer"];
        if (!find_optimizer(optimizer)) continue;
        SCOPED_TRACE(c["id"].get<std::string>());
        std::string racer = optimizer;
        for (const auto& [key, value] : c["hyper"].items()) racer += "," + key + "=" + (value.is_boolean() ? value.get<bool>() ? "true" : "false" : exact(value.get<double>()));
        const Outcome outcome = thalweg({"trace", "--surface", c["surface"].get<std::string>(), "--start=" + exact(c["start"][0].get<double>()) + "," + exact(c["start"][1].get<double>()),
                                         "--steps", std::to_string(c["steps"].get<int>()), "--racer", racer});
        ASSERT_EQ(outcome.code, 0) << outcome.errors;
        const bool diverges = c.value("diverges", false) && static_cast<int>(c["points"].size()) <= c["steps"].get<int>();
        EXPECT_EQ(outcome.errors.empty(), !diverges) << outcome.errors;
        const std::vector<Row> rows = rows_of(outcome.output);
        ASSERT_EQ(rows.size(), c["points"].size());
        double worst = 0;
        for (std::size_t k = 0; k < rows.size(); ++k)
            worst = std::max({worst, golden::error(rows[k].x, c["points"][k][0]), golden::error(rows[k].y, c["points"][k][1]), golden::error(rows[k].loss, c["loss"][k])});
        EXPECT_LE(worst, c["tol"].get<double>());
        ++followed;
    }
    EXPECT_GE(followed, 6);
}
INSTANTIATE_TEST_SUITE_P(All, GoldenTrace, testing::Values("adam", "adam_variants", "adaptive", "first_order", "clipping"), [](const auto& p) { return std::string(p.param); });

TEST(EvalCommand, GivesTheRecordedDerivatives) {
    int checked = 0;
    std::vector<nlohmann::json> all = golden::cases("surfaces");
    for (auto& more : golden::cases("surfaces_more")) all.push_back(std::move(more));
    for (const auto& c : all) {
        if (!find_surface(c["surface"].get<std::string>())) continue;
        const auto& at = c["at"][1];
        const Outcome outcome = thalweg({"eval", "--surface", c["surface"], "--at=" + exact(at[0]) + "," + exact(at[1])});
        ASSERT_EQ(outcome.code, 0) << outcome.errors;
        const auto json = nlohmann::json::parse(outcome.output);
        EXPECT_LE(golden::error(json["loss"], c["loss"][1]), 1e-9) << c["id"];
        for (std::size_t axis = 0; axis < 2; ++axis) EXPECT_LE(golden::error(json["gradient"][axis], c["gradient"][1][axis]), 1e-8) << c["id"];
        ++checked;
    }
    EXPECT_GE(checked, 52);
}

TEST(EvalCommand, PrintsOneLineOfJsonWith17Digits) {
    const Outcome outcome = thalweg({"eval", "--surface", "rosenbrock", "--at=-1.2,1"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.errors, "");
    EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 1);
    const auto json = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(json["surface"], "rosenbrock");
    EXPECT_NEAR(json["loss"].get<double>(), 24.2, 1e-12);
    EXPECT_NEAR(json["gradient"][0].get<double>(), -215.6, 1e-10);
    EXPECT_NEAR(json["gradient"][1].get<double>(), -88.0, 1e-10);
    EXPECT_NEAR(json["hessian"][0][0].get<double>(), 1330, 1e-9);
    EXPECT_NEAR(json["hessian"][0][1].get<double>(), 480, 1e-9);
    EXPECT_NEAR(json["hessian"][1][1].get<double>(), 200, 1e-9);
    // 0.1 + 0.2 and the like come out with every bit.
    const auto third = nlohmann::json::parse(thalweg({"eval", "--surface", "rosenbrock", "--at", "0.30000000000000004,0.1"}).output);
    EXPECT_EQ(third["at"][0].get<double>(), 0.30000000000000004);
    EXPECT_TRUE(has(outcome.output, "-215.5999999999999") || has(outcome.output, "-215.60000000000002") || has(outcome.output, "-215.59999999999997"));
}

// Turned by a quarter, x of the surface is y of the plane.
TEST(EvalCommand, TakesLossesOfDataAndImages) {
    const auto loss = [](const std::vector<std::string>& words) { return nlohmann::json::parse(thalweg(words).output)["loss"].get<double>(); };
    // Residuals of (1, 2), (2, 3), (3, 4), (4, 5) at w = 2, b = 0 are 0, 1, 2, 3.
    const auto at = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"eval", "--data", "four_points", "--at", "2,0"};
        words.insert(words.end(), more.begin(), more.end());
        return loss(words);
    };
    EXPECT_NEAR(at({}), 14 / 4.0, 1e-13);
    EXPECT_NEAR(at({"--loss", "l1"}), 6 / 4.0, 1e-13);
    EXPECT_NEAR(at({"--loss", "huber"}), (0 + 0.5 + 1.5 + 2.5) / 4, 1e-13);
    EXPECT_NEAR(at({"--loss", "huber", "--parameter", "delta=2", "--parameter", "ridge=0.5"}), (0 + 0.5 + 2 + 4) / 4 + 0.5 * 4, 1e-13);
    EXPECT_NEAR(loss({"eval", "--data", "two_classes", "--at", "0,0"}), std::log(2.0), 1e-13);
    EXPECT_TRUE(refused(thalweg({"eval", "--data", "four_points", "--loss", "logistic", "--at", "0,0"}), {"--loss logistic", "needs the labels 0 and 1"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--data", "four_points", "--loss", "hubert", "--at", "0,0"}), {"unknown loss 'hubert'", "did you mean 'huber'"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "booth", "--loss", "l1", "--at", "0,0"}), {"--loss l1", "belongs to data"}));

    const TemporaryFolder folder;
    PngWriter::write(folder / "ramp.png", PngWriter::grey(3, 3, {0, 51, 102, 0, 51, 102, 0, 51, 102}));
    EXPECT_NEAR(loss({"eval", "--image", (folder / "ramp.png").string(), "--at", "0,0"}), 0.2, 1e-13);
    EXPECT_NEAR(loss({"eval", "--image", (folder / "ramp.png").string(), "--parameter", "height=10", "--at", "5,-5"}), 4, 1e-12);
    EXPECT_TRUE(refused(thalweg({"eval", "--image", (folder / "no.png").string(), "--at", "0,0"}), {"--image", "no.png", "expected a PNG image"}));
}

TEST(EvalCommand, TransformsTheSurface) {
    const auto straight = nlohmann::json::parse(thalweg({"eval", "--surface", "rosenbrock", "--at=-1.2,1"}).output);
    const auto turned = nlohmann::json::parse(thalweg({"eval", "--surface", "rosenbrock", "--transform", "rotation=1.5707963267948966,shift_x=2", "--at=1,-1.2"}).output);
    EXPECT_NEAR(turned["loss"].get<double>(), straight["loss"].get<double>(), 1e-12);
    EXPECT_NEAR(turned["gradient"][1].get<double>(), straight["gradient"][0].get<double>(), 1e-10);
    EXPECT_NEAR(turned["gradient"][0].get<double>(), -straight["gradient"][1].get<double>(), 1e-10);
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock", "--transform", "scale_x=0", "--at=1,1"}), {"--transform", "scale_x = 0", "0.001"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock", "--transform", "turn=1", "--at=1,1"}), {"unknown key 'turn'", "rotation"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock", "--transform", "rotation", "--at=1,1"}), {"key=value"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--data", "four_points", "--transform", "rotation=1", "--at=1,1"}), {"a transform belongs to a surface"}));
}

// Without --start the racers start where the surface's own start has moved to.
TEST(TraceCommand, MovesTheStartWithTheSurface) {
    const Outcome moved = thalweg({"trace", "--surface", "booth", "--transform", "shift_x=3", "--racer", "sgd,lr=0.01", "--steps", "1"});
    ASSERT_EQ(moved.code, 0) << moved.errors;
    EXPECT_TRUE(has(moved.output, ",0,-5,-8,")) << moved.output;
}

TEST(EvalCommand, ReadsFormulas) {
    const auto json = nlohmann::json::parse(thalweg({"eval", "--formula", "(1-x)^2 + a*(y - x^2)^2", "--parameter", "a=100", "--at=-1.2,1"}).output);
    EXPECT_EQ(json["formula"], "(1-x)^2 + a*(y - x^2)^2");
    EXPECT_NEAR(json["loss"].get<double>(), 24.2, 1e-12);
    EXPECT_NEAR(json["hessian"][0][0].get<double>(), 1330, 1e-9);
    const Outcome undefined = thalweg({"eval", "--formula", "log(x)", "--at=-1,0"});
    EXPECT_EQ(undefined.code, 0);
    EXPECT_TRUE(nlohmann::json::parse(undefined.output)["loss"].is_null());
    EXPECT_TRUE(refused(thalweg({"eval", "--formula", "(1-x", "--at", "1,2"}), {"--formula", "column 5", "expected ')'"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--formula", "a*x", "--parameter", "b=1", "--at", "1,2"}), {"unknown parameter 'b'", "a"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--formula", "x", "--surface", "beale", "--at", "1,2"}), {"only one of"}));
}

TEST(TraceCommand, FollowsAFormulaAsItsBuiltInTwin) {
    const std::vector<std::string> rest{"--start=-1.2,1", "--steps", "50", "--racer", "adam,lr=0.03"};
    const auto traced = [&](std::vector<std::string> problem) {
        problem.insert(problem.begin(), "trace");
        problem.insert(problem.end(), rest.begin(), rest.end());
        return thalweg(problem).output;
    };
    EXPECT_EQ(traced({"--formula", "(1-x)^2 + 100*(y - x^2)^2"}), traced({"--surface", "rosenbrock"}));
}

TEST(TraceCommand, StartsAFormulaWithinItsDomain) {
    const std::vector<std::string> race{"trace", "--formula", "(x - 20)^2 + y^2", "--steps", "1", "--racer", "sgd,lr=0.01"};
    const auto start = [&](std::vector<std::string> more) {
        more.insert(more.begin(), race.begin(), race.end());
        const Outcome outcome = thalweg(more);
        EXPECT_EQ(outcome.code, 0) << outcome.errors;
        const std::size_t row = outcome.output.find(",0,");
        return std::stod(outcome.output.substr(row + 3));
    };
    EXPECT_LT(start({}), 5);
    EXPECT_GT(start({"--domain=10,30,-5,5"}), 10);
    EXPECT_EQ(start({"--domain=10,30,-5,5", "--start=1,1"}), 1);
}

TEST(EvalCommand, Refuses) {
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock"}), {"--at"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--at", "1,2"}), {"--surface"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock", "--at", "1"}), {"--at"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock", "--at", "1,2,3"}), {"--at"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "rosenbrock", "--at", "nan,2"}), {"--at"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--surface", "booths", "--at", "1,2"}), {"booths", "booth"}));
    EXPECT_TRUE(refused(thalweg({"eval", "--data", "nowhere.csv", "--at", "1,2"}), {"nowhere.csv"}));
}

TEST(TraceCommand, WritesEveryRowOfEveryRacerWith17Digits) {
    const Outcome outcome = thalweg({"trace", "--surface", "booth", "--racer", "adam,lr=0.1", "--racer", "sgd,lr=0.01", "--steps", "25"});
    ASSERT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.errors, "");
    EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 1 + 2 * 26);
    const Outcome lines = thalweg({"trace", "--surface", "booth", "--racer", "adam,lr=0.1", "--racer", "sgd,lr=0.01", "--steps", "25", "--format", "jsonl"});
    std::istringstream in(lines.output);
    std::size_t rows = 0;
    Scenario scenario;
    scenario.problem = default_problem(*find_surface("booth"));
    scenario.steps = 25;
    for (const char* id : {"adam", "sgd"}) scenario.racers.push_back(default_racer(*find_optimizer(id), scenario.racers));
    ASSERT_EQ(set_racer_key(scenario.racers[0], "lr", 0.1), "");
    ASSERT_EQ(set_racer_key(scenario.racers[1], "lr", 0.01), "");
    Race race;
    race.arrange({build_problem(scenario.problem), 0, 25}, build_setups(scenario));
    race.advance();
    for (std::string line; std::getline(in, line); ++rows) {
        const auto row = nlohmann::json::parse(line);
        const int step = row["step"];
        const History& history = race.history(rows / 26);
        EXPECT_EQ(step, static_cast<int>(rows % 26));
        EXPECT_EQ(row["x"].get<double>(), history.theta(step).x());  // to the last bit
        EXPECT_EQ(row["y"].get<double>(), history.theta(step).y());
        EXPECT_EQ(row["loss"].get<double>(), history.loss(step));
    }
    EXPECT_EQ(rows, 52u);
}

TEST(TraceCommand, WritesTheStatisticsOfAnEnsemble) {
    const Outcome outcome = thalweg({"trace", "--surface", "himmelblau", "--steps", "5", "--noise", "gaussian,scale=2", "--racer", "adam", "--ensemble", "16", "--seed", "3", "--statistics"});
    ASSERT_EQ(outcome.code, 0) << outcome.errors;
    std::istringstream lines(outcome.output);
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line, "racer,step,members,mean_x,mean_y,cov_xx,cov_xy,cov_yy,loss_p10,loss_p50,loss_p90");
    for (int step = 0; step <= 5; ++step) {
        ASSERT_TRUE(std::getline(lines, line));
        EXPECT_TRUE(line.starts_with("Adam," + std::to_string(step) + ",16,")) << line;
    }
    const Outcome none = thalweg({"trace", "--racer", "adam", "--statistics"});
    EXPECT_EQ(none.code, 2);
    EXPECT_NE(none.errors.find("--ensemble"), std::string::npos) << none.errors;
}

TEST(TraceCommand, KeepsRemarksOffStandardOutput) {
    const Outcome outcome = thalweg({"trace", "--surface", "rosenbrock", "--racer", "sgd,lr=0.5", "--steps", "100"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_TRUE(has(outcome.errors, "SGD"));
    EXPECT_LT(rows_of(outcome.output).size(), 101u);
    EXPECT_EQ(outcome.output.find("diverge"), std::string::npos);
}

TEST(TraceCommand, ReadsScenarioFilesAndWritesToOne) {
    const TemporaryFolder folder;
    ASSERT_EQ(save_scenario(default_scenario(), folder / "default.toml"), "");
    const Outcome direct = thalweg({"trace", (folder / "default.toml").string()});
    EXPECT_EQ(direct.code, 0) << direct.errors;
    EXPECT_EQ(direct.output, thalweg({"trace"}).output);
    const Outcome filed = thalweg({"trace", "default.toml", "-o", "trace.csv"}, folder.path());
    EXPECT_EQ(filed.code, 0) << filed.errors;
    EXPECT_EQ(filed.output, "");
    EXPECT_EQ(read_file(folder / "trace.csv"), direct.output);
}

TEST(TraceCommand, RefusesNamingRacerAndKey) {
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "adam,beta1=1.5"}), {"adam", "beta1", "1.5"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "adam,betta1=0.5"}), {"betta1", "beta1"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "adam,lr"}), {"adam,lr"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "adam,lr=fast"}), {"lr"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", ""})));
    EXPECT_TRUE(refused(thalweg({"trace", "--format", "xml"}), {"--format"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--surface", "booth", "-o", "/nowhere/at/all.csv", "--racer", "sgd"}), {"/nowhere/at/all.csv"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--seed", "-1"}), {"seed"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--parameter", "kappa=3"}), {"kappa"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--steps", "50", "--racer", "sgd,schedule.kind=cosine,schedule.t_max=60"}), {"racer 1", "schedule.t_max = 60", "50 steps"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "sgd,schedule.kind=cosin"}), {"schedule.kind", "cosine"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "sgd,lr=-1"}), {"sgd", "lr = -1"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "sgd,momentum_schedule.kind=cosine"}), {"momentum_schedule", "sgd"}));
    for (const char* domain : {"1,2", "1,2,3,x", "2,1,0,1", "0,1,0,nan", ""}) EXPECT_TRUE(refused(thalweg({"trace", "--formula", "x", "--domain=" + std::string(domain)}), {"--domain"})) << domain;
    EXPECT_TRUE(refused(thalweg({"trace", "two_spirals", "--domain=0,1,0,1"}), {"--domain", "networks"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--noise", "gaussian", "--racer", "sgd"}), {"--noise gaussian", "scale"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--noise", "gaussian,scale=-1", "--racer", "sgd"}), {"scale = -1"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--noise", "gaussian,scale=nan", "--racer", "sgd"}), {"scale"}));
    const TemporaryFolder folder;
    write_file(folder / "second.toml", "[problem]\nsurface = \"booth\"\n\n[[racer]]\noptimizer = \"sgd\"\n\n[[racer]]\noptimizer = \"adam\"\nname = \"Bert\"\nbeta2 = 7\n");
    EXPECT_TRUE(refused(thalweg({"trace", (folder / "second.toml").string()}), {"second.toml", "2", "beta2"}));
    write_file(folder / "none.toml", "steps = 10\n");
    EXPECT_TRUE(refused(thalweg({"trace", (folder / "none.toml").string()})));
}

TEST(TraceCommand, TakesWhateverTheWindowOpens) {
    const TemporaryFolder folder;
    write_file(folder / "points.csv", "1,2\n2,3\n3,5\n");
    const std::string racer = "--racer", sgd = "sgd,lr=0.01";
    const Outcome opened = thalweg({"trace", (folder / "points.csv").string(), "--steps", "3", racer, sgd});
    EXPECT_EQ(opened.code, 0) << opened.errors;
    EXPECT_EQ(opened.output, thalweg({"trace", "--data", (folder / "points.csv").string(), "--steps", "3", racer, sgd}).output);
    EXPECT_EQ(thalweg({"trace", (folder / "points.csv").string(), "--steps", "3"}).code, 0) << "with the racers to begin with";
    EXPECT_TRUE(refused(thalweg({"trace", "two_spiral"}), {"two_spiral", "did you mean 'two_spirals'"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--steps", "many"}), {"--steps", "thalweg trace --help"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--format", "xml"}), {"xml", "csv", "jsonl"}));
    EXPECT_TRUE(refused(thalweg({"trace", "--racer", "adam,schedule.kind=cosin"}), {"schedule: unknown kind 'cosin'"}));
}

TEST(TraceCommand, DrawsUpNetworksAndReadsTheirExamples) {
    const TemporaryFolder folder;
    write_file(folder / "train.csv", "1,2,0\n3,4,1\n5,6,0\n7,9,1\n");
    write_file(folder / "test.csv", "1,2,1\n3,4,1\n");
    write_file(folder / "wide.csv", "1,2,3,1\n3,4,5,1\n");
    write_file(folder / "race.toml", "[problem.network]\nwidth = 3\ndepth = 1\n[problem.network.data]\nfile = \"train.csv\"\nclasses = true\ntest_file = \"test.csv\"\n[race]\nsteps = 4\n[[racer]]\noptimizer = \"adam\"\n");
    const auto trace = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "trace");
        return thalweg(words, folder.path());
    };
    const Outcome filed = trace({"race.toml"});
    ASSERT_EQ(filed.code, 0) << filed.errors;
    const std::vector<std::string> same{"--network", "width=3,depth=1", "--examples", "train.csv,classes=true,test_file=test.csv", "--steps", "4", "--racer", "adam"};
    EXPECT_EQ(trace(same).output, filed.output);
    EXPECT_EQ(trace({"race.toml", "--examples", "test_file=test.csv"}).output, filed.output) << "what is not named stays";
    EXPECT_NE(trace({"race.toml", "--examples", "test_share=0.5"}).output, filed.output) << "fewer to learn from";
    EXPECT_NE(trace({"race.toml", "--network", "gain=2"}).output, filed.output);
    EXPECT_EQ(trace({"--examples", "moons,count=50,seed=3", "--steps", "2", "--racer", "sgd"}).code, 0);
    EXPECT_TRUE(refused(trace({"race.toml", "--examples", "test_file=wide.csv"}), {"--examples test_file=wide.csv", "wide.csv:1, column 1", "3 columns"}));
    EXPECT_TRUE(refused(trace({"--examples", "moons,test_file=test.csv"}), {"test_file"}));
    EXPECT_TRUE(refused(trace({"--examples", "moon"}), {"moon", "did you mean 'moons'"}));
    EXPECT_TRUE(refused(trace({"--network", "depht=3"}), {"--network", "depth"}));
    EXPECT_TRUE(refused(trace({"--network", "depth=3", "--surface", "booth"}), {"only one of"}));
}

TEST(TraceCommand, DisturbsTheGradientsOfNetworks) {
    const auto trace = [](std::vector<std::string> more) {
        std::vector<std::string> words{"trace", "two_spirals", "--steps", "3"};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = thalweg(words);
        EXPECT_EQ(outcome.code, 0) << outcome.errors;
        return outcome.output;
    };
    const std::string calm = trace({}), noisy = trace({"--noise", "gaussian,scale=0.1"});
    EXPECT_NE(noisy, calm);
    EXPECT_EQ(noisy, trace({"--noise", "gaussian,scale=0.1"}));
    EXPECT_EQ(trace({"--noise", "gaussian,scale=0"}), calm);
    EXPECT_EQ(noisy.substr(0, noisy.find("SGD,1,")), calm.substr(0, calm.find("SGD,1,"))) << "loss and gradient are shown as they are";
}

TEST(Program, ExplainsItself) {
    const Outcome help = thalweg({"--help"});
    EXPECT_EQ(help.code, 0);
    for (const char* command : {"trace", "render", "eval", "list"}) EXPECT_TRUE(has(help.output, command));
    EXPECT_EQ(thalweg({"--version"}).code, 0);
    EXPECT_TRUE(has(thalweg({"--version"}).output, "thalweg "));
    EXPECT_TRUE(refused(thalweg({"rendr"})));
    EXPECT_TRUE(refused(thalweg({"--frobnicate"}), {"--frobnicate"}));
}

TEST(ListCommand, NamesEverything) {
    const auto check = [](const char* what, const auto& catalogue) {
        const Outcome text = thalweg({"list", what}), json = thalweg({"list", what, "--json"});
        EXPECT_EQ(text.code, 0);
        EXPECT_EQ(json.code, 0);
        const auto parsed = nlohmann::json::parse(json.output);
        EXPECT_EQ(parsed.size(), catalogue.size());
        std::size_t i = 0;
        for (const auto& entry : catalogue) {
            EXPECT_TRUE(has(text.output, std::string(entry.id)));
            EXPECT_EQ(parsed[i++]["id"], std::string(entry.id));
        }
    };
    check("optimizers", optimizer_catalogue());
    check("surfaces", surface_catalogue());
    check("datasets", dataset_catalogue());
    EXPECT_TRUE(refused(thalweg({"list", "optimisers"}), {"optimisers", "optimizers"}));
}

TEST(CardCommand, PrintsFormulaConventionTablesAndReferenceCases) {
    const Outcome outcome = thalweg({"card", "adam"});
    ASSERT_EQ(outcome.code, 0) << outcome.errors;
    for (const char* part : {"Adam (adam)", "θ ← θ − α·m̂/(√v̂ + ε)", "PyTorch Adam", "Kingma & Ba 2015", "β₁", "0.999", "first moment", "reference cases", "largest error", "adam_eps_hat"})
        EXPECT_TRUE(has(outcome.output, part));
    EXPECT_TRUE(refused(thalweg({"card", "adm"}), {"unknown optimizer 'adm'", "did you mean 'adam'"}));
}

TEST(CardCommand, IsBehindTheListToo) {
    const Outcome outcome = thalweg({"list", "optimizers", "--json"});
    ASSERT_EQ(outcome.code, 0);
    for (const auto& o : nlohmann::json::parse(outcome.output)) {
        ASSERT_TRUE(o.contains("conformance"));
        EXPECT_TRUE(o["id"] != "adam" || o["conformance"]["cases"].get<int>() >= 10);
    }
}

TEST(AnatomyCommand, TakesAStepApart) {
    const std::vector<std::string> scenario{"--surface", "quadratic_ill", "--start=-4,2", "--steps", "5", "--racer", "momentum,lr=0.01,momentum=0.9"};
    const auto anatomy = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"anatomy"};
        words.insert(words.end(), scenario.begin(), scenario.end());
        words.insert(words.end(), more.begin(), more.end());
        return thalweg(words);
    };
    const Outcome text = anatomy({"--step", "1"});
    ASSERT_EQ(text.code, 0) << text.errors;
    EXPECT_TRUE(has(text.output, "0.9·(−4)"));
    EXPECT_TRUE(has(text.output, "step taken: "));

    const Outcome outcome = anatomy({"--step", "1", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.errors;
    const auto json = nlohmann::json::parse(outcome.output);
    std::vector<std::string> words{"trace"};
    words.insert(words.end(), scenario.begin(), scenario.end());
    const std::vector<Row> rows = rows_of(thalweg(words).output);
    EXPECT_EQ(json["theta"][0].get<double>(), rows[1].x) << "to the last bit";
    EXPECT_EQ(json["next"][0].get<double>(), rows[2].x);
    double sum = 0;
    for (const auto& part : json["parts"]) sum += part["move"][0].get<double>();
    EXPECT_NEAR(sum, rows[2].x - rows[1].x, 1e-14);
    EXPECT_TRUE(json["adds_up"].get<bool>());
    bool found = false;
    for (const auto& line : json["lines"])
        if (line["name"] == "theta" && line["applies"].get<bool>()) {
            found = true;
            EXPECT_NEAR(line["value"][0].get<double>(), rows[2].x, 1e-14);
        }
    EXPECT_TRUE(found);

    EXPECT_TRUE(refused(anatomy({"--step", "5"}), {"--step 5", "from 0 to 4"}));
    EXPECT_TRUE(refused(anatomy({"--step", "-1"}), {"--step -1"}));
    EXPECT_TRUE(refused(anatomy({"--step", "0", "--select", "3"}), {"--select"}));
    EXPECT_TRUE(refused(thalweg({"anatomy", "two_spirals", "--step", "0"}), {"network"}));
}

// A script that opens a picture where there is no display has to know what is a command and what is a scenario.
TEST(RunScript, KnowsEveryCommand) {
    const Outcome help = thalweg({"--help"});
    std::set<std::string> commands;
    std::istringstream lines(help.output.substr(help.output.find("Subcommands:")));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line))
        if (std::istringstream words(line); line.starts_with("  ") && line[2] != ' ') {
            std::string name;
            words >> name;
            commands.insert(name);
        }
    EXPECT_GE(commands.size(), 6u) << help.output;
    std::ifstream script(THALWEG_SOURCES "/run.sh");
    std::string known;
    while (std::getline(script, line))
        if (line.find(" | -*)") != std::string::npos) known = line.substr(0, line.find(" | -*)"));
    std::istringstream words(known);
    std::set<std::string> listed;
    for (std::string word; words >> word;)
        if (word != "|") listed.insert(word);
    EXPECT_EQ(listed, commands);
}

}  // namespace
}  // namespace thalweg::test
