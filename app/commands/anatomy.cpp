// `thalweg anatomy`: one step of one racer, taken apart.
#include <iostream>

#include "app/commands/commands.hpp"
#include "core/facts/text.hpp"
#include "core/optimizers/card.hpp"
#include "core/race/anatomy_text.hpp"
#include "core/scenario/build.hpp"

namespace thalweg::app {
namespace {

std::string pair_json(const Point& p) { return "[" + json_number(p.x()) + ", " + json_number(p.y()) + "]"; }

std::string value_json(const Value& v) {
    switch (v.rank) {
        case Value::Rank::scalar: return json_number(v.scalar());
        case Value::Rank::vector: return pair_json(v.vector());
        case Value::Rank::matrix: return "[" + pair_json(v.m.row(0)) + ", " + pair_json(v.m.row(1)) + "]";
    }
    return "null";
}

std::string parts_json(const std::vector<AnatomyPart>& parts) {
    std::vector<std::string> all;
    for (const AnatomyPart& p : parts) {
        const std::string decay = p.decay.empty() ? "" : ", \"decay\": " + quoted_text(p.decay);
        all.push_back("{\"source\": " + quoted_text(p.source) + decay + ", \"label\": " + quoted_text(p.label) + ", \"move\": " + pair_json(p.move) + "}");
    }
    return "[" + joined(all) + "]";
}

// One object, 17 significant digits.
std::string json(const Anatomy& anatomy) {
    const OptimizerSpec& optimizer = *anatomy.optimizer;
    std::vector<std::string> lines;
    for (const AnatomyLine& line : anatomy.lines) {
        std::string object = "{\"name\": " + quoted_text(line.statement->name) + ", \"formula\": " + quoted_text(statement_text(*line.statement, optimizer)) + ", \"applies\": " + (line.applies ? "true" : "false");
        if (line.applies) {
            object += ", \"value\": " + value_json(line.value) + ", \"live\": [" + quoted_text(live_text(line, 0));
            if (!same_for_both(line)) object += ", " + quoted_text(live_text(line, 1));
            object += "]";
        }
        lines.push_back(object + "}");
    }
    return "{\"optimizer\": " + quoted_text(optimizer.id) + ", \"step\": " + std::to_string(anatomy.step) + ", \"theta\": " + pair_json(anatomy.theta) + ", \"next\": " + pair_json(anatomy.next) +
           ",\n\"lines\": [" + joined(lines, ",\n") + "],\n\"parts\": " + parts_json(anatomy.parts) + ",\n\"sum\": " + pair_json(sum_of_parts(anatomy)) + ", \"adds_up\": " +
           (adds_up(anatomy) ? "true" : "false") + ",\n\"comparisons\": " + parts_json(anatomy.comparisons) + ",\n\"preconditioner\": " +
           (anatomy.preconditioner ? value_json(Value(*anatomy.preconditioner)) : "null") + "}";
}

}  // namespace

int anatomy(const AnatomyOptions& options) {
    std::string error;
    const Scenario scenario = scenario_from(options.source, error);
    if (!error.empty()) return fail(error);
    if (scenario.problem.network) return fail("anatomy takes a step on a plane apart, not one of a network: choose a surface, a formula or data");
    if (scenario.racers.empty()) return fail("no racer: add one with --racer adam,lr=0.03 or as [[racer]] in the file");
    if (options.selected >= scenario.racers.size()) return fail("--select: expected a racer from 0 to " + std::to_string(scenario.racers.size() - 1));
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    const int rows = race.history(options.selected).rows();
    if (options.step < 0 || options.step + 1 >= rows) {
        if (rows < 2) return fail("--step: this racer takes no step");
        return fail("--step " + std::to_string(options.step) + ": expected a step from 0 to " + std::to_string(rows - 2) + "; the run ends at " + std::to_string(rows - 1) + ", and no update follows");
    }
    const auto taken = dissect(race, options.selected, options.step);
    if (!taken) return fail("--step " + std::to_string(options.step) + ": there is no such step");
    if (options.json) std::cout << json(*taken) << '\n';
    else std::cout << describe(*taken, race.arena().problem->axes);
    return 0;
}

}  // namespace thalweg::app
