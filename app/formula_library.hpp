// Formulas under a name: those that come with the program, and those that the user kept, one scenario file each.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

std::span<const ProblemChoice> shipped_formulas();

class FormulaLibrary {
public:
    explicit FormulaLibrary(std::filesystem::path folder);  // empty: nothing is kept

    std::span<const ProblemChoice> saved() const { return saved_; }
    bool contains(const std::string& name) const;

    // Under its formula_name; one that was there is replaced. Both return what went wrong, or an empty text.
    std::string save(const ProblemChoice& formula);
    std::string remove(const std::string& name);

private:
    void read();
    std::filesystem::path file_of(const std::string& name) const;

    std::filesystem::path folder_;
    std::vector<ProblemChoice> saved_;  // by name
};

}  // namespace thalweg::app
