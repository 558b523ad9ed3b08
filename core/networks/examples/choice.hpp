// Which examples a network learns from, as a value: what a scenario holds and a file says.
#pragma once

#include <filesystem>
#include <string>

#include "core/networks/examples/spec.hpp"
#include "core/networks/examples/standardisation.hpp"

namespace thalweg {

struct ExamplesChoice {
    std::string kind;                // an id of the catalogue; empty when the examples come from a file
    std::vector<double> parameters;  // the kind's own, in the order of its facts

    std::string file, labels;  // as a scenario says it; `labels` is the second of a pair of IDX files
    std::string test_file, test_labels;  // likewise, to test on; empty: a share of the others is
    bool classes = false;      // of a table: the last column is a class, not a number to predict
    std::shared_ptr<const Examples> content, test_content;  // what the files hold: shared, never changed; null until they are loaded

    int count = 0;    // of a file: the first so many, 0 takes all; a test file is taken whole
    double noise = 0;          // a test file is taken as it is
    double test_share = 0.25;  // 0: no test; of no meaning beside a test file
    bool standardise = false;
    std::uint64_t seed = 0;    // of the drawing, the noise and the split

    bool operator==(const ExamplesChoice&) const;
};

ExamplesChoice default_examples(const ExamplesSpec& spec);

// Facts of what a choice holds besides count and noise.
const Parameter& examples_test_share();
const Parameter& examples_seed();

// The first thing that is wrong, naming the key, or an empty text.
std::string complaint(const ExamplesChoice& choice);

// Reads the files that the choice names and has not yet, relative to `folder`. Says what is wrong, or nothing.
std::string load_content(ExamplesChoice& choice, const std::filesystem::path& folder);

// What the network sees. Both parts are standardised as the training part by itself demands.
struct SplitExamples {
    std::shared_ptr<const Examples> train, test;  // no test: null
    Standardisation inputs, targets;              // what was done to them, so that pictures can undo it; classes are left as they are
};

// The choice must be without complaint.
SplitExamples make_examples(const ExamplesChoice& choice);

}  // namespace thalweg
