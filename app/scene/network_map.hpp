// What a network makes of its inputs: its outputs over a grid of the plane, or along a line, and the colours of such a map.
#pragma once

#include <optional>
#include <vector>

#include "app/scene/colour.hpp"
#include "core/networks/network_choice.hpp"
#include "core/training/learner.hpp"

namespace thalweg::app {

// Where a picture of the inputs is drawn: their own numbers, before standardisation. None for more than two inputs or a sequence.
struct InputRange {
    Box box;
    int inputs;  // 1: along x alone
};
std::optional<InputRange> input_range(const BuiltNetwork& built);

struct NetworkMap {
    int row = -1;                // step of the racer that it shows
    std::uint64_t revision = 0;  // of the racer
    std::shared_ptr<const TrainingProblem> problem;
    Matrix<double> outputs;      // outputs × points; rows of the grid from the top, or the points of the line from the left
};

// As the network sees them: rows of the grid from the top, `points` a side, or the points of the line from the left.
Matrix<double> inputs_over(const BuiltNetwork& built, const InputRange& range, int points);
// At the step of a learner.
Matrix<double> outputs_over(const BuiltNetwork& built, const InputRange& range, Learner& learner, int points);

constexpr std::size_t class_colours = 10;
Rgb8 class_colour(std::size_t label, bool dark);

// A picture of `points` × `points`: the colour of the class that wins, the stronger the surer, and a bright line where two are equal;
// for values, between two colours about 0.
std::vector<std::uint8_t> paint(LossKind loss, const Matrix<double>& outputs, int points, bool dark);

// Between two colours: −1 one of them, 0 the ground, 1 the other; small numbers are still to be seen.
Rgb8 signed_colour(double part, bool dark);

// Rows of weights as square pictures of `side`, `across` in a row, a pixel between them: negative one colour, positive the other.
std::vector<std::uint8_t> paint_tiles(const Matrix<double>& weights, int side, int across, bool dark);

}  // namespace thalweg::app
