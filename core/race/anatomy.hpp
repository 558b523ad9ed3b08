// A step taken apart: the formula of its optimizer line by line with the numbers of this step, and the vectors that add up,
// tip to tail, to the step that was taken. Made from the optimizer's facts by evaluating its formula; no rule is known here.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/formula/value.hpp"
#include "core/race/race.hpp"

namespace thalweg {

struct AnatomyLine {
    const Statement* statement;        // of the optimizer's facts
    bool applies;                      // its condition holds
    Value value;                       // what the line yields
    std::array<Expression, 2> live;    // its formula with numbers for names, for x and for y; empty where the line only names
};

struct AnatomyPart {
    std::string source;   // a name of the formula ("m", "g", "theta"), or the text of a part that is no sum; "noise", "clipping", "wrapper"
    std::string label;    // "momentum buffer", "gradient"
    Point move;
    std::string decay = {};  // the hyperparameter by which the source is pulled to 0: "weight_decay"
};

struct Anatomy {
    const OptimizerSpec* optimizer = nullptr;
    int step = 0;                            // k: the update from row k to row k + 1
    Point theta, next;                       // θ_k and θ_{k+1}
    std::vector<AnatomyLine> lines;
    std::vector<AnatomyPart> parts;          // their sum is next − theta, but for rounding
    std::vector<AnatomyPart> comparisons;    // whole steps that other rules would take: −α·g, without bias correction
    std::optional<Eigen::Matrix2d> preconditioner;  // what the gradient is multiplied by: diagonal for coordinate-wise rules
    std::map<std::string, Value, std::less<>> names;  // every name of the formula after its last line, for the figures
};

// The update from row k of a racer, or nothing where there is none.
std::optional<Anatomy> dissect(const Race& race, std::size_t racer, int k);

// What a name of the formula is called on screen: by the optimizer's facts, else by custom.
std::string symbol_in(const OptimizerSpec& optimizer, std::string_view name);
std::string symbol_of(const OptimizerSpec& optimizer, const AnatomyPart& part);  // "m", "λ·θ"

}  // namespace thalweg
