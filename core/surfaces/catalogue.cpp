#include "core/surfaces/surface.hpp"

#include <array>

namespace thalweg {

#define SURFACE(id) SurfaceSpec id();
#include "core/surfaces/surfaces.def"
#undef SURFACE

std::span<const SurfaceSpec> surface_catalogue() {
    static const std::array all{
#define SURFACE(id) id(),
#include "core/surfaces/surfaces.def"
#undef SURFACE
    };
    return all;
}

const SurfaceSpec* find_surface(std::string_view id) {
    for (const SurfaceSpec& spec : surface_catalogue())
        if (spec.id == id) return &spec;
    return nullptr;
}

}  // namespace thalweg
