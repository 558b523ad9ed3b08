#include "core/scenario/examples_keys.hpp"

#include "core/scenario/key_values.hpp"

namespace thalweg {
namespace {

std::string read_text(std::string_view key, const KeyValue& value, std::string_view what, std::string& text) {
    const auto* given = std::get_if<std::string>(&value);
    if (!given || given->empty()) return wants(key, what);
    text = *given;
    return {};
}

std::string read_flag(std::string_view key, const KeyValue& value, bool& flag) {
    const auto* given = std::get_if<bool>(&value);
    if (!given) return wants(key, "true or false");
    flag = *given;
    return {};
}

// `choice` with what stays when another kind or file is chosen.
ExamplesChoice renewed(const ExamplesChoice& choice, ExamplesChoice fresh) {
    fresh.test_share = choice.test_share;
    fresh.standardise = choice.standardise;
    fresh.seed = choice.seed;
    return fresh;
}

}  // namespace

std::string set_examples_key(ExamplesChoice& choice, std::string_view key, const KeyValue& value) {
    if (key == "kind") {
        const ExamplesSpec* spec = nullptr;
        if (std::string wrong = read_kind(key, value, examples_catalogue(), spec); !wrong.empty()) return wrong;
        choice = renewed(choice, default_examples(*spec));
        return {};
    }
    if (key == "file") {
        std::string name;
        if (std::string wrong = read_text(key, value, "the name of a file", name); !wrong.empty()) return wrong;
        choice = renewed(choice, {});
        choice.file = std::move(name);
        return {};
    }
    if (key == "test_share") {
        if (std::string wrong = read_value(examples_test_share(), key, value, choice.test_share); !wrong.empty()) return wrong;
        choice.test_file.clear();
        choice.test_labels.clear();
        choice.test_content = nullptr;
        return {};
    }
    if (key == "standardise") return read_flag(key, value, choice.standardise);
    if (key == "noise") return read_value(examples_noise(), key, value, choice.noise);
    if (key == "seed") {
        double number = 0;
        if (std::string wrong = read_value(examples_seed(), key, value, number); !wrong.empty()) return wrong;
        choice.seed = static_cast<std::uint64_t>(number);
        return {};
    }

    const ExamplesSpec* spec = find_examples(choice.kind);
    if (!spec && choice.file.empty()) return "kind or file must come first, as in kind = \"circle\" or file = \"points.csv\"";
    if (key == "count") {
        double number = 0;
        const bool all = !spec && std::holds_alternative<double>(value) && std::get<double>(value) == 0;
        if (std::string wrong = all ? "" : read_value(examples_count(), key, value, number); !wrong.empty()) return wrong;
        choice.count = static_cast<int>(number);
        return {};
    }
    // What a file holds depends on how it is read, and what one to test on holds also on the other.
    if (!spec && (key == "labels" || key == "classes")) {
        choice.content = choice.test_content = nullptr;
        return key == "labels" ? read_text(key, value, "the name of a file", choice.labels) : read_flag(key, value, choice.classes);
    }
    if (!spec && (key == "test_file" || key == "test_labels")) {
        choice.test_content = nullptr;
        choice.test_share = examples_test_share().default_value;
        return read_text(key, value, "the name of a file", key == "test_file" ? choice.test_file : choice.test_labels);
    }
    const int i = spec ? index_of(spec->parameters, key) : -1;
    if (i < 0)
        return unknown("key", key, spec ? ids(spec->parameters, {"kind", "file", "count", "noise", "test_share", "standardise", "seed"})
                                        : ids({}, {"kind", "file", "labels", "classes", "test_file", "test_labels", "count", "noise", "test_share", "standardise", "seed"}));
    return read_value(spec->parameters[static_cast<std::size_t>(i)], key, value, choice.parameters[static_cast<std::size_t>(i)]);
}

}  // namespace thalweg
