#include "core/scenario/toml_reader.hpp"

namespace thalweg {

std::string place(const std::string& file, const toml::node& node) {
    const auto line = node.source().begin.line;
    return file + (line ? ":" + std::to_string(line) : "");
}

Point read_point(const Reader& reader, const toml::node& node, std::string_view key) {
    const toml::array* array = node.as_array();
    if (!array || array->size() != 2) reader.fail(node, std::string(key) + " must be two numbers, as in [-1.2, 1.0]");
    return {reader.number(*array->get(0), key), reader.number(*array->get(1), key)};
}

KeyValue read_value(const Reader& reader, const toml::node& value, std::string_view key) {
    if (const auto flag = value.value<bool>(); flag && value.is_boolean()) return *flag;
    if (const auto text = value.value<std::string>()) return *text;
    if (value.is_number()) return reader.number(value, key);
    if (const toml::array* list = value.as_array()) {
        std::vector<Point> points;
        for (const toml::node& entry : *list) points.push_back(entry.is_array() ? read_point(reader, entry, key) : Point(reader.number(entry, key), 0));
        return points;
    }
    return std::monostate();
}

std::string real(double value) {
    const std::string text = shortest(value);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string value_of(const Parameter& p, double value) {
    if (p.scale == Scale::toggle) return value != 0 ? "true" : "false";
    if (p.scale == Scale::choice) return quoted_text(p.options[static_cast<std::size_t>(value)]);
    return p.scale == Scale::count || p.scale == Scale::log_count ? std::to_string(static_cast<long long>(value)) : real(value);
}

}  // namespace thalweg
