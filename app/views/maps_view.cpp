#include "app/views/maps_view.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/views/multiples.hpp"
#include "app/views/step_plot.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr std::size_t most_points = 600;  // that are drawn upon a map
constexpr int curve_points = 256;
constexpr Eigen::Index most_tiles = 16, answer_points = 300;

int image_side(const BuiltNetwork& built) {
    const Architecture& a = built.problem->architecture;
    const int side = static_cast<int>(std::lround(std::sqrt(a.inputs)));
    return built.examples.train->time_steps == 1 && a.layers[0].kind == LayerKind::linear && side * side == a.inputs && side >= 5 ? side : 0;
}

MapKind kind_of(const BuiltNetwork& built) {
    if (const auto range = input_range(built)) return range->inputs == 2 ? MapKind::plane : MapKind::curve;
    return image_side(built) > 0 ? MapKind::weights : MapKind::answers;
}

Matrix<double> numbers_of(const BuiltNetwork& built, MapKind kind, Learner& learner, int points) {
    switch (kind) {
        case MapKind::plane: return outputs_over(built, *input_range(built), learner, points);
        case MapKind::curve: return outputs_over(built, *input_range(built), learner, curve_points);
        case MapKind::weights: {
            const LayerSpec& first = built.problem->architecture.layers[0];
            const Eigen::Map<const Weights<double>> w(learner.theta().data(), first.outputs, first.inputs);
            return w.topRows(std::min<Eigen::Index>(most_tiles, w.rows()));
        }
        case MapKind::answers: return learner.engine().outputs(learner.theta().data(), learner.buffers().data(), built.examples.train->inputs.leftCols(std::min<Eigen::Index>(answer_points, built.examples.train->size())));
    }
    return {};
}

void make_maps(const MapRequest& request, const std::stop_token& stop, const std::function<void(MapResult)>& deliver) {
    MapResult result;
    for (const SideAtStep& shown : request.shown) {
        const BuiltNetwork& built = shown.race->built;
        const auto learner = shown.row < 0 ? nullptr : shown.race->training.learner_at(shown.racer, shown.row, stop);
        if (stop.stop_requested()) return;
        if (learner) result[shown.key] = {shown.row, shown.revision, built.problem, numbers_of(built, kind_of(built), *learner, request.points)};
    }
    deliver(std::move(result));
}

// The latest evaluation at or before a step.
const Evaluation* evaluation_at(const std::vector<Evaluation>& all, int row) {
    const auto after = std::upper_bound(all.begin(), all.end(), row, [](int k, const Evaluation& e) { return k < e.step; });
    return after == all.begin() ? nullptr : &*std::prev(after);
}

std::string score(const NetworkSide& side, double step) {
    const std::vector<Evaluation> all = side.history().evaluations();
    const Evaluation* e = evaluation_at(all, side.row_at(step));
    if (!e) return {};
    const bool tested = !std::isnan(e->test.loss);
    const Metrics& m = tested ? e->test : e->train;
    if (std::isnan(m.accuracy)) return (tested ? "test loss " : "loss ") + format_fixed(m.loss);
    char text[16];
    std::snprintf(text, sizeof text, "%.3f", m.accuracy);
    return (tested ? "test acc " : "acc ") + std::string(text);
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

// The numbers of a side, if they are of its race.
const NetworkMap* map_of(const MapsState& state, const NetworkSide& side) {
    const auto at = state.result.find(side.key());
    return at != state.result.end() && at->second.problem == side.race->built.problem ? &at->second : nullptr;
}

// A picture of numbers: uploaded when they change.
template <class Paint>
void draw_painted(const ViewContext& context, MapsState& state, const Multiple& multiple, PixelSize size, bool smooth, Paint&& paint_rgba) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(multiple.picture), bottom_right(multiple.picture), ui.theme->card);
    MapsState::Painted& painted = state.painted[multiple.side.key()];
    const NetworkMap* map = map_of(state, multiple.side);
    if (!state.gl || !map) return;
    if (painted.revision != map->revision || painted.row != map->row || painted.numbers != map->outputs.size() || painted.dark != ui.theme->dark) {
        painted.texture.upload(size, paint_rgba(map->outputs), smooth);
        painted.revision = map->revision, painted.row = map->row, painted.numbers = map->outputs.size(), painted.dark = ui.theme->dark;
    }
    list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(painted.texture.id())), top_left(multiple.picture), bottom_right(multiple.picture));
}

void draw_map(const ViewContext& context, MapsState& state, const Multiple& multiple) {
    const NetworkRace& race = *multiple.side.race;
    const NetworkMap* map = map_of(state, multiple.side);
    const int points = map ? static_cast<int>(std::lround(std::sqrt(static_cast<double>(map->outputs.cols())))) : 0;
    draw_painted(context, state, multiple, {points, points}, true, [&](const Matrix<double>& outputs) { return paint(race.built.problem->architecture.loss, outputs, points, context.ui.theme->dark); });
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(top_left(multiple.picture), bottom_right(multiple.picture), true);
    draw_points(context, race.built, *input_range(race.built), multiple.picture);
    list.PopClipRect();
}

void draw_weights(const ViewContext& context, MapsState& state, const Multiple& multiple) {
    const NetworkRace& race = *multiple.side.race;
    const NetworkMap* map = map_of(state, multiple.side);
    const int side = image_side(race.built), across = map ? static_cast<int>(std::ceil(std::sqrt(static_cast<double>(map->outputs.rows())))) : 1, whole = across * (side + 1) + 1;
    draw_painted(context, state, multiple, {whole, whole}, false, [&](const Matrix<double>& weights) { return paint_tiles(weights, side, across, context.ui.theme->dark); });
}

// Output over target: on the diagonal what is told right.
void draw_answers(const ViewContext& context, MapsState& state, const Multiple& multiple) {
    const NetworkRace& race = *multiple.side.race;
    const Ui& ui = context.ui;
    const NetworkMap* map = map_of(state, multiple.side);
    const Examples& train = *race.built.examples.train;
    if (!map || map->outputs.size() == 0) return;
    const bool classes = race.built.problem->architecture.loss != LossKind::mse;
    std::vector<Point> points;
    double low = classes ? 0 : 1e300, high = classes ? 1 : -1e300;
    for (Eigen::Index i = 0; i < map->outputs.cols(); ++i) {
        Point p;
        if (race.built.problem->architecture.loss == LossKind::cross_entropy) {  // how likely the right class is held to be
            const double sum = (map->outputs.col(i).array() - map->outputs.col(i).maxCoeff()).exp().sum();
            const int label = train.labels[static_cast<std::size_t>(i)];
            p = {static_cast<double>(label) / std::max(1, train.classes - 1), std::exp(map->outputs(label, i) - map->outputs.col(i).maxCoeff()) / sum};
        } else {
            p = {train.targets(0, i), classes ? 1 / (1 + std::exp(-map->outputs(0, i))) : map->outputs(0, i)};
        }
        points.push_back(p);
        if (!classes) low = std::min(low, p.x()), high = std::max(high, p.x());
    }
    const double air = 0.12 * std::max(high - low, 1e-9);
    const Axis x{.lo = low - air, .hi = high + air}, y = x;
    Rect area = multiple.picture;
    area.x0 += y_label_width(ui, y, 4);
    area.y1 -= ui.px(24);
    if (area.width() < ui.px(30) || area.height() < ui.px(30)) return;
    Plot plot(ui, area, x, y, {.x_ticks = 4, .y_ticks = 4});
    if (race.built.problem->architecture.loss != LossKind::cross_entropy) plot.list().AddLine({plot.x_pixel(x.lo), plot.y_pixel(x.lo)}, {plot.x_pixel(x.hi), plot.y_pixel(x.hi)}, ui.theme->track_fill, ui.line());
    const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(multiple.side.choice().style)).colour;
    for (const Point& p : points)
        if (std::isfinite(p.y())) plot.list().AddCircleFilled({plot.x_pixel(p.x()), std::clamp(plot.y_pixel(p.y()), area.y0 - area.height(), area.y1 + area.height())}, ui.px(2.4f), fade(colour, 0.75f), 10);
}

void draw_curve(const ViewContext& context, MapsState& state, const Multiple& multiple) {
    const NetworkRace& race = *multiple.side.race;
    const Ui& ui = context.ui;
    const InputRange range = *input_range(race.built);
    const Examples& train = *race.built.examples.train;
    const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(multiple.side.choice().style));
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
    const NetworkMap* map = map_of(state, multiple.side);
    if (!map) return;
    const Eigen::MatrixXd values = race.built.examples.targets.undo(map->outputs.topRows(1));
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
    const MapKind kind = kind_of(race->built);
    const std::vector<Multiple> multiples = lay_out_multiples(context, area, kind == MapKind::plane || kind == MapKind::weights);
    MapRequest request{{}, 64};
    for (const Multiple& m : multiples) {
        request.points = std::clamp(static_cast<int>(m.picture.width() / 1.5f) / 16 * 16, 48, 224);
        request.shown.push_back(m.side.at(context.shown_step()));
    }
    if (!multiples.empty()) state.job->request(std::move(request));
    else if (session.scenario().racers.empty()) draw_text_fitted(list, ui.fonts.body, area.centre_x(), area.centre_y(), ui.theme->secondary, "No racers yet.", area.width(), 0.5f);
    if (auto made = state.job->take()) state.result = std::move(*made);
    for (const Multiple& m : multiples) {
        const bool lost = m.side.ending() == Ending::diverged && m.side.row_at(context.shown_step()) + 1 >= m.side.history().rows();
        draw_multiple_title(context, m, lost ? "" : score(m.side, context.shown_step()));
        switch (kind_of(m.side.race->built)) {
            case MapKind::plane: draw_map(context, state, m); break;
            case MapKind::curve: draw_curve(context, state, m); break;
            case MapKind::weights: draw_weights(context, state, m); break;
            case MapKind::answers: draw_answers(context, state, m); break;
        }
        if (lost) draw_text_fitted(list, ui.fonts.body, m.picture.centre_x(), m.picture.centre_y(), ui.theme->error, "diverged at " + std::to_string(m.side.history().rows() - 1), m.picture.width(), 0.5f);
    }
}

}  // namespace thalweg::app
