// Reference trajectories as races of ours.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/scenario.hpp"
#include "tests/core/golden.hpp"

namespace thalweg::golden {

inline KeyValue key_value(const nlohmann::json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return value.get<double>();
    std::vector<Point> list;
    for (const auto& number : value) list.emplace_back(number.get<double>(), 0);
    return list;
}

// The scenario of a recorded case, run by one of our optimizers. Returns what does not fit, or an empty text.
inline std::string set_up(const nlohmann::json& c, const OptimizerSpec& optimizer, Scenario& scenario) {
    const SurfaceSpec* surface = find_surface(c["surface"].get<std::string>());
    if (!surface) return "no surface " + c["surface"].get<std::string>();
    scenario.problem = default_problem(*surface);
    scenario.problem.start = Point(c["start"][0].get<double>(), c["start"][1].get<double>());
    scenario.steps = c["steps"];
    RacerChoice racer = default_racer(optimizer, {});
    std::string wrong;
    const auto set = [&](const std::string& key, const nlohmann::json& value) {
        if (wrong.empty()) wrong = set_racer_key(racer, key, key_value(value), scenario.steps);
    };
    for (const auto& [key, value] : c["hyper"].items()) set(key, value);
    if (c.contains("schedule")) {
        set("schedule.kind", c["schedule"]["name"]);
        for (const auto& [key, value] : c["schedule"].items())
            if (key != "name") set("schedule." + key, value);
    }
    if (!wrong.empty()) return wrong;
    scenario.racers = {racer};
    return complaint(scenario);
}

// The largest error of x, y and loss over all rows; infinite where the numbers of rows differ.
inline double largest_error(const nlohmann::json& c, const Scenario& scenario) {
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    const History& history = race.history(0);
    if (history.rows() != static_cast<int>(c["points"].size())) return std::numeric_limits<double>::infinity();
    double worst = 0;
    for (int k = 0; k < history.rows(); ++k) {
        const auto row = static_cast<std::size_t>(k);
        worst = std::max({worst, error(history.theta(k).x(), c["points"][row][0]), error(history.theta(k).y(), c["points"][row][1]), error(history.loss(k), c["loss"][row])});
    }
    return worst;
}

struct Coverage {
    int cases = 0;
    double largest_error = 0;
    std::set<std::string> files;
    std::vector<std::string> missed;  // ids of cases that are not followed within their tolerance
};

// Every optimizer against every case of its rule with a constant learning rate: those with a schedule are about schedules.
inline std::map<std::string, Coverage> coverage() {
    std::map<std::string, Coverage> all;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(THALWEG_GOLDEN))
        if (entry.path().extension() == ".jsonl") files.push_back(entry.path().stem().string());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files)
        for (const nlohmann::json& c : cases(file)) {
            if (!c.contains("points") || !c.contains("hyper") || c.contains("schedule")) continue;
            for (const OptimizerSpec& optimizer : optimizer_catalogue()) {
                Scenario scenario;
                if ((optimizer.golden.empty() ? optimizer.id : optimizer.golden) != c["optimizer"].get<std::string>() || !set_up(c, optimizer, scenario).empty()) continue;
                const double worst = largest_error(c, scenario);
                Coverage& covered = all[std::string(optimizer.id)];
                if (!(worst <= c["tol"].get<double>())) {
                    covered.missed.push_back(c["id"]);
                    continue;
                }
                ++covered.cases;
                covered.largest_error = std::max(covered.largest_error, worst);
                covered.files.insert(file);
            }
        }
    return all;
}

}  // namespace thalweg::golden
