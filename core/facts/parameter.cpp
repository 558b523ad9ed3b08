#include "core/facts/parameter.hpp"

#include <cmath>

#include "core/facts/text.hpp"

namespace thalweg {

int index_of(std::span<const Parameter> parameters, std::string_view id) {
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].id == id) return static_cast<int>(i);
    return -1;
}

std::vector<double> default_values(std::span<const Parameter> parameters) {
    std::vector<double> values;
    for (const Parameter& p : parameters) values.push_back(p.default_value);
    return values;
}

std::string complaint(std::span<const Parameter> parameters, std::span<const double> values) {
    if (values.size() != parameters.size()) return "takes " + std::to_string(parameters.size()) + " parameters, not " + std::to_string(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        if (std::string wrong = complaint(parameters[i], values[i]); !wrong.empty()) return wrong;
    return {};
}

std::string complaint(const Parameter& parameter, double value) {
    const std::string given = std::string(parameter.id) + " = " + shortest(value);
    if (!parameter.range.contains(value))
        return given + " is outside " + shortest(parameter.range.min) + " … " + shortest(parameter.range.max);
    if (parameter.scale == Scale::toggle && value != 0 && value != 1) return given + " must be true or false";
    if ((parameter.scale == Scale::count || parameter.scale == Scale::log_count || parameter.scale == Scale::choice) && value != std::floor(value)) return given + " must be a whole number";
    return {};
}

}  // namespace thalweg
