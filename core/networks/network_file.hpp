// A network file: JSON with the keys of the reference cases (layers, loss_function, init, data), so that any network with given
// weights and examples can be raced. Keys that it does not know are left alone.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>

#include "core/networks/architecture.hpp"
#include "core/networks/examples.hpp"

namespace thalweg {

struct NetworkFile {
    Architecture architecture;
    Vector<double> start;  // θ
    std::shared_ptr<const Examples> examples;
    int batch = 0;         // 0: all examples in every update

    bool operator==(const NetworkFile&) const;
};
using NetworkFileOrError = std::variant<std::shared_ptr<const NetworkFile>, std::string>;

NetworkFileOrError parse_network(std::string_view json);
NetworkFileOrError load_network(const std::filesystem::path& file);

}  // namespace thalweg
