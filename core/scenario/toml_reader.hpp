// Reading TOML key by key with messages that name file, line and table, and writing values back.
#pragma once

#include <cmath>
#include <string>
#include <toml++/toml.h>
#include <vector>

#include "core/facts/text.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/scenario.hpp"

namespace thalweg {

struct Problematic {
    std::string message;
};

std::string place(const std::string& file, const toml::node& node);  // "race.toml:12"

// Reads a table key by key. Every key must be asked for once; those that nobody asked for are unknown.
class Reader {
public:
    Reader(const toml::table& table, std::string where, const std::string& file) : table_(table), where_(std::move(where)), file_(file) {}

    [[noreturn]] void fail(const toml::node& node, const std::string& message) const {
        throw Problematic{place(file_, node) + ": " + where_ + message};
    }
    const toml::node* take(std::string_view key) {
        asked_.emplace_back(key);
        return table_.get(key);
    }
    double number(const toml::node& node, std::string_view key) const {
        if (const auto value = node.value<double>(); value && !node.is_boolean() && std::isfinite(*value)) return *value;
        fail(node, std::string(key) + " must be a finite number");
    }
    std::int64_t whole(const toml::node& node, std::string_view key, std::int64_t least, std::int64_t most) const {
        const auto value = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
        if (value && *value >= least && *value <= most) return *value;
        fail(node, std::string(key) + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    std::string text(const toml::node& node, std::string_view key) const {
        if (const auto value = node.value<std::string>()) return *value;
        fail(node, std::string(key) + " must be a text in quotes");
    }
    const toml::table& subtable(const toml::node& node, std::string_view key) const {
        if (const toml::table* table = node.as_table()) return *table;
        fail(node, std::string(key) + " must be a table");
    }
    void reject_others() const {
        for (const auto& [key, node] : table_)
            if (std::find(asked_.begin(), asked_.end(), key.str()) == asked_.end()) fail(node, unknown("key", key.str(), asked_));
    }
    const toml::table& table() const { return table_; }

private:
    const toml::table& table_;
    std::string where_;
    const std::string& file_;
    std::vector<std::string> asked_;
};

Point read_point(const Reader& reader, const toml::node& node, std::string_view key);
// A value of a racer's, the noise's or a transform's table: a number, true or false, a text, a list of numbers or of pairs.
KeyValue read_value(const Reader& reader, const toml::node& value, std::string_view key);

// Every key of a table through `set(key, value)`, the kind first.
template <class Set>
void read_keys(const Reader& reader, Set&& set) {
    const auto give = [&](std::string_view key, const toml::node& node) {
        if (const std::string wrong = set(key, read_value(reader, node, key)); !wrong.empty()) reader.fail(node, wrong);
    };
    if (const toml::node* kind = reader.table().get("kind")) give("kind", *kind);
    for (const auto& [key, node] : reader.table())
        if (key.str() != "kind") give(key.str(), node);
}

std::string real(double value);  // as TOML wants a float: with a point or an exponent
std::string value_of(const Parameter& p, double value);

}  // namespace thalweg
