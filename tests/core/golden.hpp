// The recorded reference cases of tests/golden, one JSON object per line.
#pragma once

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace thalweg::golden {

inline std::vector<nlohmann::json> cases(const std::string& file) {
    std::ifstream in(std::string(THALWEG_GOLDEN) + "/" + file + ".jsonl");
    std::vector<nlohmann::json> all;
    for (std::string line; std::getline(in, line);) all.push_back(nlohmann::json::parse(line));
    return all;
}

// The error that golden/README defines: relative for large numbers, absolute for those below 1.
inline double error(double value, double reference) {
    const double error = std::abs(value - reference) / std::max(1.0, std::abs(reference));
    return error >= 0 ? error : std::numeric_limits<double>::infinity();  // NaN is as wrong as can be
}

}  // namespace thalweg::golden
