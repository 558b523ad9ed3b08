// Network files: what is wrong with them is said by name, and no bytes bring the reader down.
#include <nlohmann/json.hpp>

#include "core/networks/network_file.hpp"
#include "golden.hpp"
#include "network_support.hpp"

namespace thalweg {
namespace {

using nlohmann::json;
using test::contains;
using test::Numbers;

json small() {
    return json::parse(R"({"layers": [{"type": "linear", "inputs": 2, "outputs": 3}, {"type": "leaky_relu", "negative_slope": 0.2}, {"type": "layer_norm"}, {"type": "linear", "inputs": 3, "outputs": 1}],
        "loss_function": {"type": "mse"}, "data": {"x": [[0, 1], [2, 3]], "y": [[1], [2]]}, "unknown": {"left": ["alone"]},
        "init": {"0.weight": [[1, 2], [3, 4], [5, 6]], "0.bias": [0, 0, 0], "2.weight": [1, 1, 1], "2.bias": [0, 0, 0], "3.weight": [[1, 1, 1]], "3.bias": [0]}})");
}
std::string message(const std::string& text) {
    const NetworkFileOrError read = parse_network(text);
    return std::holds_alternative<std::string>(read) ? std::get<std::string>(read) : "";
}
template <class Change>
std::string with(Change&& change) {
    json file = small();
    change(file);
    return message(file.dump());
}

TEST(NetworkFile, IsReadWithEveryWeightInItsPlace) {
    const NetworkFileOrError read = parse_network(small().dump());
    ASSERT_TRUE(std::holds_alternative<std::shared_ptr<const NetworkFile>>(read)) << std::get<std::string>(read);
    const NetworkFile& file = *std::get<0>(read);
    EXPECT_EQ(file.architecture.layers.size(), 4u);
    EXPECT_EQ(file.architecture.layers[1].parameter, 0.2);
    EXPECT_EQ(file.start.size(), 6 + 3 + 6 + 3 + 1);
    EXPECT_EQ(file.start[1], 2);  // row-major
    EXPECT_EQ(file.examples->inputs(1, 0), 1);
    EXPECT_EQ(file.batch, 0);
}

TEST(NetworkFile, NamesTheKeyThatIsWrong) {
    EXPECT_TRUE(contains(message(""), "not JSON"));
    EXPECT_TRUE(contains(message("{\"layers\": ["), "byte"));
    EXPECT_TRUE(contains(message("[1, 2]"), "layers"));
    EXPECT_TRUE(contains(with([](json& f) { f.erase("layers"); }), "layers"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"] = json::array(); }), "layers"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][1]["type"] = "leaky"; }), "layers[1].unknown type 'leaky'"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][0].erase("type"); }), "layers[0].type"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][0]["outputs"] = 2.5; }), "layers[0].outputs"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][0]["outputs"] = -1; }), "layers[0].outputs"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][0]["outputs"] = 1e300; }), "layers[0].outputs"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][0]["outputs"] = 19'000'000; }), "parameters"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][1]["negative_slope"] = "steep"; }), "layers[1].negative_slope"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][1]["negative_slope"] = 7; }), "negative_slope = 7"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][3]["inputs"] = 5; }), "layer 3 (linear): takes 5 features, but gets 3"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][2] = {{"type", "residual"}, {"span", 9}}; }), "layer 2 (residual): span"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][2] = {{"type", "dropout"}, {"rate", 1}}; }), "layer 2 (dropout): rate"));
    EXPECT_TRUE(contains(with([](json& f) { f["layers"][2] = {{"type", "residual"}}; }), "layers[2].span"));
    EXPECT_TRUE(contains(with([](json& f) { f["loss_function"]["type"] = "huber"; }), "huber"));
    EXPECT_TRUE(contains(with([](json& f) { f["loss_function"]["reduction"] = "sum"; }), "loss_function.reduction"));
    EXPECT_TRUE(contains(with([](json& f) { f["loss_function"] = 3; }), "loss_function"));
    EXPECT_TRUE(contains(with([](json& f) { f["init"].erase("2.bias"); }), "init.2.bias"));
    EXPECT_TRUE(contains(with([](json& f) { f["init"]["0.weight"] = {{1, 2}, {3, 4}}; }), "init.0.weight has 4 numbers; expected 3 × 2"));
    EXPECT_TRUE(contains(with([](json& f) { f["init"]["0.weight"][2][1] = nullptr; }), "init.0.weight[2][1]"));
    EXPECT_TRUE(contains(with([](json& f) { f["init"]["0.bias"] = {0, 0, 0, 0}; }), "init.0.bias"));
    EXPECT_TRUE(contains(with([](json& f) { f.erase("data"); }), "data"));
    EXPECT_TRUE(contains(with([](json& f) { f["data"]["x"][1] = {2}; }), "data.x[1]"));
    EXPECT_TRUE(contains(with([](json& f) { f["data"]["x"][1][0] = "two"; }), "data.x[1][0]"));
    EXPECT_TRUE(contains(with([](json& f) { f["data"]["y"] = {{1}}; }), "data.y"));
    EXPECT_TRUE(contains(with([](json& f) { f["data"]["x"] = {{0, 1, 2}, {3, 4, 5}}; }), "data"));
    EXPECT_TRUE(contains(with([](json& f) { f["batch"] = 3; }), "batch"));
    EXPECT_TRUE(contains(with([](json& f) { f["l2"] = -1; }), "l2"));
}

// Whatever is read is a network that can be run: one pass over its examples gives as many outputs as it should.
void expect_sound(const NetworkFileOrError& read) {
    if (const auto* wrong = std::get_if<std::string>(&read)) {
        EXPECT_FALSE(wrong->empty());
        return;
    }
    const NetworkFile& file = *std::get<0>(read);
    EXPECT_EQ(complaint(file.architecture), "");
    EXPECT_EQ(complaint(file.architecture, *file.examples), "");
    EXPECT_EQ(file.start.size(), ParameterLayout(file.architecture).size());
    Network<double> network(file.architecture);
    std::vector<double> buffers = initial_buffers(file.architecture), gradient(static_cast<std::size_t>(file.start.size()));
    network.gradient(file.start.data(), buffers.data(), file.examples->inputs, {targets_of(file.architecture, *file.examples), file.examples->labels}, {}, gradient.data());
    EXPECT_EQ(network.output().rows(), file.architecture.outputs());
}

TEST(NetworkFile, NoBytesBringItDown) {
    std::vector<std::string> texts{small().dump()};
    for (json c : golden::cases("networks")) {
        json file;
        for (const char* key : {"layers", "loss_function", "init", "data", "batch"})
            if (c.contains(key)) file[key] = c[key];
        if (const std::string text = file.dump(); text.size() < 20'000) texts.push_back(text);
    }
    ASSERT_GT(texts.size(), 4u);
    Numbers numbers(11);
    for (const std::string& text : texts) {
        for (std::size_t k = 0; k < 60; ++k) EXPECT_NE(message(text.substr(0, numbers.below(text.size()))), "");
        for (int k = 0; k < 400; ++k) {
            std::string changed = text;
            for (std::size_t n = 1 + numbers.below(4); n > 0; --n) {
                const std::size_t at = numbers.below(changed.size());
                switch (numbers.below(5)) {
                    case 0: changed[at] = static_cast<char>(numbers.below(256)); break;
                    case 1: changed.erase(at, 1 + numbers.below(8)); break;
                    case 2: changed.insert(at, changed.substr(numbers.below(changed.size()), numbers.below(40))); break;
                    case 3: changed[at] = "0123456789-.e[]{},:\""[numbers.below(20)]; break;
                    default: changed[at] = static_cast<char>(changed[at] ^ (1 << numbers.below(8)));
                }
                if (changed.empty()) changed = "{";
            }
            expect_sound(parse_network(changed));
        }
        // Whole values swapped for others of every kind.
        const json original = json::parse(text);
        const json flat = original.flatten();
        std::vector<std::string> paths;
        for (const auto& [path, value] : flat.items()) paths.push_back(path);
        for (int k = 0; k < 150; ++k) {
            json changed = original;
            static const json others[] = {nullptr, true, -1, 0, 1, 2, 1e308, 0.5, "", "linear", "batch_norm", "residual", json::array(), json::object(), {1, 2, 3}, 4'000'000'000'000};
            json& target = changed[json::json_pointer(paths[numbers.below(paths.size())])];
            target = others[numbers.below(std::size(others))];
            expect_sound(parse_network(changed.dump()));
        }
    }
}

TEST(NetworkFile, DeepNestingIsNoStackOverflow) {
    EXPECT_NE(message(std::string(100'000, '[')), "");
    json file = small();
    std::string text = file.dump();
    const std::string from = "[[1,2],[3,4],[5,6]]";
    text.replace(text.find(from), from.size(), std::string(50'000, '[') + "1" + std::string(50'000, ']'));
    EXPECT_NE(message(text), "");
}

}  // namespace
}  // namespace thalweg
