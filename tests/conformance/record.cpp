// Writes core/optimizers/conformance.def from the golden cases:  cmake --build build/release --target conformance
#include <cstdio>
#include <fstream>
#include <iostream>

#include "tests/core/golden_race.hpp"

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: record_conformance FILE\n";
        return 2;
    }
    const auto covered = thalweg::golden::coverage();
    int missed = 0;
    std::string text = "// Written by `cmake --build build/release --target conformance` from tests/golden; run it again instead of editing.\n";
    for (const auto& [id, c] : covered) {
        for (const std::string& name : c.missed) {
            std::cerr << id << " does not follow the case " << name << " within its tolerance\n";
            ++missed;
        }
        if (c.cases == 0) continue;
        std::string files;
        for (const std::string& file : c.files) files += (files.empty() ? "" : " ") + file;
        std::array<char, 32> error{};
        std::snprintf(error.data(), error.size(), "%.1e", c.largest_error);
        text += "CONFORMANCE(" + id + ", " + std::to_string(c.cases) + ", " + error.data() + ", \"" + files + "\")\n";
    }
    std::ofstream out(argv[1], std::ios::binary);
    out << text;
    out.close();
    if (!out) std::cerr << "cannot write " << argv[1] << '\n';
    return out && missed == 0 ? 0 : 1;
}
