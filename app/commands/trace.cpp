#include <iostream>
#include <sstream>

#include "app/commands/commands.hpp"
#include "core/facts/file.hpp"

namespace thalweg::app {

int trace(const TraceOptions& options) {
    std::string error;
    const Scenario scenario = scenario_from(options.source, error);
    if (!error.empty()) return fail(error);
    if (scenario.racers.empty()) return fail("no racer: add one with --racer adam,lr=0.03 or as [[racer]] in the file");
    std::string remarks;
    if (options.output.empty()) {
        remarks = write_trace(scenario, options.format, std::cout);
        std::cout.flush();
        if (!std::cout) return fail("cannot write to standard output");
    } else {
        std::ostringstream out;
        remarks = write_trace(scenario, options.format, out);
        if (const std::string wrong = write_file(options.output, out.view()); !wrong.empty()) return fail(wrong);
    }
    std::cerr << remarks;
    return 0;
}

}  // namespace thalweg::app
