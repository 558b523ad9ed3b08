#include "app/views/maps_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/multiples.hpp"
#include "app/views/step_plot.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr std::size_t most_points = 600;  // that are drawn upon a map
constexpr int curve_points = 256;

std::optional<MapResult> make_maps(const MapRequest& request, const std::stop_token& stop) {
    const auto range = input_range(request.race->built);
    if (!range) return std::nullopt;
    const int points = range->inputs == 1 ? curve_points : request.points;
    MapResult result{request.race, {}};
    for (std::size_t r = 0; r < request.shown.size(); ++r) {
        const auto [revision, row] = request.shown[r];
        const auto learner = row < 0 || r >= request.race->training.size() ? nullptr : request.race->training.learner_at(r, row, stop);
        if (stop.stop_requested()) return std::nullopt;
        result.maps.push_back(learner ? NetworkMap{row, revision, outputs_over(request.race->built, *range, *learner, points)} : NetworkMap{});
    }
    return result;
}

// The latest evaluation at or before a step.
const Evaluation* evaluation_at(const std::vector<Evaluation>& all, int row) {
    const auto after = std::upper_bound(all.begin(), all.end(), row, [](int k, const Evaluation& e) { return k < e.step; });
    return after == all.begin() ? nullptr : &*std::prev(after);
}

std::string score(const NetworkRace& race, std::size_t racer, int row) {
    if (racer >= race.training.size()) return {};
    const std::vector<Evaluation> all = race.training.history(racer).evaluations();
    const Evaluation* e = evaluation_at(all, row);
    if (!e) return {};
    const bool tested = !std::isnan(e->test.loss);
    const Metrics& m = tested ? e->test : e->train;
    if (!std::isnan(m.accuracy)) return (tested ? "test " : "acc ") + format_fixed(m.accuracy).substr(0, 5);
    return (tested ? "test " : "loss ") + format_fixed(m.loss);
}

ImU32 colour_of(Rgb8 c) { return IM_COL32(c.r, c.g, c.b, 255); }

void draw_points(const ViewContext& context, const BuiltNetwork& built, const InputRange& range, const Rect& picture) {
    const Ui& ui = context.ui;
    const Examples& train = *built.examples.train;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::size_t count = std::min(most_points, static_cast<std::size_t>(train.size()));
    const Eigen::MatrixXd raw = built.examples.inputs.undo(train.inputs.leftCols(static_cast<Eigen::Index>(count)));
    const Box& b = range.box;
    const float radius = std::clamp(picture.width() / 110, ui.px(1.8f), ui.px(4));
    for (std::size_t i = 0; i < count; ++i) {
        const auto k = static_cast<Eigen::Index>(i);
        const float x = picture.x0 + static_cast<float>((raw(0, k) - b.x_min) / (b.x_max - b.x_min)) * picture.width();
        const float y = picture.y1 - static_cast<float>((raw(1, k) - b.y_min) / (b.y_max - b.y_min)) * picture.height();
        const std::size_t label = !train.labels.empty() ? static_cast<std::size_t>(train.labels[i]) : train.targets(0, k) > 0 ? 1 : 0;
        list.AddCircleFilled({x, y}, radius + ui.line(), ui.theme->dark ? IM_COL32(12, 15, 20, 255) : IM_COL32(255, 255, 255, 255), 14);
        list.AddCircleFilled({x, y}, radius, mix(colour_of(class_colour(label, ui.theme->dark)), ui.theme->dark ? IM_COL32(255, 255, 255, 255) : IM_COL32(0, 0, 0, 255), 0.22f), 14);
    }
}

void draw_map(const ViewContext& context, MapsState& state, const NetworkRace& race, const InputRange& range, const Multiple& multiple) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect& picture = multiple.picture;
    list.AddRectFilled(top_left(picture), bottom_right(picture), ui.theme->card);
    const RacerChoice& racer = context.session.scenario().racers[multiple.racer];
    MapsState::Painted& painted = state.painted[racer.style];
    if (multiple.racer < state.result.maps.size() && state.gl) {
        const NetworkMap& map = state.result.maps[multiple.racer];
        if (map.row >= 0 && (painted.revision != map.revision || painted.row != map.row || painted.dark != ui.theme->dark)) {
            const int points = static_cast<int>(std::lround(std::sqrt(static_cast<double>(map.outputs.cols()))));
            painted.texture.upload({points, points}, paint(race.built.problem->architecture.loss, map.outputs, points, ui.theme->dark), true);
            painted.revision = map.revision, painted.row = map.row, painted.dark = ui.theme->dark;
        }
        if (painted.texture.id()) list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(painted.texture.id())), top_left(picture), bottom_right(picture));
    }
    list.PushClipRect(top_left(picture), bottom_right(picture), true);
    draw_points(context, race.built, range, picture);
    list.PopClipRect();
}

void draw_curve(const ViewContext& context, MapsState& state, const NetworkRace& race, const InputRange& range, const Multiple& multiple) {
    const Ui& ui = context.ui;
    const Examples& train = *race.built.examples.train;
    const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(context.session.scenario().racers[multiple.racer].style));
    const Box& b = range.box;
    const Axis x{.lo = b.x_min, .hi = b.x_max}, y{.lo = b.y_min, .hi = b.y_max};
    Rect area = multiple.picture;
    area.x0 += y_label_width(ui, y, 5);
    area.y1 -= ui.px(24);
    if (area.width() < ui.px(30) || area.height() < ui.px(30)) return;
    Plot plot(ui, area, x, y, {.x_ticks = 4, .y_ticks = 5});
    const std::size_t count = std::min(most_points, static_cast<std::size_t>(train.size()));
    const Eigen::MatrixXd raw = race.built.examples.inputs.undo(train.inputs.leftCols(static_cast<Eigen::Index>(count)));
    const Eigen::MatrixXd answers = train.targets.rows() > 0 ? race.built.examples.targets.undo(train.targets.leftCols(static_cast<Eigen::Index>(count))) : Eigen::MatrixXd::Zero(1, static_cast<Eigen::Index>(count));
    for (Eigen::Index i = 0; i < answers.cols(); ++i) plot.list().AddCircleFilled({plot.x_pixel(raw(0, i)), plot.y_pixel(answers(0, i))}, ui.px(2.6f), ui.theme->secondary, 12);
    if (multiple.racer >= state.result.maps.size()) return;
    const NetworkMap& map = state.result.maps[multiple.racer];
    if (map.row < 0) return;
    const Eigen::MatrixXd values = race.built.examples.targets.undo(map.outputs.topRows(1));
    std::vector<ImVec2> line;
    for (Eigen::Index i = 0; i < values.cols(); ++i) {
        const double at = b.x_min + (b.x_max - b.x_min) * (static_cast<double>(i) + 0.5) / static_cast<double>(values.cols());
        if (std::isfinite(values(0, i))) line.push_back({plot.x_pixel(at), std::clamp(plot.y_pixel(values(0, i)), area.y0 - 2 * area.height(), area.y1 + 2 * area.height())});
    }
    stroke(plot.list(), line, style.colour, std::max(1.5f, 2.4f * ui.scale), scaled(style.dash, ui.scale));
}

}  // namespace

MapsState::MapsState(std::function<void()> wake) : job(std::make_unique<LatestJob<MapRequest, MapResult>>(make_maps, std::move(wake))) {}

void draw_maps_view(const ViewContext& context, MapsState& state) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const NetworkRace* race = session.network();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect area{context.rect.x0 + ui.px(16), context.rect.y0 + ui.px(10), context.rect.x1 - ui.px(16), context.rect.y1 - ui.px(14)};
    if (!race) {
        draw_text(list, ui.fonts.body, area.x0, area.y0 + ui.px(14), ui.theme->secondary, "Preparing the examples…");
        ui.frame_request->ask(0.05);
        return;
    }
    const auto range = input_range(race->built);
    const std::vector<Multiple> multiples = lay_out_multiples(context, area, !range || range->inputs == 2);
    if (range) {
        MapRequest request{session.shared_network(), {}, 64};
        for (const Multiple& m : multiples) request.points = std::clamp(static_cast<int>(m.picture.width() / 1.5f) / 16 * 16, 48, 224);
        for (std::size_t i = 0; i < session.scenario().racers.size(); ++i) request.shown.emplace_back(session.revision(i), session.row_at(i, context.shown_step()));
        if (!multiples.empty()) state.job->request(std::move(request));
        if (auto made = state.job->take()) state.result = std::move(*made);
    }
    for (const Multiple& m : multiples) {
        draw_multiple_title(context, m, score(*race, m.racer, session.row_at(m.racer, context.shown_step())));
        if (!range) continue;
        if (range->inputs == 2) draw_map(context, state, *race, *range, m);
        else draw_curve(context, state, *race, *range, m);
    }
}

}  // namespace thalweg::app
