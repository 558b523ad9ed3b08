// Networks as scenarios: files, messages, traces.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "core/scenario/build.hpp"
#include "core/scenario/toml.hpp"
#include "core/scenario/trace.hpp"
#include "golden.hpp"
#include "support.hpp"

namespace thalweg {
namespace {

constexpr const char* text = R"(version = 1
[problem.network]
depth = 3
width = 8
activation = "elu"
activation_parameter = 0.5
init = "he_normal"
gain = 1.5
norm = "layer_norm"
residual = 0.5
batch = 20
[problem.network.data]
kind = "spiral"
arms = 3
count = 120
noise = 0.1
[race]
steps = 30
seed = 3
[[racer]]
optimizer = "adam"
lr = 0.01
clip_norm = 1.0
[[racer]]
optimizer = "sgd"
lr = 0.1
)";

std::string message_of(std::string from) {
    const ScenarioOrError read = parse_scenario(from, "race.toml");
    return std::holds_alternative<std::string>(read) ? std::get<std::string>(read) : "";
}
std::string replaced(std::string in, const std::string& what, const std::string& by) {
    const auto at = in.find(what);
    EXPECT_NE(at, std::string::npos);
    return in.replace(at, what.size(), by);
}
Scenario parsed(const std::string& from) {
    ScenarioOrError read = parse_scenario(from, "race.toml");
    EXPECT_TRUE(std::holds_alternative<Scenario>(read)) << message_of(from);
    return std::holds_alternative<Scenario>(read) ? std::get<Scenario>(read) : Scenario{};
}

TEST(NetworkScenario, ReadsBackWhatItWrites) {
    const Scenario s = parsed(text);
    ASSERT_TRUE(s.problem.network);
    EXPECT_EQ(s.problem.network->word(NetworkKey::activation), "elu");
    EXPECT_EQ(s.problem.network->at(NetworkKey::activation_parameter), 0.5);
    EXPECT_EQ(architecture_of(*s.problem.network, *make_examples(s.problem.network->examples).train).outputs(), 3) << "one output for each arm";
    EXPECT_EQ(parsed(format_scenario(s)), s);
}

TEST(NetworkScenario, SaysWhatIsWrongAndWhere) {
    EXPECT_NE(message_of(replaced(text, "depth = 3", "depth = 300")).find("race.toml:3: [problem.network] depth = 300 is outside 0 … 100"), std::string::npos) << message_of(replaced(text, "depth = 3", "depth = 300"));
    EXPECT_NE(message_of(replaced(text, "\"elu\"", "\"elo\"")).find("activation"), std::string::npos);
    EXPECT_NE(message_of(replaced(text, "kind = \"spiral\"", "kind = \"spyral\"")).find("[problem.network.data]"), std::string::npos);
    EXPECT_NE(message_of(replaced(text, "width = 8", "wide = 8")).find("wide"), std::string::npos);
    EXPECT_NE(message_of(replaced(text, "optimizer = \"sgd\"\nlr = 0.1", "optimizer = \"cma_es\"")).find("racer 2 (CMA-ES)"), std::string::npos) << message_of(replaced(text, "optimizer = \"sgd\"\nlr = 0.1", "optimizer = \"cma_es\""));
    EXPECT_NE(message_of("[problem]\nnetwork = \"nowhere.json\"\n").find("nowhere.json"), std::string::npos) << message_of("[problem]\nnetwork = \"nowhere.json\"\n");
    EXPECT_NE(message_of("[problem]\nnetwork = \"nowhere.json\"\nbatch = 3\n").find("batch is not for networks"), std::string::npos);
    EXPECT_NE(message_of(replaced(text, "seed = 3", "seed = 3\nensemble = 8")).find("ensemble"), std::string::npos);
}

TEST(NetworkScenario, TracesEveryStepWithTheNormOfEveryLayer) {
    std::ostringstream csv, jsonl;
    EXPECT_EQ(write_trace(parsed(text), TraceFormat::csv, csv), "");
    EXPECT_EQ(write_trace(parsed(text), TraceFormat::jsonl, jsonl), "");
    std::istringstream lines(csv.str());
    std::string header, line;
    std::getline(lines, header);
    EXPECT_EQ(header.substr(0, 48), "racer,step,loss,grad_norm_total,lr,grad_norm.0,g");
    int count = 0;
    while (std::getline(lines, line)) ++count;
    EXPECT_EQ(count, 2 * 31);
    std::istringstream objects(jsonl.str());
    nlohmann::json last;
    while (std::getline(objects, line)) last = nlohmann::json::parse(line);
    EXPECT_EQ(last["step"], 30);
    EXPECT_TRUE(last["lr"].is_null());
    EXPECT_EQ(last["final"]["0.weight"].size(), 8u);
    EXPECT_EQ(last["final"]["0.weight"][0].size(), 2u);
    EXPECT_TRUE(last["final"]["0.bias"][0].is_number());
}

TEST(NetworkScenario, NamesAFileToTestOn) {
    const auto folder = std::filesystem::temp_directory_path() / ("thalweg-tested-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "train.csv") << "1,2,0\n3,4,1\n5,6,0\n7,9,1\n";
    std::ofstream(folder / "test.csv") << "1,2,1\n3,4,1\n5,5,0\n";
    std::ofstream(folder / "wide.csv") << "1,2,3,1\n3,4,5,1\n";
    std::ofstream(folder / "other.csv") << "1,2,1\n3,4,2\n";
    const auto read = [&](const std::string& data) { return parse_scenario("[problem.network]\nwidth = 3\n[problem.network.data]\n" + data + "[race]\nsteps = 3\n[[racer]]\noptimizer = \"adam\"\n", folder / "race.toml"); };
    const auto wrong = [&](const std::string& data) {
        const ScenarioOrError result = read(data);
        return std::holds_alternative<std::string>(result) ? std::get<std::string>(result) : "";
    };
    const ScenarioOrError result = read("classes = true\nfile = \"train.csv\"\ntest_file = \"test.csv\"\nstandardise = true\n");
    ASSERT_TRUE(std::holds_alternative<Scenario>(result)) << std::get<std::string>(result);
    const Scenario& s = std::get<Scenario>(result);
    const BuiltNetwork built = build_network(*s.problem.network, 1);
    EXPECT_EQ(built.problem->train->size(), 4);
    EXPECT_EQ(built.problem->test->labels, (std::vector{1, 1, 0}));
    Training training;
    training.arrange(build_training(s, built), build_setups(s));
    training.advance();
    EXPECT_TRUE(std::isfinite(training.history(0).evaluations().back().test.accuracy));
    const std::string written = format_scenario(s);
    EXPECT_EQ(written.find("test_share"), std::string::npos);
    EXPECT_EQ(std::get<Scenario>(parse_scenario(written, folder / "race.toml")), s);

    const std::string train = "classes = true\nfile = \"train.csv\"\n";
    EXPECT_TRUE(test::contains(wrong(train + "test_file = \"wide.csv\"\n"), "race.toml:3: [problem.network.data] wide.csv:1, column 1: expected 3 columns"));
    EXPECT_TRUE(test::contains(wrong(train + "test_file = \"other.csv\"\n"), "other.csv:2, column 3: class 2 is not in the file to learn from, which has 0, 1"));
    EXPECT_TRUE(test::contains(wrong(train + "test_file = \"none.csv\"\n"), "none.csv: No such file"));
    EXPECT_TRUE(test::contains(wrong(train + "test_file = \"test.csv\"\ntest_share = 0.5\n"), "expected only one of test_share and test_file"));
    EXPECT_TRUE(test::contains(wrong(train + "test_labels = \"test.csv\"\n"), "test_labels belongs to test_file"));
    EXPECT_TRUE(test::contains(wrong("kind = \"moons\"\ntest_file = \"test.csv\"\n"), "test_file"));
    std::filesystem::remove_all(folder);
}

TEST(NetworkScenario, ARecordedNetworkIsTheProblemOfAScenario) {
    const auto folder = std::filesystem::temp_directory_path() / ("thalweg-network-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + std::to_string(reinterpret_cast<std::uintptr_t>(&text)));
    std::filesystem::create_directories(folder);
    const nlohmann::json c = golden::cases("networks")[4];
    std::ofstream(folder / "case.json") << c.dump();
    Scenario s = parsed(text);
    const ScenarioOrError read = parse_scenario("[problem]\nnetwork = \"case.json\"\n[race]\nsteps = 25\n[[racer]]\noptimizer = \"" + c["optimizer"].get<std::string>() + "\"\nlr = " + c["hyper"]["lr"].dump() + "\n", folder / "race.toml");
    ASSERT_TRUE(std::holds_alternative<Scenario>(read)) << std::get<std::string>(read);
    std::ostringstream out;
    write_trace(std::get<Scenario>(read), TraceFormat::jsonl, out);
    std::istringstream objects(out.str());
    std::string line;
    for (std::size_t k = 0; std::getline(objects, line); ++k) EXPECT_LE(golden::error(nlohmann::json::parse(line)["loss"], c["loss"][k]), c["tol"].get<double>()) << k;
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace thalweg
