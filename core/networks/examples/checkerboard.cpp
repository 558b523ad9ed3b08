// The squares of a board, in turn of either class; uniform over each colour.
#include "core/networks/examples/spec.hpp"

namespace thalweg::examples {
namespace {

constexpr double half_side = 5;

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const int squares = static_cast<int>(wanted.parameters[0]);
    // Square 0, 2, 4, … counted row by row is of class 0 if every row had an odd number; in even rows the count shifts by one.
    const int of_class = (squares * squares + 1 - wanted.label) / 2;
    int row = 0, column = 0, place = draws.below(of_class);
    for (;; ++row) {
        const int first = (row + wanted.label) % 2, in_row = (squares - first + 1) / 2;
        if (place < in_row) {
            column = first + 2 * place;
            break;
        }
        place -= in_row;
    }
    const double side = 2 * half_side / squares;
    input[0] = -half_side + side * (column + draws.between(0, 1));
    input[1] = -half_side + side * (row + draws.between(0, 1));
}

}  // namespace

ExamplesSpec checkerboard() {
    return {.id = "checkerboard",
            .name = "Checkerboard",
            .shows = "Many small regions: the more squares, the more units it takes, and smooth activations paint the large ones first.",
            .parameters = {whole("squares", "k", "squares along each side", 4, {2, 12})},
            .shape = {.features = 2, .classes = 2},
            .count = 600,
            .noise_slider = 1,
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
