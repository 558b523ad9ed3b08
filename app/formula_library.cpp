#include "app/formula_library.hpp"

#include <algorithm>

#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"

namespace thalweg::app {
namespace {

struct Example {
    const char *name, *text;
    Box domain;
    UserFormula::Defaults parameters = {};
};

std::string file_name(const std::string& name) {
    std::string safe;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = std::isalnum(byte) || byte >= 0x80 || c == '-' || c == '_' || c == ' ';
        if (plain) safe += c;
        else (safe += '%') += std::to_string(byte);
    }
    return safe + ".toml";
}

}  // namespace

std::span<const ProblemChoice> shipped_formulas() {
    static const std::vector<ProblemChoice> all = [] {
        std::vector<ProblemChoice> choices;
        for (const Example& e : {Example{"Valley with a dial", "(1-x)^2 + a*(y - x^2)^2", {-2, 2, -1, 3}, {{"a", 100}}},
                                 Example{"Log barrier", "x + 2*y - mu*(log(x) + log(y) + log(4 - x - y))", {-1, 5, -1, 5}, {{"mu", 0.5}}},
                                 Example{"Folded valley", "abs(y - x^2/2) + 0.1*(x - 1)^2", {-3, 3, -2, 4}},
                                 Example{"Egg box on a bowl", "h*sin(k*x)*sin(k*y) + 0.1*(x^2 + y^2)", {-5, 5, -5, 5}, {{"h", 1}, {"k", 3}}},
                                 Example{"Two logistic points", "softplus(-s*(x + y)) + softplus(s*(x - 2*y - 1)) + 0.01*(x^2 + y^2)", {-6, 6, -6, 6}, {{"s", 2}}}}) {
            choices.push_back(default_problem(std::get<0>(UserFormula::parse(e.text, e.parameters)), e.domain));
            choices.back().formula_name = e.name;
        }
        return choices;
    }();
    return all;
}

FormulaLibrary::FormulaLibrary(std::filesystem::path folder) : folder_(std::move(folder)) { read(); }

bool FormulaLibrary::contains(const std::string& name) const {
    return std::any_of(saved_.begin(), saved_.end(), [&](const ProblemChoice& p) { return p.formula_name == name; });
}

std::filesystem::path FormulaLibrary::file_of(const std::string& name) const { return folder_ / file_name(name); }

void FormulaLibrary::read() {
    saved_.clear();
    std::error_code none;
    if (folder_.empty()) return;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
        if (entry.path().extension() != ".toml") continue;
        const ScenarioOrError loaded = load_scenario(entry.path());
        const auto* scenario = std::get_if<Scenario>(&loaded);  // a file that somebody broke is left alone
        if (scenario && scenario->problem.formula && !scenario->problem.formula_name.empty()) saved_.push_back(scenario->problem);
    }
    std::sort(saved_.begin(), saved_.end(), [](const ProblemChoice& a, const ProblemChoice& b) { return a.formula_name < b.formula_name; });
}

std::string FormulaLibrary::save(const ProblemChoice& formula) {
    if (folder_.empty()) return "There is no folder to keep formulas in: neither XDG_CONFIG_HOME nor HOME is set";
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    Scenario scenario;
    scenario.problem = formula;
    std::string wrong = save_scenario(scenario, file_of(formula.formula_name));
    read();
    return wrong;
}

std::string FormulaLibrary::remove(const std::string& name) {
    std::error_code failed;
    std::filesystem::remove(file_of(name), failed);
    read();
    return failed ? "Cannot delete " + file_of(name).string() + ": " + failed.message() : "";
}

}  // namespace thalweg::app
