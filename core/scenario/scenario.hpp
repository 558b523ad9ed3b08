// A scenario is a value: everything that the user chose and nothing else. It is what a file holds, what undo keeps, what a
// test writes and what the command line reads. A race is a pure function of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/networks/network_choice.hpp"
#include "core/problems/dataset.hpp"
#include "core/problems/transformed.hpp"
#include "core/race/race.hpp"
#include "core/sweep/ensemble.hpp"
#include "core/training/training.hpp"

namespace thalweg {

inline constexpr int min_steps = 1;
inline constexpr int default_steps = 500;
inline constexpr long max_rows = 20'000'000;  // racers × steps: half a gigabyte of θ and loss
inline constexpr std::uint64_t max_seed = 0x7fffffffffffffff;  // the largest whole number that a file can hold

struct ProblemChoice {
    std::string surface = "rosenbrock";  // an id of the surface catalogue; empty when the problem is data
    std::vector<double> parameters;      // of the surface, the formula, the image or the loss, in the order of parameters_of()
    Transform transform = {};            // of a surface; data has none

    std::shared_ptr<const Dataset> data;  // shared, never changed
    std::string data_source;              // as a file says it: a shipped id, a file name, or empty for points in the scenario
    int batch = 0;                        // minibatch size; 0 takes all points
    Loss loss = Loss::squared;            // of data

    std::shared_ptr<const HeightMap> image;  // shared, never changed; null unless the problem is a picture
    std::string image_source;                // the file's name as a scenario says it

    std::shared_ptr<const UserFormula> formula;  // shared, never changed; null unless the problem is a formula of the user's own
    std::string formula_name;                    // shown to people; may be empty

    std::shared_ptr<const NetworkChoice> network;  // shared, never changed; null unless the problem is a network: then nothing else here counts

    Point start = {-1.2, 1.0};
    std::optional<Box> domain;  // the first view instead of the problem's own; of a formula also where its minima are looked for

    bool operator==(const ProblemChoice&) const;
};

struct RacerChoice {
    std::string optimizer;      // an id of the optimizer catalogue
    std::string name;           // shown to people; not empty
    std::vector<double> hyper;  // in the order of the optimizer's facts
    double clip_norm = 0;       // 0 is off
    double clip_value = 0;      // 0 is off
    ScheduleSetup schedule = {};           // of the learning rate
    ScheduleSetup momentum_schedule = {};  // of momentum, or β₁
    WrapperSetup wrapper = {};
    bool hidden = false;        // runs, but is not drawn
    int style = 0;              // colour, dash and marker; stays with the racer when the list changes

    bool operator==(const RacerChoice&) const = default;
};

struct Scenario {
    ProblemChoice problem;
    int steps = default_steps;
    std::uint64_t seed = 0;
    int ensemble = 0;  // the race with so many seeds, from this one on, as bands; 0 and 1 are off
    Noise noise = {};  // of the gradients, the same for all racers
    std::vector<RacerChoice> racers;

    bool operator==(const Scenario&) const = default;
};

// What ProblemChoice::parameters are the values of.
std::span<const Parameter> parameters_of(const ProblemChoice&);

// The first thing that is wrong, in words that name the racer and the key ("racer 2 (Adam): beta1 = 1.5 is outside 0 …
// 0.999999"), or an empty text. Of a racer by itself: naming the key.
std::string complaint(const Scenario&);
std::string complaint(const RacerChoice& racer);
const Parameter& colour_parameter();  // of a racer: its style, counted from 1

// Another seed would give other paths: there are minibatches or noise.
bool depends_on_seed(const Scenario&);
// What is drawn as bands: an ensemble of more than one, where chance has a part.
bool shows_ensemble(const Scenario&);

// Another loss of data; the parameters that both have keep their values.
void set_loss(ProblemChoice& problem, Loss loss);
// A first view from four numbers x_min, x_max, y_min, y_max. Returns what is wrong, or an empty text.
std::string set_domain(std::optional<Box>& domain, std::span<const double> bounds);
// Points of the scenario's own in place of its data; minibatches stay within their number.
void set_points(ProblemChoice& problem, std::shared_ptr<const Dataset> points);
// Another transform of the surface. The start goes with it, so that the race on the surface stays the same.
void set_transform(ProblemChoice& problem, const Transform& transform);

}  // namespace thalweg
