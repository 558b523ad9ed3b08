// A scenario is a value: everything that the user chose and nothing else. It is what a file holds, what undo keeps, what a
// test writes and what the command line reads. A race is a pure function of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
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

// Choices with the defaults of their catalogue entry.
ProblemChoice default_problem(const SurfaceSpec& surface);
ProblemChoice default_problem(std::shared_ptr<const Dataset> data, std::string source);
ProblemChoice default_problem(std::shared_ptr<const HeightMap> image, std::string source);
ProblemChoice default_problem(std::shared_ptr<const UserFormula> formula, const std::optional<Box>& domain = {});
ProblemChoice default_problem(std::shared_ptr<const NetworkChoice> network);
RacerChoice default_racer(const OptimizerSpec& optimizer, const std::vector<RacerChoice>& rivals);

// Racers whose rule works in the plane alone give way to Adam, and the ensemble, which networks have not, is switched off.
Scenario fitted_to_network(Scenario scenario);

// What ProblemChoice::parameters are the values of.
std::span<const Parameter> parameters_of(const ProblemChoice&);

// The scenario that the program opens with: Adam, momentum, RMSprop and SGD on Rosenbrock's valley.
Scenario default_scenario();

// The first thing that is wrong, in words that name the racer and the key ("racer 2 (Adam): beta1 = 1.5 is outside 0 …
// 0.999999"), or an empty text.
std::string complaint(const Scenario&);

// Another seed would give other paths: there are minibatches or noise.
bool depends_on_seed(const Scenario&);
// What is drawn as bands: an ensemble of more than one, where chance has a part.
bool shows_ensemble(const Scenario&);

// Racers whose colour another one before them has too get a free one.
void separate_styles(std::vector<RacerChoice>& racers);

// Sets one key of a racer as files and the command line write it: a hyperparameter, name, clip_norm, clip_value, hidden,
// colour, or with a dot a key of schedule, momentum_schedule or wrapper, whose kind must be set before the others. A new
// schedule is fitted to a run of so many steps. Returns what is wrong, or an empty text.
using KeyValue = std::variant<std::monostate, double, bool, std::string, std::vector<Point>>;  // a list of numbers has y = 0; nothing stands for anything else
std::string set_racer_key(RacerChoice& racer, std::string_view key, const KeyValue& value, int steps = default_steps);
// Likewise for the noise: kind, scale, freedom.
const Parameter& noise_kind();
std::string set_noise_key(Noise& noise, std::string_view key, const KeyValue& value);
// Another loss of data; the parameters that both have keep their values.
void set_loss(ProblemChoice& problem, Loss loss);
// The word of a file for a loss, or what is wrong.
const Parameter& loss_choice();
std::string set_loss_key(ProblemChoice& problem, const KeyValue& value);
// A first view from four numbers x_min, x_max, y_min, y_max. Returns what is wrong, or an empty text.
std::string set_domain(std::optional<Box>& domain, std::span<const double> bounds);
// Points of the scenario's own in place of its data; minibatches stay within their number.
void set_points(ProblemChoice& problem, std::shared_ptr<const Dataset> points);
// Another transform of the surface. The start goes with it, so that the race on the surface stays the same.
void set_transform(ProblemChoice& problem, const Transform& transform);
// Sets one key of a transform: shift_x, shift_y, scale_x, scale_y, rotation.
std::string set_transform_key(Transform& transform, std::string_view key, const KeyValue& value);
// What is wrong with a racer by itself, naming the key, or an empty text.
std::string complaint(const RacerChoice& racer);

// From choices to what a race runs on. The scenario must be without complaint.
std::shared_ptr<const Problem> build_problem(const ProblemChoice&);
RacerSetup build_setup(const Scenario&, const RacerChoice&);
std::vector<RacerSetup> build_setups(const Scenario&);
Arena build_arena(const Scenario&);
TrainingArena build_training(const Scenario&, const BuiltNetwork& network);

}  // namespace thalweg
