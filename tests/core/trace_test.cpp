// Traces: every step of every racer as text that reads back as the same numbers.
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/trace.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::same_bits;

// Two optimizers with different slots, one without any, names that need quoting.
Scenario mixed() {
    Scenario scenario = default_scenario();
    scenario.steps = 30;
    scenario.racers.clear();
    for (const char* id : {"adam", "momentum", "sgd", "amsgrad"}) scenario.racers.push_back(default_racer(*find_optimizer(id), scenario.racers));
    scenario.racers[0].name = "Adam, \"mine\"\nβ";
    scenario.racers[2].clip_norm = 0.5;
    return scenario;
}

std::string written(const Scenario& scenario, TraceFormat format, std::string* remarks = nullptr) {
    std::ostringstream out;
    const std::string said = write_trace(scenario, format, out);
    if (remarks) *remarks = said;
    return out.str();
}

// Comma-separated values as RFC 4180 defines them.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') rows.back().back() += text[++i];
        else if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) rows.back().emplace_back();
        else if (c == '\n' && !quoted) rows.emplace_back(1, "");
        else rows.back().back() += c;
    }
    rows.pop_back();  // after the last newline
    return rows;
}

std::vector<std::vector<StepDetail>> details_of(const Scenario& scenario) {
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    std::vector<std::vector<StepDetail>> all(race.size());
    for (std::size_t r = 0; r < race.size(); ++r) race.details(r, 0, race.history(r).rows(), [&](const StepDetail& d) { all[r].push_back(d); });
    return all;
}

TEST(CsvTrace, HasTheDocumentedColumns) {
    EXPECT_EQ(csv_rows(written(mixed(), TraceFormat::csv))[0],
              (std::vector<std::string>{"racer", "step", "x", "y", "loss", "grad_x", "grad_y", "lr", "evals", "slot.m.x", "slot.m.y", "slot.v.x", "slot.v.y", "slot.b.x", "slot.b.y", "slot.v_max.x", "slot.v_max.y"}));
    Scenario plain = mixed();
    plain.racers = {default_racer(*find_optimizer("sgd"), {})};
    EXPECT_TRUE(written(plain, TraceFormat::csv).starts_with("racer,step,x,y,loss,grad_x,grad_y,lr,evals\nSGD,0,-1.2,1,"));
}

TEST(CsvTrace, HoldsEveryRowOfEveryRacerExactly) {
    const Scenario scenario = mixed();
    const auto rows = csv_rows(written(scenario, TraceFormat::csv));
    const auto details = details_of(scenario);
    const std::vector<std::vector<int>> slot_columns{{9, 11}, {13}, {}, {9, 11, 15}};
    ASSERT_EQ(rows.size(), 1 + 4 * 31U);
    std::size_t line = 1;
    for (std::size_t r = 0; r < 4; ++r)
        for (const StepDetail& d : details[r]) {
            const auto& row = rows[line++];
            ASSERT_EQ(row.size(), 17U);
            EXPECT_EQ(row[0], scenario.racers[r].name);
            EXPECT_EQ(row[1], std::to_string(d.step));
            const double expected[] = {d.theta.x(), d.theta.y(), d.loss, d.gradient.x(), d.gradient.y()};
            for (std::size_t k = 0; k < 5; ++k) ASSERT_TRUE(same_bits(std::stod(row[2 + k]), expected[k])) << row[2 + k];
            EXPECT_EQ(row[7], d.step == 30 ? "" : seventeen_digits(scenario.racers[r].hyper[0])) << "lr of the next update; there is none after the last row";
            EXPECT_EQ(row[8], std::to_string(d.step));
            std::set<int> filled;
            for (std::size_t i = 0; i < d.slots.size(); ++i)
                for (int axis = 0; axis < 2; ++axis) {
                    const int column = slot_columns[r][i] + axis;
                    filled.insert(column);
                    ASSERT_TRUE(same_bits(std::stod(row[static_cast<std::size_t>(column)]), d.slots[i][axis])) << column;
                }
            for (int column = 9; column < 17; ++column) EXPECT_EQ(row[static_cast<std::size_t>(column)].empty(), !filled.contains(column)) << "column " << column << " of " << row[0];
        }
}

TEST(Trace, RowZeroIsTheStartWithEmptySlots) {
    const auto rows = csv_rows(written(mixed(), TraceFormat::csv));
    EXPECT_EQ(rows[1][1], "0");
    EXPECT_EQ(rows[1][2], "-1.2");
    EXPECT_EQ(rows[1][3], "1");
    EXPECT_EQ(rows[1][8], "0");
    EXPECT_EQ(rows[1][9], "0") << "m before update 1";
}

TEST(JsonlTrace, ParsesAndReadsBackExactly) {
    const Scenario scenario = mixed();
    const auto details = details_of(scenario);
    std::istringstream lines(written(scenario, TraceFormat::jsonl));
    std::string line;
    for (std::size_t r = 0; r < 4; ++r) {
        const OptimizerSpec& optimizer = *find_optimizer(scenario.racers[r].optimizer);
        for (const StepDetail& d : details[r]) {
            ASSERT_TRUE(std::getline(lines, line));
            const nlohmann::json row = nlohmann::json::parse(line);
            EXPECT_EQ(row["racer"], scenario.racers[r].name);
            EXPECT_EQ(row["step"], d.step);
            EXPECT_EQ(row["evals"], d.evaluations);
            const auto exactly = [&](const char* key, double value) { EXPECT_TRUE(same_bits(row.at(key).get<double>(), value)) << key; };
            exactly("x", d.theta.x()), exactly("y", d.theta.y()), exactly("loss", d.loss), exactly("grad_x", d.gradient.x()), exactly("grad_y", d.gradient.y());
            EXPECT_TRUE(same_bits(row["g"].at(0).get<double>(), d.g.x()) && same_bits(row["g"].at(1).get<double>(), d.g.y()));
            if (d.step == 30) EXPECT_TRUE(row["lr"].is_null());
            else EXPECT_EQ(row["lr"], scenario.racers[r].hyper[0]);
            for (std::size_t i = 0; i < optimizer.slots.size(); ++i) {
                const std::string key = "slot." + std::string(optimizer.slots[i].id);
                EXPECT_TRUE(same_bits(row.at(key + ".x").get<double>(), d.slots[i].x()) && same_bits(row.at(key + ".y").get<double>(), d.slots[i].y())) << key;
            }
            EXPECT_EQ(row.size(), 10 + 2 * optimizer.slots.size()) << line;
        }
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(JsonlTrace, GivesTheGradientThatTheRuleReceived) {
    const Scenario scenario = mixed();
    for (std::istringstream lines(written(scenario, TraceFormat::jsonl)); lines;) {
        std::string line;
        if (!std::getline(lines, line)) break;
        const nlohmann::json row = nlohmann::json::parse(line);
        const double length = std::hypot(row["g"][0].get<double>(), row["g"][1].get<double>()), whole = std::hypot(row["grad_x"].get<double>(), row["grad_y"].get<double>());
        if (row["racer"] == scenario.racers[2].name) EXPECT_NEAR(length, std::min(0.5, whole), 1e-6);
        else EXPECT_EQ(length, whole);
    }
}

TEST(Trace, OfAMinibatchShowsTheExactGradientBesideTheSample) {
    Scenario scenario = mixed();
    scenario.problem = default_problem(find_dataset("noisy_line"), "noisy_line");
    scenario.problem.batch = 3;
    std::istringstream lines(written(scenario, TraceFormat::jsonl));
    std::string line;
    std::getline(lines, line);
    const nlohmann::json row = nlohmann::json::parse(line);
    EXPECT_NE(row["g"][0], row["grad_x"]);
    EXPECT_EQ(row["grad_x"].get<double>(), build_problem(scenario.problem)->objective->derivatives(scenario.problem.start).gradient.x());
}

TEST(Trace, RemarksOnRacersThatDiverge) {
    Scenario scenario = mixed();
    scenario.racers[1].hyper[0] = 1;
    std::string remarks;
    const auto rows = csv_rows(written(scenario, TraceFormat::csv, &remarks));
    EXPECT_TRUE(remarks.starts_with("racer 2 (Momentum) diverged: update "));
    EXPECT_EQ(std::count(remarks.begin(), remarks.end(), '\n'), 1);
    EXPECT_LT(rows.size(), 1 + 4 * 31U);
    EXPECT_GT(rows.size(), 1 + 3 * 31U);
    const std::string jsonl = written(scenario, TraceFormat::jsonl, &remarks);
    for (std::istringstream lines(jsonl); lines;) {
        std::string line;
        if (std::getline(lines, line)) { EXPECT_TRUE(nlohmann::json::accept(line)) << line; }
    }
    written(mixed(), TraceFormat::csv, &remarks);
    EXPECT_EQ(remarks, "");
}

TEST(Trace, OfEveryOptimizerIsWhatItsRaceWas) {
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        Scenario scenario = mixed();
        scenario.racers = {default_racer(spec, {})};
        const std::string text = written(scenario, TraceFormat::csv);
        EXPECT_EQ(csv_rows(text)[0].size(), 9 + 2 * spec.slots.size()) << spec.id;
        EXPECT_EQ(text, written(scenario, TraceFormat::csv)) << spec.id << ": the same scenario, the same text";
    }
}

TEST(Statistics, AreThoseOfTheEnsembleAsCsvAndJsonl) {
    Scenario scenario = mixed();
    scenario.noise = {Noise::Kind::gaussian, 5};
    scenario.ensemble = 20;
    Ensemble ensemble;
    ensemble.arrange(build_arena(scenario), build_setups(scenario), 20);
    ensemble.advance();
    std::ostringstream csv, jsonl;
    EXPECT_EQ(write_statistics(scenario, TraceFormat::csv, csv, 2), "");
    write_statistics(scenario, TraceFormat::jsonl, jsonl);
    const auto rows = csv_rows(csv.str());
    const std::vector<std::string> keys{"racer", "step", "members", "mean_x", "mean_y", "cov_xx", "cov_xy", "cov_yy", "loss_p10", "loss_p50", "loss_p90"};
    EXPECT_EQ(rows[0], keys);
    ASSERT_EQ(rows.size(), 1u + 4 * 31);
    std::istringstream lines(jsonl.str());
    for (std::size_t r = 0, line = 1; r < 4; ++r)
        for (int step = 0; step <= 30; ++step, ++line) {
            const EnsembleRow& e = ensemble.rows(r)[static_cast<std::size_t>(step)];
            std::string text;
            ASSERT_TRUE(std::getline(lines, text));
            const auto object = nlohmann::json::parse(text);
            ASSERT_EQ(rows[line][0], scenario.racers[r].name);
            ASSERT_EQ(object["racer"], scenario.racers[r].name);
            const std::vector<double> values{static_cast<double>(step), static_cast<double>(e.members), e.mean.x(), e.mean.y(), e.xx, e.xy, e.yy, e.loss.low, e.loss.median, e.loss.high};
            for (std::size_t i = 0; i < values.size(); ++i) {
                ASSERT_EQ(std::stod(rows[line][i + 1]), values[i]) << keys[i + 1] << " in row " << line;
                ASSERT_EQ(object[keys[i + 1]].get<double>(), values[i]) << keys[i + 1] << " in row " << line;
            }
        }
}

TEST(Statistics, RemarkOnDivergedMembers) {
    Scenario scenario = default_scenario();
    scenario.racers = {default_racer(*find_optimizer("sgd"), {})};
    set_racer_key(scenario.racers[0], "lr", 0.5);
    scenario.noise = {Noise::Kind::gaussian, 1};
    scenario.ensemble = 8;
    std::ostringstream out;
    EXPECT_TRUE(test::contains(write_statistics(scenario, TraceFormat::csv, out), "8 of 8 members diverged"));
}

TEST(Json, HasNoWordForNumbersThatAreNone) {
    EXPECT_EQ(json_number(std::nan("")), "null");
    EXPECT_EQ(json_number(-std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(json_number(0.1), "0.10000000000000001");
}

}  // namespace
}  // namespace thalweg
