#include "core/scenario/key_values.hpp"

namespace thalweg {

std::string wants(std::string_view key, std::string_view what) { return std::string(key) + " must be " + std::string(what); }

std::string read_value(const Parameter& p, std::string_view key, const KeyValue& value, double& number) {
    if (p.scale == Scale::choice) {
        std::vector<std::string> words(p.options.begin(), p.options.end());
        const auto* word = std::get_if<std::string>(&value);
        const auto at = word ? std::find(words.begin(), words.end(), *word) : words.end();
        if (at == words.end()) return word ? unknown(key, *word, words) : wants(key, "one of " + joined(words));
        number = static_cast<double>(at - words.begin());
        return {};
    }
    const bool toggle = p.scale == Scale::toggle;
    double given = 0;
    if (const auto* n = std::get_if<double>(&value)) given = *n;
    else if (const auto* flag = std::get_if<bool>(&value); flag && toggle) given = *flag ? 1 : 0;
    else return wants(key, toggle ? "true or false" : "a number");
    if (std::string wrong = complaint(p, given); !wrong.empty()) return wrong;
    number = given;
    return {};
}

std::vector<std::string> ids(std::span<const Parameter> parameters, std::initializer_list<std::string_view> others) {
    std::vector<std::string> all = ids_of(parameters);
    for (const std::string_view other : others)
        if (!other.empty()) all.emplace_back(other);
    return all;
}

}  // namespace thalweg
