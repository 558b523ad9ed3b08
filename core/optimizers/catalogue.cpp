#include <array>
#include <cassert>
#include <map>
#include <stdexcept>

#include "core/facts/catalogue.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {

#define OPTIMIZER(id) OptimizerSpec id();
#include "core/optimizers/optimizers.def"
#undef OPTIMIZER

std::span<const OptimizerSpec> optimizer_catalogue() {
    static const std::array all{
#define OPTIMIZER(id) id(),
#include "core/optimizers/optimizers.def"
#undef OPTIMIZER
    };
    return all;
}

const OptimizerSpec* find_optimizer(std::string_view id) { return find_by_id(optimizer_catalogue(), id); }

const std::vector<Statement>& OptimizerSpec::lines() const {
    static const auto all = [] {
        std::map<std::string_view, std::vector<Statement>> read;
        for (const OptimizerSpec& spec : optimizer_catalogue()) {
            auto parsed = parse_statements(spec.formula);
            if (const auto* error = std::get_if<FormulaError>(&parsed))
                throw std::logic_error(std::string(spec.id) + ": formula, byte " + std::to_string(error->position) + ": " + error->message);
            read.emplace(spec.id, std::get<0>(std::move(parsed)));
        }
        return read;
    }();
    return all.at(id);
}

std::vector<double> default_hyperparameters(const OptimizerSpec& spec) { return default_values(spec.hyperparameters); }

OptimizerSpec variant(OptimizerSpec base, std::string_view id, std::string_view name, std::initializer_list<Default> defaults,
                      std::string_view convention, std::string_view family) {
    base.id = id;
    base.name = name;
    base.convention = convention;
    if (!family.empty()) base.family = family;
    for (const Default& d : defaults) {
        const int i = index_of(base.hyperparameters, d.id);
        assert(i >= 0 && "a variant changes a default of its base");
        base.hyperparameters[static_cast<std::size_t>(i)].default_value = d.value;
    }
    return base;
}

}  // namespace thalweg
