#include "core/scenario/toml_network.hpp"

#include "core/scenario/examples_keys.hpp"
#include "core/scenario/network_keys.hpp"

namespace thalweg {

std::shared_ptr<const NetworkChoice> read_network(const Reader& problem, const toml::node& node, const std::string& file, const std::filesystem::path& folder) {
    NetworkChoice choice;
    if (node.is_string()) {
        choice.source = problem.text(node, "network");
        NetworkFileOrError loaded = load_network(folder / choice.source);
        if (const auto* wrong = std::get_if<std::string>(&loaded)) problem.fail(node, "network = " + quoted_text(choice.source) + ": " + *wrong);
        choice.file = std::get<0>(std::move(loaded));
        return std::make_shared<const NetworkChoice>(std::move(choice));
    }
    Reader reader(problem.subtable(node, "network"), "[problem.network] ", file);
    // What goes before what it decides: another activation begins with its own parameter.
    const auto set = [&](std::string_view key, const toml::node& value) {
        if (const std::string wrong = set_network_key(choice, key, read_value(reader, value, key)); !wrong.empty()) reader.fail(value, wrong);
    };
    if (const toml::node* activation = reader.table().get("activation")) set("activation", *activation);
    for (const auto& [key, value] : reader.table())
        if (key.str() != "activation" && key.str() != "data") set(key.str(), value);
    if (const toml::node* data = reader.table().get("data")) {
        Reader own(reader.subtable(*data, "data"), "[problem.network.data] ", file);
        const auto put = [&](std::string_view key, const toml::node& value) {
            if (const std::string wrong = set_examples_key(choice.examples, key, read_value(own, value, key)); !wrong.empty()) own.fail(value, wrong);
        };
        for (const auto& [one, other] : {std::pair{"kind", "file"}, std::pair{"test_share", "test_file"}})
            if (own.table().contains(one) && own.table().contains(other)) own.fail(*data, std::string("expected only one of ") + one + " and " + other);
        for (const char* first : {"kind", "file"})
            if (const toml::node* value = own.table().get(first)) put(first, *value);
        for (const auto& [key, value] : own.table())
            if (key.str() != "kind" && key.str() != "file") put(key.str(), value);
        if (choice.examples.kind.empty())
            if (const std::string wrong = load_content(choice.examples, folder); !wrong.empty()) own.fail(*data, wrong);
    }
    if (const std::string wrong = complaint(choice); !wrong.empty()) reader.fail(node, wrong);
    return std::make_shared<const NetworkChoice>(std::move(choice));
}

void write_network(std::ostream& out, const NetworkChoice& choice) {
    if (choice.file) {
        out << "network = " << quoted_text(choice.source) << '\n';
        return;
    }
    out << "[problem.network]\n";
    for (std::size_t i = 0; i < network_keys; ++i) out << network_parameters()[i].id << " = " << value_of(network_parameters()[i], choice.values[i]) << '\n';
    const ExamplesChoice& data = choice.examples;
    out << "[problem.network.data]\n";
    if (const ExamplesSpec* spec = find_examples(data.kind)) {
        out << "kind = " << quoted_text(data.kind) << '\n';
        for (std::size_t i = 0; i < data.parameters.size(); ++i) out << spec->parameters[i].id << " = " << value_of(spec->parameters[i], data.parameters[i]) << '\n';
    } else {
        out << "file = " << quoted_text(data.file) << '\n';
        if (!data.labels.empty()) out << "labels = " << quoted_text(data.labels) << '\n';
        if (data.classes) out << "classes = true\n";
        if (!data.test_file.empty()) out << "test_file = " << quoted_text(data.test_file) << '\n';
        if (!data.test_labels.empty()) out << "test_labels = " << quoted_text(data.test_labels) << '\n';
    }
    out << "count = " << data.count << "\nnoise = " << real(data.noise) << '\n';
    if (data.test_file.empty()) out << "test_share = " << real(data.test_share) << '\n';
    out << "standardise = " << (data.standardise ? "true" : "false") << "\nseed = " << data.seed << '\n';
}

}  // namespace thalweg
