#include "app/views/landscape_state.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/number.hpp"
#include "core/facts/text.hpp"

namespace thalweg::app {
namespace {

constexpr int first_look = 8;          // rows that every run should have
constexpr double least_strength = 0.2;  // of what is far off the plane

double strength_of(const LandscapePlane& plane, double distance) { return std::max(least_strength, 1 - distance / plane.reach); }

std::vector<PlaneRequest::Run> runs_now(const Session& session) {
    std::vector<PlaneRequest::Run> runs;
    const auto& racers = session.scenario().racers;
    for (std::size_t r = 0; r < racers.size(); ++r) runs.push_back({session.revision(r), session.rows(r), !racers[r].hidden});
    return runs;
}

bool others(const std::vector<PlaneRequest::Run>& before, const std::vector<PlaneRequest::Run>& now) {
    return !std::equal(before.begin(), before.end(), now.begin(), now.end(), [](const auto& a, const auto& b) { return a.revision == b.revision && a.visible == b.visible; });
}

// Runs that grow are looked at again when they have doubled; others have started over, appeared or gone.
bool worth_another_look(const std::vector<PlaneRequest::Run>& before, const std::vector<PlaneRequest::Run>& now, bool running) {
    long known = 0, there = 0;
    bool young = false;
    for (const PlaneRequest::Run& run : now) {
        young |= run.visible && run.rows < first_look;
        there += run.rows;
    }
    for (const PlaneRequest::Run& run : before) known += run.rows;
    if (!running) return now != before;
    return !young && (others(before, now) || there >= 2 * known);
}

void follow_problem(LandscapeState& state, const NetworkRace& race) {
    if (state.problem == race.built.problem) return;
    const bool same_network = state.problem && state.problem->architecture == race.built.problem->architecture;
    state.problem = race.built.problem;
    if (same_network) return;
    state.blocks = named_blocks(state.problem->architecture);
    state.weights = {0, 1};
    state.field.reset();
    state.relief.reset();
    state.result = {};
    want_home(state);
}

void ask(const ViewContext& context, LandscapeState& state) {
    const Session& session = context.session;
    PlaneRequest wanted{.race = session.shared_network(), .kind = state.kind, .runs = state.asked.runs};
    if (auto now = runs_now(session); !state.asked.race || worth_another_look(state.asked.runs, now, session.running())) wanted.runs = std::move(now);
    else if (others(state.asked.runs, now)) return;  // too young yet, and those that were looked at are gone
    if (std::none_of(wanted.runs.begin(), wanted.runs.end(), [](const auto& run) { return run.visible && run.rows > 0; })) return;
    if (state.kind == PlaneKind::principal) {
        wanted.seed = state.seed;
    } else {
        const std::size_t selected = session.selected();
        const bool waits = session.playing() && state.asked.kind == state.kind && state.asked.selected == selected;
        wanted.selected = selected;
        wanted.row = waits ? state.asked.row : std::clamp(static_cast<int>(session.playhead()), 0, selected < wanted.runs.size() ? std::max(0, wanted.runs[selected].rows - 1) : 0);
        if (state.kind == PlaneKind::random) wanted.seed = state.seed;
        else wanted.weights = state.weights;
    }
    state.asked = std::move(wanted);
    state.job.request({state.asked, state.at_home ? std::nullopt : std::optional(state.view), state.size});
}

// Levels and colours are those of the whole, so that a colour keeps its meaning while the view moves.
void follow_levels(LandscapeState& state) {
    const bool other = state.mapped != state.result.plane->of || state.mapped_scale != state.heights;
    if (!other && !state.at_home) return;
    state.mapping = make_mapping(*state.field, state.heights, 0.0);  // no loss is below 0
    state.mapped = state.result.plane->of;
    state.mapped_scale = state.heights;
}

// Of a view that has moved, the old heights stay until the new ones are as fine, unless they miss much of it.
bool better(const HeightField& field, const HeightField& former, const ViewRect& view) {
    if (field.dx() <= 1.01 * former.dx() && field.dy() <= 1.01 * former.dy()) return true;
    const auto overlap = [](double a_lo, double a_hi, double b_lo, double b_hi) { return std::max(0.0, std::min(a_hi, b_hi) - std::max(a_lo, b_lo)); };
    const ViewRect& r = former.rect;
    return overlap(r.x_lo, r.x_hi, view.x_lo, view.x_hi) * overlap(r.y_lo, r.y_hi, view.y_lo, view.y_hi) < 0.7 * view.width() * view.height();
}

void take(LandscapeState& state) {
    auto come = state.job.take();
    if (!come) return;
    const bool same_plane = state.result.plane && state.result.plane->of == come->plane->of;
    if (!come->field && state.field && !same_plane) return;  // what there was stays until there is more than a plane
    const bool other_paths = state.result.plane != come->plane;
    const auto former = state.field;
    if (come->field && (!former || !same_plane || better(*come->field, *former, come->view))) state.field = come->field, state.relief = come->relief, state.relief_view = come->view;
    state.result = std::move(*come);
    if (state.at_home) state.view = state.result.view;
    if (other_paths) {
        static std::uint64_t revisions = 0;
        state.revision = ++revisions;
        state.strengths.clear();
        for (const ProjectedPath& path : state.result.plane->paths) {
            state.strengths.emplace_back();
            for (const double d : path.distance) state.strengths.back().push_back(strength_of(*state.result.plane, d));
        }
    }
    if (state.field && state.field != former) follow_levels(state);
}

// The racer's path, if it is that of the run at hand.
const ProjectedPath* path_of(const Session& session, const LandscapeState& state, std::size_t racer) {
    const auto& plane = state.result.plane;
    if (!plane || racer >= plane->paths.size() || plane->of.runs[racer].revision != session.revision(racer)) return nullptr;
    const ProjectedPath& path = plane->paths[racer];
    return path.size() > 0 ? &path : nullptr;
}

std::string percent(double share) { return shortest(round_to_digits(100 * share, share > 0.99 ? 3 : 2)) + " %"; }

}  // namespace

void want_home(LandscapeState& state) {
    state.at_home = true;
    state.reset_view = false;
}

bool follow_landscape(const ViewContext& context, LandscapeState& state, PixelSize size) {
    const NetworkRace* race = context.session.network();
    if (!race || context.session.scenario().racers.empty()) return false;
    follow_problem(state, *race);
    if (!(size == state.size)) {
        if (!state.at_home) keep_equal_axes(state, size);
        state.size = size;
    }
    if (state.reset_view) want_home(state);
    ask(context, state);
    take(state);
    if (state.field && state.mapped_scale != state.heights) follow_levels(state);
    return state.result.plane != nullptr;
}

RacerPlacer racer_placer(const ViewContext& context, const LandscapeState& state, const Placer& place) {
    return [&context, &state, place](std::size_t racer, double step) {
        const ProjectedPath* path = path_of(context.session, state, racer);
        if (!path) return PlacedPoint{{}, false, 0};
        const Projection at = path->at(std::min(step, static_cast<double>(context.session.rows(racer) - 1)));
        PlacedPoint placed = place({at.a, at.b});
        placed.strength *= static_cast<float>(strength_of(*state.result.plane, at.distance));
        return placed;
    };
}

std::vector<PicturePath> landscape_paths(const ViewContext& context, const LandscapeState& state) {
    std::vector<PicturePath> paths;
    each_visible_racer(context.session, [&](std::size_t racer) {
        const ProjectedPath* path = path_of(context.session, state, racer);
        if (!path) return;
        PathPoints points(path->a.data(), path->b.data(), 1, path->size());
        points.steps = path->steps.data();
        points.strengths = state.strengths[racer].data();
        paths.push_back({points, state.revision, path_style(context.ui, context.session.scenario().racers[racer])});
    });
    return paths;
}

std::optional<double> landscape_step_under(const ViewContext& context, const LandscapeState& state, const Placer& place, ImVec2 mouse) {
    const float reach = context.ui.px(9);
    float nearest = reach * reach;
    std::optional<double> step;
    each_visible_racer(context.session, [&](std::size_t racer) {
        const ProjectedPath* path = path_of(context.session, state, racer);
        if (!path) return;
        for (std::size_t i = 0; i < path->size(); ++i) {
            const PlacedPoint p = place({path->a[i], path->b[i]});
            const float dx = p.at.x - mouse.x, dy = p.at.y - mouse.y, away = dx * dx + dy * dy;
            if (p.strength > 0 && away < nearest) nearest = away, step = path->steps[i];
        }
    });
    return step;
}

std::string landscape_note(const LandscapeState& state) {
    const LandscapeResult& r = state.result;
    if (!r.plane) return "computing the plane";
    std::string note;
    const auto add = [&](const std::string& part) { note += (note.empty() ? "" : " · ") + part; };
    switch (r.plane->of.kind) {
        case PlaneKind::principal:
            if (r.plane->found) add("axes explain " + percent(r.plane->share_u) + " and " + percent(r.plane->share_v) + " of the motion");
            else add(r.plane->share_u > 0 ? "the runs move along one line; b is a random direction" : "the runs have not moved: random directions");
            break;
        case PlaneKind::random: add("filter-normalised, through the selected racer at step " + std::to_string(r.plane->of.row)); break;
        case PlaneKind::weights: add("through the selected racer at step " + std::to_string(r.plane->of.row)); break;
    }
    if (r.side < finest_side && state.job.busy()) add(r.side > 0 ? std::to_string(r.side) + "² of " + std::to_string(finest_side) + "²" : "computing");
    if (r.examples < r.all_examples) add("loss of " + std::to_string(r.examples) + " of " + std::to_string(r.all_examples) + " examples");
    return note;
}

std::array<std::string, 2> axis_names(const LandscapeState& state) {
    if (!state.result.plane || state.result.plane->of.kind != PlaneKind::weights) return {"a", "b"};
    return {parameter_name(state.blocks, state.result.plane->of.weights[0]), parameter_name(state.blocks, state.result.plane->of.weights[1])};
}

}  // namespace thalweg::app
