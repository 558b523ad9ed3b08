#include <array>
#include <cassert>

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

const OptimizerSpec* find_optimizer(std::string_view id) {
    for (const OptimizerSpec& spec : optimizer_catalogue())
        if (spec.id == id) return &spec;
    return nullptr;
}

std::vector<double> default_hyperparameters(const OptimizerSpec& spec) {
    std::vector<double> values;
    for (const Parameter& p : spec.hyperparameters) values.push_back(p.default_value);
    return values;
}

OptimizerSpec variant(OptimizerSpec base, std::string_view id, std::string_view name, std::initializer_list<Default> defaults,
                      std::string_view formula, std::string_view convention) {
    base.id = id;
    base.name = name;
    base.formula = formula;
    base.convention = convention;
    for (const Default& d : defaults) {
        const int i = index_of(base.hyperparameters, d.id);
        assert(i >= 0 && "a variant changes a default of its base");
        base.hyperparameters[static_cast<std::size_t>(i)].default_value = d.value;
    }
    return base;
}

}  // namespace thalweg
