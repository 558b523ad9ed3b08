#include "app/presets.hpp"

#include <cassert>
#include <filesystem>

#include "core/facts/catalogue.hpp"
#include "core/scenario/toml.hpp"
#include "embedded_presets.hpp"

namespace thalweg::app {

std::span<const Preset> presets() {
    static const std::vector<Preset> all = [] {
        std::vector<Preset> list;
        for (const EmbeddedFile& file : embedded_presets()) {
            ScenarioOrError read = parse_scenario(file.text, file.name);
            assert(std::holds_alternative<Scenario>(read));  // a test reads each of them
            if (!std::holds_alternative<Scenario>(read)) continue;
            const std::string title(file.text.substr(2, file.text.find('\n') - 2)), stem(file.name.substr(0, file.name.rfind('.')));
            const auto colon = title.find(": ");
            list.push_back({stem.substr(stem.find('_') + 1), title.substr(0, colon), colon == std::string::npos ? "" : title.substr(colon + 2), std::get<Scenario>(std::move(read))});
        }
        return list;
    }();
    return all;
}

const Preset* find_preset(std::string_view id) { return find_by_id(presets(), id); }

const Preset* preset_named(const std::string& word) {
    std::error_code ignored;
    return std::filesystem::exists(word, ignored) ? nullptr : find_preset(word);
}

}  // namespace thalweg::app
