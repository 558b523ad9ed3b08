#include "core/scenario/trace.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "core/facts/text.hpp"

namespace thalweg {
namespace {

std::string csv_text(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::vector<std::string> slots_of(const Race& race) {
    std::vector<std::string> ids;
    for (std::size_t r = 0; r < race.size(); ++r)
        for (const Quantity& slot : race.setup(r).optimizer->slots)
            if (std::find(ids.begin(), ids.end(), slot.id) == ids.end()) ids.emplace_back(slot.id);
    return ids;
}

void csv(const Scenario& scenario, const Race& race, std::ostream& out) {
    const std::vector<std::string> columns = slots_of(race);
    out << "racer,step,x,y,loss,grad_x,grad_y,lr,evals";
    for (const std::string& id : columns) out << ",slot." << id << ".x,slot." << id << ".y";
    out << '\n';
    for (std::size_t r = 0; r < race.size(); ++r) {
        const auto& slots = race.setup(r).optimizer->slots;
        std::vector<int> place;  // of each column among this racer's slots
        for (const std::string& id : columns) {
            const auto at = std::find_if(slots.begin(), slots.end(), [&](const Quantity& q) { return q.id == id; });
            place.push_back(at == slots.end() ? -1 : static_cast<int>(at - slots.begin()));
        }
        const std::string name = csv_text(scenario.racers[r].name);
        race.details(r, 0, race.history(r).rows(), [&](const StepDetail& d) {
            out << name << ',' << d.step;
            for (const double v : {d.theta.x(), d.theta.y(), d.loss, d.gradient.x(), d.gradient.y()}) out << ',' << seventeen_digits(v);
            out << ',' << (std::isnan(d.lr) ? "" : seventeen_digits(d.lr)) << ',' << d.evaluations;
            for (const int i : place) {
                if (i < 0) out << ",,";
                else out << ',' << seventeen_digits(d.slots[static_cast<std::size_t>(i)].x()) << ',' << seventeen_digits(d.slots[static_cast<std::size_t>(i)].y());
            }
            out << '\n';
        });
    }
}

void jsonl(const Scenario& scenario, const Race& race, std::ostream& out) {
    const auto pair = [](const Point& p) { return "[" + json_number(p.x()) + ", " + json_number(p.y()) + "]"; };
    for (std::size_t r = 0; r < race.size(); ++r) {
        const auto& slots = race.setup(r).optimizer->slots;
        const std::string name = quoted_text(scenario.racers[r].name);
        race.details(r, 0, race.history(r).rows(), [&](const StepDetail& d) {
            out << "{\"racer\": " << name << ", \"step\": " << d.step << ", \"x\": " << json_number(d.theta.x()) << ", \"y\": " << json_number(d.theta.y())
                << ", \"loss\": " << json_number(d.loss) << ", \"grad_x\": " << json_number(d.gradient.x()) << ", \"grad_y\": " << json_number(d.gradient.y())
                << ", \"lr\": " << json_number(d.lr) << ", \"evals\": " << d.evaluations << ", \"g\": " << pair(d.g);
            for (std::size_t i = 0; i < slots.size(); ++i)
                out << ", \"slot." << slots[i].id << ".x\": " << json_number(d.slots[i].x()) << ", \"slot." << slots[i].id << ".y\": " << json_number(d.slots[i].y());
            out << "}\n";
        });
    }
}

}  // namespace

std::string write_trace(const Scenario& scenario, TraceFormat format, std::ostream& out) {
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    (format == TraceFormat::csv ? csv : jsonl)(scenario, race, out);
    std::string remarks;
    for (std::size_t r = 0; r < race.size(); ++r)
        if (race.ending(r) == Ending::diverged)
            remarks += "racer " + std::to_string(r + 1) + " (" + scenario.racers[r].name + ") diverged: update " + std::to_string(race.history(r).rows()) + " would leave ±1e12\n";
    return remarks;
}

std::string json_number(double value) { return std::isfinite(value) ? seventeen_digits(value) : "null"; }

}  // namespace thalweg
