#include "core/facts/catalogue.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {

#define FAMILY(name)
#define SURFACE(id) SurfaceSpec id();
#include "core/surfaces/surfaces.def"
#undef FAMILY
#undef SURFACE

std::span<const SurfaceSpec> surface_catalogue() {
    static const std::vector<SurfaceSpec> all = [] {
        std::vector<SurfaceSpec> specs;
        std::string_view family;
#define FAMILY(name) family = name;
#define SURFACE(id) specs.push_back(id()), specs.back().family = family;
#include "core/surfaces/surfaces.def"
#undef FAMILY
#undef SURFACE
        return specs;
    }();
    return all;
}

const SurfaceSpec* find_surface(std::string_view id) { return find_by_id(surface_catalogue(), id); }

}  // namespace thalweg
