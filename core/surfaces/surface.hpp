// A loss surface: one formula and the facts that a user, a plot and a test need about it.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/problems/differentiable.hpp"

namespace thalweg {

struct Box {
    double x_min, x_max, y_min, y_max;
    bool operator==(const Box&) const = default;
};

struct SurfaceSpec {
    std::string_view id;       // "six_hump_camel", as in files and on the command line
    std::string_view name;     // "Six-hump camel"
    std::string_view formula;  // for people to read
    std::string_view shows;    // one sentence: what to look at here
    Box domain;                // a good first view
    Point start;
    std::vector<Point> minima = {};          // the lowest points of the domain; empty for saddles
    std::optional<double> minimum = {};      // the loss there
    bool minima_on_border = false;           // they are lowest in the domain only, the gradient there is not zero
    bool minima_on_curve = false;            // the lowest points form a curve; the listed ones are examples
    std::array<std::string_view, 2> axes = {"x", "y"};
    std::vector<Parameter> parameters = {};  // live parameters, in the order that `make` expects them
    std::function<std::unique_ptr<Objective>(std::span<const double> parameters)> make;
    std::string_view family = {};            // what menus group it under; from the list
};

// The `make` of a formula: built from the parameters' values if it has any.
template <class Formula>
auto differentiable() {
    return [](std::span<const double> parameters) -> std::unique_ptr<Objective> {
        if constexpr (std::is_constructible_v<Formula, std::span<const double>>)
            return std::make_unique<Differentiable<Formula>>(Formula(parameters));
        else
            return std::make_unique<Differentiable<Formula>>(Formula{});
    };
}

std::span<const SurfaceSpec> surface_catalogue();         // in display order
const SurfaceSpec* find_surface(std::string_view id);     // nullptr if there is none

}  // namespace thalweg
