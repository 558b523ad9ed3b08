// The network of a scenario, as TOML: network = "case.json", or a table [problem.network] with its data in [problem.network.data].
#pragma once

#include "core/networks/network_choice.hpp"
#include "core/scenario/toml_reader.hpp"

namespace thalweg {

std::shared_ptr<const NetworkChoice> read_network(const Reader& problem, const toml::node& node, const std::string& file, const std::filesystem::path& folder);
void write_network(std::ostream& out, const NetworkChoice& choice);  // inside [problem]

}  // namespace thalweg
