#include "core/networks/examples/choice.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/facts/catalogue.hpp"
#include "core/facts/text.hpp"
#include "core/networks/examples/files.hpp"

namespace thalweg {
namespace {

std::string named_complaint(const ExamplesChoice& choice) {
    const ExamplesSpec* spec = find_examples(choice.kind);
    if (!spec) return unknown("data set", choice.kind, ids_of(examples_catalogue()));
    if (std::string wrong = complaint(spec->parameters, choice.parameters); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(examples_count(), choice.count); !wrong.empty()) return wrong;
    const ExamplesShape shape = shape_of(*spec, choice.parameters);
    const std::size_t most = max_examples_bytes / (sizeof(double) * static_cast<std::size_t>(shape.features * shape.time_steps));
    if (static_cast<std::size_t>(choice.count) > most)
        return "count = " + std::to_string(choice.count) + " is too much for the memory; " + choice.kind + " may have up to " + std::to_string(most);
    return {};
}

// Whether the names of the files go together.
std::string names_complaint(const ExamplesChoice& choice) {
    if (!choice.test_labels.empty() && choice.test_file.empty()) return "test_labels belongs to test_file";
    if (!choice.test_labels.empty() && choice.labels.empty()) return "test_labels belongs to a pair of IDX files; file has no labels";
    if (!choice.test_file.empty() && !choice.labels.empty() && choice.test_labels.empty()) return "test_file needs its labels, as in test_labels = \"t10k-labels-idx1-ubyte\"";
    return {};
}

std::string file_complaint(const ExamplesChoice& choice) {
    if (!choice.kind.empty()) return "kind and file exclude each other";
    if (std::string wrong = names_complaint(choice); !wrong.empty()) return wrong;
    if (!choice.content) return "file '" + choice.file + "' is not loaded";
    if (!choice.test_file.empty() && !choice.test_content) return "test_file '" + choice.test_file + "' is not loaded";
    if (choice.content->size() < 2) return "file '" + choice.file + "' has fewer than 2 examples";
    if (choice.count != 0 && !(choice.count >= 2 && choice.count <= choice.content->size()))
        return "count = " + std::to_string(choice.count) + " is outside 2 … " + std::to_string(choice.content->size()) + " of the file; 0 takes all";
    return {};
}

// The examples of these columns.
Examples part(const Examples& all, const std::vector<Eigen::Index>& columns) {
    Examples some;
    some.inputs = all.inputs(Eigen::all, columns);
    some.targets = all.targets(Eigen::all, columns);
    some.classes = all.classes;
    some.time_steps = all.time_steps;
    some.class_values = all.class_values;
    if (!all.labels.empty())
        for (const Eigen::Index i : columns) some.labels.push_back(all.labels[static_cast<std::size_t>(i)]);
    return some;
}

// All examples in the order in which they were drawn or stand in the file.
std::shared_ptr<const Examples> all_examples(const ExamplesChoice& choice) {
    if (const ExamplesSpec* spec = find_examples(choice.kind))
        return std::make_shared<const Examples>(draw_examples(*spec, choice.parameters, choice.count, choice.noise, choice.seed));
    const bool every = choice.count == 0 || choice.count == choice.content->size();
    if (every && choice.noise == 0) return choice.content;
    std::vector<Eigen::Index> first(static_cast<std::size_t>(every ? choice.content->size() : choice.count));
    for (std::size_t i = 0; i < first.size(); ++i) first[i] = static_cast<Eigen::Index>(i);
    Examples taken = part(*choice.content, first);
    add_noise(taken, choice.noise, taken.classes > 0 ? NoiseOn::inputs : NoiseOn::targets, choice.seed);
    return std::make_shared<const Examples>(std::move(taken));
}

}  // namespace

bool ExamplesChoice::operator==(const ExamplesChoice& other) const {
    const auto same = [](const auto& a, const auto& b) { return a == b || (a && b && *a == *b); };
    return same(content, other.content) && same(test_content, other.test_content) && kind == other.kind && parameters == other.parameters && file == other.file && labels == other.labels &&
           test_file == other.test_file && test_labels == other.test_labels && classes == other.classes &&
           count == other.count && noise == other.noise && test_share == other.test_share && standardise == other.standardise && seed == other.seed;
}

ExamplesChoice default_examples(const ExamplesSpec& spec) {
    ExamplesChoice choice;
    choice.kind = spec.id;
    choice.parameters = default_parameters(spec);
    choice.count = spec.count;
    choice.noise = spec.noise;
    return choice;
}

const Parameter& examples_test_share() {
    static const Parameter p{"test_share", "test", "share of the examples that is kept for testing", 0.25, {0, 0.9}, Scale::linear};
    return p;
}

const Parameter& examples_seed() {
    static const Parameter p{"seed", "seed", "another seed draws other examples and splits them otherwise", 0, {0, 0x1p53}, Scale::count, {0, 100}};
    return p;
}

std::string complaint(const ExamplesChoice& choice) {
    if (choice.kind.empty() && choice.file.empty()) return "kind or file is missing, as in kind = \"circle\" or file = \"points.csv\"";
    if (std::string wrong = choice.file.empty() ? named_complaint(choice) : file_complaint(choice); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(examples_noise(), choice.noise); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(examples_test_share(), choice.test_share); !wrong.empty()) return wrong;
    return complaint(examples_seed(), static_cast<double>(choice.seed));
}

std::string load_content(ExamplesChoice& choice, const std::filesystem::path& folder) {
    const auto load = [&](const std::string& file, const std::string& labels, const Examples* trained, std::shared_ptr<const Examples>& content) -> std::string {
        ExamplesOrError loaded = labels.empty() ? load_examples(folder / file, choice.classes, trained) : load_idx(folder / file, folder / labels, trained);
        if (auto* wrong = std::get_if<std::string>(&loaded)) return std::move(*wrong);
        content = std::get<0>(std::move(loaded));
        return {};
    };
    if (std::string wrong = names_complaint(choice); !wrong.empty()) return wrong;
    if (!choice.content)
        if (std::string wrong = load(choice.file, choice.labels, nullptr, choice.content); !wrong.empty()) return wrong;
    if (choice.test_file.empty() || choice.test_content) return {};
    return load(choice.test_file, choice.test_labels, choice.content.get(), choice.test_content);
}

SplitExamples make_examples(const ExamplesChoice& choice) {
    assert(complaint(choice).empty());
    const std::shared_ptr<const Examples> all = all_examples(choice);
    std::shared_ptr<Examples> train, test;  // own copies, which images are too large to make without need
    if (!choice.test_content && choice.test_share > 0) {
        const auto n = static_cast<std::uint32_t>(all->size());
        std::vector<Eigen::Index> training, testing;
        const auto tests = std::clamp<std::uint32_t>(static_cast<std::uint32_t>(std::lround(choice.test_share * n)), 1, n - 1);
        for (std::uint32_t i = 0; i < n; ++i) (permuted(i, n, choice.seed, 0, Stream::example_split) < tests ? testing : training).push_back(i);
        train = std::make_shared<Examples>(part(*all, training));
        test = std::make_shared<Examples>(part(*all, testing));
    }
    SplitExamples made;
    if (choice.standardise) {
        if (!train) train = std::make_shared<Examples>(*all);
        if (!test && choice.test_content) test = std::make_shared<Examples>(*choice.test_content);
        made.inputs = standardisation_of(train->inputs, train->time_steps);
        if (train->classes == 0) made.targets = standardisation_of(train->targets);
        for (const auto& own : {train, test}) {
            if (!own) continue;
            made.inputs.apply_to(own->inputs);
            made.targets.apply_to(own->targets);
        }
    }
    made.train = train ? train : all;
    made.test = test ? test : choice.test_content;
    return made;
}

}  // namespace thalweg
