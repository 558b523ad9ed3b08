#include "core/scenario/trace.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

#include "core/facts/text.hpp"
#include "core/scenario/build.hpp"
#include "core/scenario/trace_network.hpp"

namespace thalweg {
namespace {

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
    if (scenario.problem.network) return write_network_trace(scenario, format, out);
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

std::string write_statistics(const Scenario& scenario, TraceFormat format, std::ostream& out, int threads) {
    Ensemble ensemble;
    ensemble.arrange(build_arena(scenario), build_setups(scenario), std::max(1, scenario.ensemble));
    ensemble.advance(Ensemble::Clock::time_point::max(), {}, threads);
    constexpr std::array<std::string_view, 8> keys{"mean_x", "mean_y", "cov_xx", "cov_xy", "cov_yy", "loss_p10", "loss_p50", "loss_p90"};
    const auto values = [](const EnsembleRow& r) { return std::array{r.mean.x(), r.mean.y(), r.xx, r.xy, r.yy, r.loss.low, r.loss.median, r.loss.high}; };
    const bool csv = format == TraceFormat::csv;
    if (csv) {
        out << "racer,step,members";
        for (const std::string_view key : keys) out << ',' << key;
        out << '\n';
    }
    std::string remarks;
    for (std::size_t r = 0; r < ensemble.size(); ++r) {
        const std::string& name = scenario.racers[r].name;
        int step = 0;
        for (const EnsembleRow& row : ensemble.rows(r)) {
            if (csv) out << csv_text(name) << ',' << step << ',' << row.members;
            else out << "{\"racer\": " << quoted_text(name) << ", \"step\": " << step << ", \"members\": " << row.members;
            const auto numbers = values(row);
            for (std::size_t i = 0; i < keys.size(); ++i) {
                if (csv) out << ',' << seventeen_digits(numbers[i]);
                else out << ", \"" << keys[i] << "\": " << json_number(numbers[i]);
            }
            out << (csv ? "\n" : "}\n");
            ++step;
        }
        const int left = step == scenario.steps + 1 ? ensemble.rows(r).back().members : 0;
        if (left < ensemble.members())
            remarks += "racer " + std::to_string(r + 1) + " (" + name + "): " + std::to_string(ensemble.members() - left) + " of " + std::to_string(ensemble.members()) + " members diverged\n";
    }
    return remarks;
}

std::string csv_text(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string json_number(double value) { return std::isfinite(value) ? seventeen_digits(value) : "null"; }

}  // namespace thalweg
