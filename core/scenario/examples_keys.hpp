// The keys of the examples that a network learns from, as files and the command line write them.
#pragma once

#include "core/networks/examples/choice.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg {

// Sets one key: kind or file, which must come first, then count, noise, test_share, standardise, seed; of a kind also its own
// parameters, of a file also labels, classes, test_file and test_labels. Another kind or file begins with its own defaults, but
// test_share, standardise and seed stay. A test file takes the place of the share, and a share that of the file. Files are only
// named: load_content() reads them. Returns what is wrong, or an empty text.
std::string set_examples_key(ExamplesChoice& choice, std::string_view key, const KeyValue& value);

}  // namespace thalweg
