#include "core/optimizers/conformance.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace thalweg {
namespace {

constexpr std::array recorded{
#define CONFORMANCE(id, cases, error, files) Conformance{#id, cases, error, files},
#include "core/optimizers/conformance.def"
#undef CONFORMANCE
};

}  // namespace

const Conformance* conformance_of(std::string_view optimizer) {
    const auto* found = std::find_if(recorded.begin(), recorded.end(), [&](const Conformance& c) { return c.optimizer == optimizer; });
    return found == recorded.end() ? nullptr : &*found;
}

}  // namespace thalweg
