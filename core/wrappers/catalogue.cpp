#include <array>

#include "core/facts/catalogue.hpp"
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

WrapperSetup default_wrapper(const WrapperSpec& spec) { return {&spec, default_values(spec.parameters)}; }

const WrapperSpec* find_wrapper(std::string_view id) { return find_by_id(wrapper_catalogue(), id); }

}  // namespace thalweg
