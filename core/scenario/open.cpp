#include "core/scenario/open.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>

#include "core/networks/network_file.hpp"
#include "core/problems/csv.hpp"
#include "core/problems/height_map.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"

namespace thalweg {
namespace {

bool is_one_of(const std::filesystem::path& file, std::initializer_list<std::string_view> extensions) {
    std::string own = file.extension().string();
    for (char& c : own) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::find(extensions.begin(), extensions.end(), own) != extensions.end();
}

// What was loaded as a problem, unless it is a message.
template <class Loaded, class Make>
Opened problem_of(const Loaded& loaded, Make&& make) {
    if (const auto* wrong = std::get_if<std::string>(&loaded)) return *wrong;
    return make(std::get<0>(loaded));
}

}  // namespace

Opened open_file(const std::filesystem::path& file) {
    const std::string source = file.string();
    if (is_one_of(file, {".csv", ".tsv", ".txt"})) return problem_of(load_csv(file), [&](const auto& points) { return default_problem(points, source); });
    if (is_one_of(file, {".png"})) return problem_of(load_height_map(file), [&](const auto& image) { return default_problem(image, source); });
    if (is_one_of(file, {".json"}))
        return problem_of(load_network(file), [&](const auto& network) {
            NetworkChoice choice;
            choice.file = network;
            choice.source = source;
            return default_problem(std::make_shared<const NetworkChoice>(std::move(choice)));
        });
    ScenarioOrError loaded = load_scenario(file);
    if (auto* wrong = std::get_if<std::string>(&loaded)) return std::move(*wrong);
    return std::get<Scenario>(std::move(loaded));
}

}  // namespace thalweg
