#include "core/networks/network_file.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/facts/catalogue.hpp"
#include "core/facts/file.hpp"
#include "core/facts/text.hpp"
#include "core/networks/examples/json.hpp"
#include "core/networks/training_problem.hpp"

namespace thalweg {
namespace {

using Json = nlohmann::json;

struct Wrong {
    std::string message;
};

constexpr std::size_t max_network_file = std::size_t{256} << 20;

const Json& member(const Json& object, std::string_view key, std::string_view where) {
    if (!object.is_object()) throw Wrong{std::string(where) + " must be an object"};
    const auto found = object.find(std::string(key));
    if (found == object.end()) throw Wrong{std::string(where) + "." + std::string(key) + " is missing"};
    return *found;
}
double number_of(const Json& value, const std::string& where) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) throw Wrong{where + " must be a finite number"};
    return value.get<double>();
}
int whole_of(const Json& value, const std::string& where, int least, int most) {
    const double number = number_of(value, where);
    if (number != std::floor(number) || number < least || number > most) throw Wrong{where + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)};
    return static_cast<int>(number);
}
std::string text_of(const Json& value, const std::string& where) {
    if (!value.is_string()) throw Wrong{where + " must be a text"};
    return value.get<std::string>();
}

// The activation's own number, under the name that its facts give it; absent: its default.
double activation_parameter(const Json& layer, const ActivationSpec& activation, const std::string& where) {
    if (activation.parameters.empty()) return 0;
    const Parameter& p = activation.parameters[0];
    const std::string key(p.id);
    if (!layer.contains(key)) return p.default_value;
    double value = 0;
    if (p.scale == Scale::choice) {
        const std::string word = text_of(layer[key], where + "." + key);
        const auto found = std::find(p.options.begin(), p.options.end(), word);
        if (found == p.options.end()) throw Wrong{where + "." + unknown(key, word, {p.options.begin(), p.options.end()})};
        value = static_cast<double>(found - p.options.begin());
    } else {
        value = number_of(layer[key], where + "." + key);
    }
    if (const std::string wrong = complaint(p, value); !wrong.empty()) throw Wrong{where + "." + wrong};
    return value;
}

LayerSpec read_layer(const Json& layer, const std::string& where, int width) {
    constexpr int most = static_cast<int>(max_parameters);
    const std::string type = text_of(member(layer, "type", where), where + ".type");
    const auto count = [&](const char* key) { return whole_of(member(layer, key, where), where + "." + key, 1, most); };
    const auto real = [&](const char* key, double otherwise) { return layer.contains(key) ? number_of(layer[key], where + "." + key) : otherwise; };
    if (type == "linear") {
        if (layer.contains("bias") && layer["bias"] == false) throw Wrong{where + ".bias: layers without bias are not known; give a bias of zeros"};
        return {.kind = LayerKind::linear, .inputs = count("inputs"), .outputs = count("outputs")};
    }
    for (const LayerKind kind : {LayerKind::batch_norm, LayerKind::layer_norm, LayerKind::rms_norm})
        if (type == layer_kind_id(kind)) {
            const int features = layer.contains("features") ? count("features") : width;
            return {.kind = kind, .inputs = features, .outputs = features, .eps = real("eps", 1e-5), .momentum = real("momentum", 0.1)};
        }
    if (type == "dropout") return {.kind = LayerKind::dropout, .rate = real("rate", real("p", 0.5))};
    if (type == "residual") return {.kind = LayerKind::residual, .span = count("span"), .scale = real("scale", 1)};
    if (type == "recurrent") {
        const std::string id = layer.contains("activation") ? text_of(layer["activation"], where + ".activation") : "tanh";
        const ActivationSpec* activation = find_activation(id);
        if (!activation) throw Wrong{where + ".activation = \"" + id + "\" is not known"};
        return {.kind = LayerKind::recurrent, .inputs = count("inputs"), .outputs = count("outputs"), .activation = activation, .parameter = activation_parameter(layer, *activation, where), .time_steps = count("time_steps")};
    }
    if (const ActivationSpec* activation = find_activation(type)) return {.kind = LayerKind::activation, .activation = activation, .parameter = activation_parameter(layer, *activation, where)};
    std::vector<std::string> known{"linear", "batch_norm", "layer_norm", "rms_norm", "dropout", "residual", "recurrent"};
    for (std::string& id : ids_of(activation_catalogue())) known.push_back(std::move(id));
    throw Wrong{where + "." + unknown("type", type, known)};
}

constexpr int deepest = 4;  // lists within lists

// Numbers, nested or flat, in row-major order.
void collect(const Json& value, const std::string& where, std::vector<double>& numbers, std::size_t most, int depth = 0) {
    if (value.is_array()) {
        if (depth == deepest) throw Wrong{where + ": expected a number; lists are nested too deeply"};
        for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], where + "[" + std::to_string(i) + "]", numbers, most, depth + 1);
    } else {
        if (numbers.size() == most) throw Wrong{where + ": there are more than " + std::to_string(most) + " numbers"};
        numbers.push_back(number_of(value, where));
    }
}

NetworkFile read(const Json& root) {
    if (!root.is_object()) throw Wrong{"expected an object with layers, loss_function, init and data"};
    NetworkFile file;
    const Json& layers = member(root, "layers", "file");
    if (!layers.is_array() || layers.empty()) throw Wrong{"layers must be a list of at least one layer"};
    if (layers.size() > static_cast<std::size_t>(max_layers)) throw Wrong{"layers: " + std::to_string(layers.size()) + " are more than " + std::to_string(max_layers)};
    for (std::size_t i = 0; i < layers.size(); ++i) {
        LayerSpec layer = read_layer(layers[i], "layers[" + std::to_string(i) + "]", file.architecture.outputs());
        if (file.architecture.inputs == 0) file.architecture.inputs = layer.kind == LayerKind::recurrent ? layer.inputs * layer.time_steps : layer.inputs;
        file.architecture.layers.push_back(layer);
    }
    const Json& loss = member(root, "loss_function", "file");
    const std::string id = loss.is_string() ? loss.get<std::string>() : text_of(member(loss, "type", "loss_function"), "loss_function.type");
    const auto found = std::find(loss_ids().begin(), loss_ids().end(), id);
    if (found == loss_ids().end()) throw Wrong{unknown("loss_function.type", id, {loss_ids().begin(), loss_ids().end()})};
    if (loss.is_object() && loss.contains("reduction") && loss["reduction"] != "mean") throw Wrong{"loss_function.reduction must be \"mean\""};
    file.architecture.loss = static_cast<LossKind>(found - loss_ids().begin());
    if (root.contains("l2")) file.architecture.l2 = number_of(root["l2"], "l2");
    if (std::string wrong = complaint(file.architecture); !wrong.empty()) throw Wrong{wrong};

    const ParameterLayout layout(file.architecture);
    file.start.resize(layout.size());
    const Json& init = member(root, "init", "file");
    for (const ParameterBlock& block : layout.blocks) {
        std::vector<double> numbers;
        const std::string where = "init." + block.name;
        collect(member(init, block.name, "init"), where, numbers, static_cast<std::size_t>(block.size()));
        if (numbers.size() != static_cast<std::size_t>(block.size())) throw Wrong{where + " has " + std::to_string(numbers.size()) + " numbers; expected " + std::to_string(block.rows) + " × " + std::to_string(block.columns)};
        std::copy(numbers.begin(), numbers.end(), file.start.begin() + block.offset);
    }

    const Answers answers = file.architecture.loss == LossKind::cross_entropy ? Answers::classes : file.architecture.loss == LossKind::mse ? Answers::values : Answers::two_classes;
    ExamplesOrError examples = examples_from_json(member(root, "data", "file"), answers, file.architecture.outputs());
    if (const auto* wrong = std::get_if<std::string>(&examples)) throw Wrong{*wrong};
    file.examples = std::get<0>(std::move(examples));
    if (std::string wrong = complaint(file.architecture, *file.examples); !wrong.empty()) throw Wrong{"data: " + wrong};
    if (root.contains("batch") && root["batch"] != "full") file.batch = whole_of(root["batch"], "batch", 1, file.examples->size());
    return file;
}

}  // namespace

bool NetworkFile::operator==(const NetworkFile& other) const {
    return architecture == other.architecture && start == other.start && batch == other.batch && (examples == other.examples || (examples && other.examples && *examples == *other.examples));
}

NetworkFileOrError parse_network(std::string_view text) {
    try {
        return std::make_shared<const NetworkFile>(read(Json::parse(text)));
    } catch (const Json::parse_error& e) {
        return "this is not JSON: byte " + std::to_string(e.byte) + ": expected a network, an object with layers, loss_function, init and data";
    } catch (const Json::out_of_range&) {
        return "a number is too large for a double";
    } catch (const Wrong& wrong) {
        return wrong.message;
    }
}

NetworkFileOrError load_network(const std::filesystem::path& file) {
    const FileContent read = read_file(file, max_network_file, "a network file (JSON)");
    if (!read.error.empty()) return read.error;
    NetworkFileOrError network = parse_network(read.content);
    if (auto* wrong = std::get_if<std::string>(&network)) *wrong = file.string() + ": " + *wrong;
    return network;
}

}  // namespace thalweg
