// The command line. Without a subcommand it opens the window.
#include <CLI/CLI.hpp>

#include "app/commands/commands.hpp"

namespace {

using namespace thalweg::app;

void add_source(CLI::App& command, ScenarioSource& source) {
    command.add_option("scenario", source.file, "A scenario file (TOML), a preset by its id, points (CSV), an image (PNG) or a network (JSON); the default scenario unless given");
    command.add_option("--surface", source.surface, "A surface by its id, as `thalweg list surfaces` prints it");
    command.add_option("--formula", source.formula, "A formula of x, y and parameters: \"(1-x)^2 + a*(y - x^2)^2\"");
    command.add_option("--image", source.image, "A PNG image as a landscape: white is high");
    command.add_option("--data", source.data, "A regression on points: a CSV file or a shipped data set");
    command.add_option("--loss", source.loss, "Of that: squared, logistic, l1 or huber");
    command.add_option("--parameter", source.parameters, "A parameter of the surface, the formula, the image or the loss: kappa=10");
    command.add_option("--transform", source.transform, "The surface moved, stretched or turned: rotation=0.5,shift_x=1,scale_y=2");
    command.add_option("--domain", source.domain, "The first view, and where a formula's minima are looked for: --domain=-2,2,-1,3 is x from −2 to 2, y from −1 to 3");
    command.add_option("--network", source.network, "A network: the keys of [problem.network], as in depth=3,width=8");
    command.add_option("--examples", source.examples, "What it learns from: the keys of [problem.network.data], as in spiral,arms=3 or train.csv,classes=true,test_file=test.csv");
    command.add_option("--start", source.start, "Where the racers start: --start=-1.2,1");
    command.add_option("--steps", source.steps, "Updates of each racer");
    command.add_option("--seed", source.seed, "Of the minibatches and the noise");
    command.add_option("--ensemble", source.ensemble, "The race with so many seeds, from --seed on; 0 is off");
    command.add_option("--batch", source.batch, "Points per minibatch; 0 takes all");
    command.add_option("--noise", source.noise, "Gradient noise, as in gaussian,scale=0.5");
    command.add_option("--racer", source.racers, "A racer: adam,lr=0.03,beta1=0.9; may be given several times");
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program("Thalweg: watch optimizers race down loss surfaces");
    program.set_version_flag("--version", "thalweg " THALWEG_VERSION);
    program.require_subcommand(0, 1);
    std::string scenario;
    program.add_option("scenario", scenario, "Opens it in the window: a scenario file (TOML), a preset by its id, points (CSV), an image (PNG) or a network (JSON)");

    TraceOptions trace_options;
    CLI::App& trace_command = *program.add_subcommand("trace", "Write every step of every racer, with 17 significant digits");
    add_source(trace_command, trace_options.source);
    trace_command.add_option_function<std::string>("--format", [&](const std::string& word) { trace_options.format = word == "jsonl" ? thalweg::TraceFormat::jsonl : thalweg::TraceFormat::csv; }, "csv or jsonl")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    trace_command.add_flag("--statistics", trace_options.statistics, "Of the ensemble, at every step: racer,step,members,mean_x,mean_y,cov_xx,cov_xy,cov_yy,loss_p10,loss_p50,loss_p90");
    trace_command.add_option("-o,--output", trace_options.output, "A file instead of standard output");

    RenderOptions render_options;
    CLI::App& render_command = *program.add_subcommand("render", "Draw the window into a PNG file; needs no display");
    add_source(render_command, render_options.source);
    render_command.add_option("-o,--output", render_options.output, "The PNG file")->capture_default_str();
    render_command.add_option("--size", render_options.size, "WIDTHxHEIGHT in pixels")->capture_default_str();
    render_command.add_option("--step", render_options.step, "The step to show; the last one unless given");
    render_command.add_option("--scale", render_options.scale, "Of the interface: 2 for 4K")->capture_default_str();
    render_command.add_option("--select", render_options.selected, "The racer whose moments are shown, counted from 0")->capture_default_str();
    render_command.add_option("--view", render_options.view, "The picture of the loss: contour, 3d or both; of a network: flow, network, landscape or moments");
    render_command.add_option("--layers", render_options.layers, "On the contour: curvature, flow, critical, descent (a field of −∇f), steps (a field of the selected racer's next steps)")->delimiter(',');
    render_command.add_flag("--light", render_options.light, "The light theme");

    EvalOptions eval_options;
    CLI::App& eval_command = *program.add_subcommand("eval", "Loss, gradient and Hessian at a point, as JSON");
    eval_command.add_option("--surface", eval_options.surface, "A surface by its id");
    eval_command.add_option("--formula", eval_options.formula, "A formula of x, y and parameters");
    eval_command.add_option("--image", eval_options.image, "A PNG image as a landscape: white is high");
    eval_command.add_option("--data", eval_options.data, "A regression on points");
    eval_command.add_option("--loss", eval_options.loss, "Of that: squared, logistic, l1 or huber");
    eval_command.add_option("--parameter", eval_options.parameters, "A parameter of the surface, the formula, the image or the loss: kappa=10");
    eval_command.add_option("--transform", eval_options.transform, "The surface moved, stretched or turned: rotation=0.5,shift_x=1,scale_y=2");
    eval_command.add_option("--at", eval_options.at, "The point: --at 1.5,0.3, or --at=-1.2,1")->required();

    AnatomyOptions anatomy_options;
    CLI::App& anatomy_command = *program.add_subcommand("anatomy", "One step taken apart: each line of the formula with its numbers, and the parts that add up to the step");
    add_source(anatomy_command, anatomy_options.source);
    anatomy_command.add_option("--step", anatomy_options.step, "The step: the update that follows row STEP of the trace")->required();
    anatomy_command.add_option("--select", anatomy_options.selected, "The racer, counted from 0")->capture_default_str();
    anatomy_command.add_flag("--json", anatomy_options.json, "As JSON, with 17 significant digits");

    std::string optimizer;
    CLI::App& card_command = *program.add_subcommand("card", "All about an optimizer: formula, convention, defaults, slots, reference cases");
    card_command.add_option("optimizer", optimizer, "Its id, as `thalweg list optimizers` prints it")->required();

    std::string what;
    bool json = false;
    CLI::App& list_command = *program.add_subcommand("list", "What there is: optimizers, surfaces, schedules, wrappers, datasets, examples or presets");
    list_command.add_option("what", what, "optimizers, surfaces, schedules, wrappers, datasets, examples or presets")->required();
    list_command.add_flag("--json", json, "All facts, as JSON");

    try {
        program.parse(argc, argv);
    } catch (const CLI::CallForHelp& e) {
        return program.exit(e);
    } catch (const CLI::CallForAllHelp& e) {
        return program.exit(e);
    } catch (const CLI::CallForVersion& e) {
        return program.exit(e);
    } catch (const CLI::ParseError& e) {
        const auto used = program.get_subcommands();
        return fail(std::string(e.what()) + "\nRun thalweg " + (used.empty() ? "" : used[0]->get_name() + " ") + "--help for what there is.");
    }
    if (trace_command.parsed()) return trace(trace_options);
    if (render_command.parsed()) return render(render_options);
    if (eval_command.parsed()) return eval(eval_options);
    if (anatomy_command.parsed()) return anatomy(anatomy_options);
    if (card_command.parsed()) return card(optimizer);
    if (list_command.parsed()) return list(what, json);
    return run_window(scenario);
}
