#include "core/networks/network_choice.hpp"

#include <algorithm>

#include "core/networks/network.hpp"

namespace thalweg {
namespace {

template <class Catalogue>
std::vector<std::string_view> ids_of(const Catalogue& catalogue) {
    std::vector<std::string_view> ids;
    for (const auto& entry : catalogue) ids.push_back(entry.id);
    return ids;
}

constexpr std::string_view models[] = {"dense", "recurrent"};
constexpr std::string_view norms[] = {"none", "batch_norm", "layer_norm", "rms_norm"};
constexpr std::string_view loss_choices[] = {"auto", "mse", "bce_with_logits", "cross_entropy"};
constexpr std::string_view scalars[] = {"double", "float"};

Parameter choice_of(std::string_view id, std::string_view symbol, std::string_view meaning, std::span<const std::string_view> options, double value = 0, bool secondary = false) {
    return {.id = id, .symbol = symbol, .meaning = meaning, .default_value = value, .range = {0, static_cast<double>(options.size() - 1)}, .scale = Scale::choice, .secondary = secondary, .options = options};
}

double position(std::span<const std::string_view> options, std::string_view word) { return static_cast<double>(std::find(options.begin(), options.end(), word) - options.begin()); }

LossKind loss_for(const NetworkChoice& choice, const ExamplesShape& shape) {
    if (const auto chosen = static_cast<int>(choice.at(NetworkKey::loss)); chosen > 0) return static_cast<LossKind>(chosen - 1);
    return shape.classes == 0 ? LossKind::mse : shape.classes == 2 ? LossKind::bce_with_logits : LossKind::cross_entropy;
}

ExamplesShape shape_of(const ExamplesChoice& choice) {
    if (choice.content) return {choice.content->features() / choice.content->time_steps, choice.content->classes, choice.content->time_steps};
    return shape_of(*find_examples(choice.kind), choice.parameters);
}

Architecture architecture_for(const NetworkChoice& choice, const ExamplesShape& shape, int targets) {
    Architecture a{.inputs = shape.features * shape.time_steps, .layers = {}, .loss = loss_for(choice, shape), .l2 = choice.at(NetworkKey::l2)};
    const int width = static_cast<int>(choice.at(NetworkKey::width)), depth = static_cast<int>(choice.at(NetworkKey::depth));
    const ActivationSpec& activation = activation_catalogue()[static_cast<std::size_t>(choice.at(NetworkKey::activation))];
    const double parameter = activation.parameters.empty() ? 0 : choice.at(NetworkKey::activation_parameter);
    const int outputs = shape.classes == 0 ? targets : a.loss == LossKind::bce_with_logits && shape.classes == 2 ? 1 : a.loss == LossKind::mse && shape.classes == 2 ? 1 : shape.classes;
    const auto linear = [&](int in, int out) { a.layers.push_back({.kind = LayerKind::linear, .inputs = in, .outputs = out}); };
    if (choice.word(NetworkKey::model) == "recurrent") {
        a.layers.push_back({.kind = LayerKind::recurrent, .inputs = shape.features, .outputs = width, .activation = &activation, .parameter = parameter, .time_steps = shape.time_steps});
        linear(width, outputs);
        return a;
    }
    const auto norm = choice.word(NetworkKey::norm);
    int in = a.inputs;
    for (int k = 0; k < depth; ++k) {
        const std::size_t begin = a.layers.size();
        linear(in, width);
        for (const LayerKind kind : {LayerKind::batch_norm, LayerKind::layer_norm, LayerKind::rms_norm})
            if (norm == layer_kind_id(kind)) a.layers.push_back({.kind = kind, .inputs = width, .outputs = width});
        a.layers.push_back({.kind = LayerKind::activation, .activation = &activation, .parameter = parameter});
        if (choice.at(NetworkKey::residual) > 0 && in == width) a.layers.push_back({.kind = LayerKind::residual, .span = static_cast<int>(a.layers.size() - begin), .scale = choice.at(NetworkKey::residual)});
        if (choice.at(NetworkKey::dropout) > 0) a.layers.push_back({.kind = LayerKind::dropout, .rate = choice.at(NetworkKey::dropout)});
        in = width;
    }
    linear(in, outputs);
    return a;
}

}  // namespace

std::span<const Parameter> network_parameters() {
    static const std::vector<std::string_view> activations = ids_of(activation_catalogue()), initialisers = ids_of(initialiser_catalogue());
    static const std::array<Parameter, network_keys> all{{
        choice_of("model", "model", "layer upon layer, or one recurrent cell that is unrolled over the time steps of a sequence", models),
        {.id = "depth", .symbol = "depth", .meaning = "hidden layers", .default_value = 2, .range = {0, 100}, .scale = Scale::count, .slider = {1, 50}},
        {.id = "width", .symbol = "width", .meaning = "units of every hidden layer, or of the recurrent cell", .default_value = 16, .range = {1, 1024}, .scale = Scale::log_count, .slider = {1, 128}},
        choice_of("activation", "φ", "activation of the hidden layers", activations, position(activations, "tanh")),
        {.id = "activation_parameter", .symbol = "a", .meaning = "the activation's own number", .default_value = 0, .range = {0, 10}, .scale = Scale::linear, .slider = {0, 2}, .secondary = true},
        choice_of("init", "init", "where weights begin", initialisers),
        {.id = "gain", .symbol = "gain", .meaning = "factor of every initial weight", .default_value = 1, .range = {0, 100}, .scale = Scale::linear, .slider = {0, 3}},
        choice_of("norm", "norm", "between a layer's weights and its activation", norms),
        {.id = "residual", .symbol = "residual", .meaning = "scale of a hidden layer that is added to what it was given; 0: no such path", .default_value = 0, .range = {0, 10}, .scale = Scale::linear, .slider = {0, 1.5}},
        {.id = "dropout", .symbol = "dropout", .meaning = "share of the units that each update leaves out", .default_value = 0, .range = {0, 0.95}, .scale = Scale::linear, .secondary = true},
        choice_of("loss", "loss", "auto: mse for values, logistic for two classes, softmax for more", loss_choices, 0, true),
        {.id = "l2", .symbol = "½λ‖W‖²", .meaning = "penalty on the weights, part of the loss", .default_value = 0, .range = {0, 100}, .scale = Scale::log, .slider = {0, 1}, .secondary = true},
        {.id = "batch", .symbol = "batch", .meaning = "examples per update; 0 takes all of them", .default_value = 0, .range = {0, max_examples}, .scale = Scale::log_count, .slider = {0, 1000}},
        choice_of("scalar", "scalar", "what the network computes in; optimizers always step in doubles", scalars, 0, true),
    }};
    return all;
}

NetworkChoice::NetworkChoice() : examples(default_examples(*find_examples("spiral"))) {
    for (std::size_t i = 0; i < network_keys; ++i) values[i] = network_parameters()[i].default_value;
}

std::string_view NetworkChoice::word(NetworkKey key) const { return network_parameters()[static_cast<std::size_t>(key)].options[static_cast<std::size_t>(at(key))]; }

bool NetworkChoice::operator==(const NetworkChoice& other) const {
    const bool same_file = file == other.file || (file && other.file && *file == *other.file);
    return values == other.values && examples == other.examples && same_file && source == other.source;
}

Architecture architecture_of(const NetworkChoice& choice, const Examples& examples) {
    if (choice.file) return choice.file->architecture;
    return architecture_for(choice, {examples.features() / examples.time_steps, examples.classes, examples.time_steps}, static_cast<int>(std::max<Eigen::Index>(1, examples.targets.rows())));
}

std::string complaint(const NetworkChoice& choice) {
    if (choice.file) return {};  // it was looked at when it was read
    for (std::size_t i = 0; i < network_keys; ++i)
        if (std::string wrong = complaint(network_parameters()[i], choice.values[i]); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(choice.examples); !wrong.empty()) return "data: " + wrong;
    const ExamplesShape shape = shape_of(choice.examples);
    const LossKind loss = loss_for(choice, shape);
    if (loss == LossKind::cross_entropy && shape.classes < 2) return "loss = \"cross_entropy\" needs classes; the data has values to fit";
    if (loss == LossKind::bce_with_logits && shape.classes != 2) return "loss = \"bce_with_logits\" needs two classes";
    return complaint(architecture_for(choice, shape, 1));
}

BuiltNetwork build_network(const NetworkChoice& choice, std::uint64_t seed) {
    auto problem = std::make_shared<TrainingProblem>();
    BuiltNetwork built;
    if (choice.file) {
        built.examples.train = choice.file->examples;
        problem->architecture = choice.file->architecture;
        problem->start = choice.file->start;
        problem->batch = choice.file->batch;
    } else {
        built.examples = make_examples(choice.examples);
        problem->architecture = architecture_of(choice, *built.examples.train);
        problem->start = initial_parameters(problem->architecture, initialiser_catalogue()[static_cast<std::size_t>(choice.at(NetworkKey::init))], choice.at(NetworkKey::gain), seed);
        problem->batch = std::min(static_cast<int>(choice.at(NetworkKey::batch)), built.examples.train->size());
        problem->scalar = static_cast<Scalar>(static_cast<int>(choice.at(NetworkKey::scalar)));
        if (const ExamplesSpec* spec = find_examples(choice.examples.kind)) built.domain = spec->domain;
    }
    problem->buffers = initial_buffers(problem->architecture);
    problem->train = built.examples.train;
    problem->test = built.examples.test;
    built.problem = problem;
    return built;
}

std::size_t parameter_count(const NetworkChoice& choice) {
    return static_cast<std::size_t>(ParameterLayout(choice.file ? choice.file->architecture : architecture_for(choice, shape_of(choice.examples), 1)).size());
}

std::string describe(const NetworkChoice& choice) {
    std::string text;
    if (choice.file) {
        text = std::to_string(choice.file->architecture.inputs);
        for (const LayerSpec& l : choice.file->architecture.layers)
            if (l.has_weights()) text += " – " + std::to_string(l.outputs);
        return text;
    }
    const ExamplesShape shape = shape_of(choice.examples);
    const auto whole = [&](NetworkKey key) { return std::to_string(static_cast<int>(choice.at(key))); };
    const bool recurrent = choice.word(NetworkKey::model) == "recurrent";
    const Architecture a = architecture_for(choice, shape, 1);
    text = std::to_string(a.inputs) + " – " + (recurrent ? "cell of " + whole(NetworkKey::width) : whole(NetworkKey::depth) + " × " + whole(NetworkKey::width)) + " – " + std::to_string(a.outputs());
    return text + " · " + std::string(activation_catalogue()[static_cast<std::size_t>(choice.at(NetworkKey::activation))].name);
}

}  // namespace thalweg
