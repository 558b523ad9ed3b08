#include <array>

#include "core/wrappers/wrapper.hpp"

namespace thalweg {

namespace wrappers {
#define WRAPPER(id) WrapperSpec id();
#include "core/wrappers/wrappers.def"
#undef WRAPPER
}  // namespace wrappers

std::span<const WrapperSpec> wrapper_catalogue() {
    static const std::array all{
#define WRAPPER(id) wrappers::id(),
#include "core/wrappers/wrappers.def"
#undef WRAPPER
    };
    return all;
}

WrapperSetup default_wrapper(const WrapperSpec& spec) {
    WrapperSetup setup{&spec, {}};
    for (const Parameter& p : spec.parameters) setup.values.push_back(p.default_value);
    return setup;
}

const WrapperSpec* find_wrapper(std::string_view id) {
    for (const WrapperSpec& spec : wrapper_catalogue())
        if (spec.id == id) return &spec;
    return nullptr;
}

}  // namespace thalweg
