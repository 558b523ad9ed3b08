#include <iostream>

#include "app/commands/commands.hpp"
#include "core/facts/text.hpp"
#include "core/scenario/build.hpp"

namespace thalweg::app {

int eval(const EvalOptions& options) {
    ScenarioSource source;
    source.surface = options.surface;
    source.formula = options.formula;
    source.image = options.image;
    source.data = options.data;
    source.loss = options.loss;
    source.parameters = options.parameters;
    source.transform = options.transform;
    if (options.surface.empty() && options.formula.empty() && options.image.empty() && options.data.empty())
        return fail("eval needs --surface NAME, --formula TEXT, --image FILE or --data FILE");
    const auto at = parse_pair(options.at);
    if (!at) return fail("--at " + options.at + ": expected two numbers, as in --at 1.5,0.3");
    std::string error;
    const Scenario scenario = scenario_from(source, error);
    if (!error.empty()) return fail(error);
    const Derivatives d = build_problem(scenario.problem)->objective->derivatives(*at);
    const auto pair = [](const auto& v) { return "[" + json_number(v[0]) + ", " + json_number(v[1]) + "]"; };
    const std::string subject = !options.formula.empty()  ? "\"formula\": " + quoted_text(options.formula)
                                : !options.image.empty() ? "\"image\": " + quoted_text(options.image)
                                : !options.data.empty()  ? "\"data\": " + quoted_text(options.data)
                                                        : "\"surface\": " + quoted_text(options.surface);
    std::cout << "{" << subject << ", \"at\": " << pair(*at) << ", \"loss\": " << json_number(d.loss) << ", \"gradient\": " << pair(d.gradient) << ", \"hessian\": ["
              << pair(Point(d.hessian.row(0))) << ", " << pair(Point(d.hessian.row(1))) << "]}\n";
    return 0;
}

}  // namespace thalweg::app
