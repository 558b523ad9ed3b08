#include "core/race/anatomy_text.hpp"

#include <algorithm>
#include <cmath>

#include "core/formula/text.hpp"
#include "core/optimizers/card.hpp"

namespace thalweg {
namespace {

using Rank = Value::Rank;

std::string pair_text(const Point& p) { return "(" + format_live(p.x(), 6) + ", " + format_live(p.y(), 6) + ")"; }

}  // namespace

bool same_for_both(const AnatomyLine& line) { return line.value.rank != Rank::vector; }

std::string value_text(const Value& v, int coordinate, int digits) {
    if (v.rank != Rank::matrix) return format_live(v.at(coordinate), digits);
    const auto n = [&](int i, int j) { return format_live(v.m(i, j), digits); };
    return "[" + n(0, 0) + "  " + n(0, 1) + "; " + n(1, 0) + "  " + n(1, 1) + "]";
}

std::string live_text(const AnatomyLine& line, int coordinate, int digits) {
    const std::string value = value_text(line.value, coordinate, digits);
    if (line.statement->value.empty() || line.value.rank == Rank::matrix) return value;
    const std::string live = format_expression(line.live[static_cast<std::size_t>(coordinate)]);
    return live == value ? value : live + " = " + value;
}

Point sum_of_parts(const Anatomy& anatomy) {
    Point sum = Point::Zero();
    for (const AnatomyPart& part : anatomy.parts) sum += part.move;
    return sum;
}

bool adds_up(const Anatomy& anatomy) {
    double size = std::max(anatomy.theta.cwiseAbs().maxCoeff(), anatomy.next.cwiseAbs().maxCoeff());  // θ itself is known to its own rounding only
    for (const AnatomyPart& part : anatomy.parts) size = std::max(size, part.move.cwiseAbs().maxCoeff());
    return (anatomy.next - anatomy.theta - sum_of_parts(anatomy)).cwiseAbs().maxCoeff() <= 1e-12 * size;
}

std::string describe(const Anatomy& anatomy, const std::array<std::string, 2>& axes) {
    const OptimizerSpec& optimizer = *anatomy.optimizer;
    std::string text = std::string(optimizer.name) + ", update " + std::to_string(anatomy.step + 1) + ": " + pair_text(anatomy.theta) + " → " + pair_text(anatomy.next) + "\n";
    for (const AnatomyLine& line : anatomy.lines) {
        if (!line.applies) continue;
        text += "\n" + statement_text(*line.statement, optimizer) + "\n";
        if (same_for_both(line)) text += "    " + live_text(line, 0) + "\n";
        else
            for (const int axis : {0, 1}) text += "    " + axes[static_cast<std::size_t>(axis)] + ": " + live_text(line, axis) + "\n";
    }
    text += "\nParts of the step\n";
    for (const AnatomyPart& part : anatomy.parts) text += "    " + symbol_of(optimizer, part) + " (" + part.label + "): " + pair_text(part.move) + "\n";
    text += "    sum: " + pair_text(sum_of_parts(anatomy)) + "\n    step taken: " + pair_text(anatomy.next - anatomy.theta) + (adds_up(anatomy) ? "\n" : "   THE PARTS DO NOT ADD UP\n");
    if (!anatomy.comparisons.empty()) text += "For comparison\n";
    for (const AnatomyPart& other : anatomy.comparisons) text += "    " + other.label + ": " + pair_text(other.move) + "\n";
    return text;
}

}  // namespace thalweg
