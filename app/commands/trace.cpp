#include <algorithm>
#include <iostream>
#include <sstream>
#include <thread>

#include "app/commands/commands.hpp"
#include "core/facts/file.hpp"

namespace thalweg::app {

int trace(const TraceOptions& options) {
    std::string error;
    const Scenario scenario = scenario_from(options.source, error);
    if (!error.empty()) return fail(error);
    if (scenario.racers.empty()) return fail("no racer: add one with --racer adam,lr=0.03 or as [[racer]] in the file");
    if (options.statistics && scenario.ensemble < 2) return fail("--statistics are those of an ensemble: add --ensemble 64, or ensemble = 64 under [race] in the file");
    std::string remarks;
    const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const auto write = [&](std::ostream& out) { return options.statistics ? write_statistics(scenario, options.format, out, threads) : write_trace(scenario, options.format, out); };
    if (options.output.empty()) {
        remarks = write(std::cout);
        std::cout.flush();
        if (!std::cout) return fail("cannot write to standard output");
    } else {
        std::ostringstream out;
        remarks = write(out);
        if (const std::string wrong = write_file(options.output, out.view()); !wrong.empty()) return fail(wrong);
    }
    std::cerr << remarks;
    return 0;
}

}  // namespace thalweg::app
