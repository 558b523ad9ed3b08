#include "app/views/data_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/scene/colour_map.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/plot.hpp"
#include "app/widgets/plot_gestures.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr float margin = 14, point_radius = 4, reach = 9;  // unscaled
constexpr std::size_t most_drawn = 4000;

// Every how many points one is drawn.
std::size_t stride_of(const Dataset& data) { return (data.size() + most_drawn - 1) / most_drawn; }

// While a hand moves a point the axes stay; afterwards they show all again, unless the user chose a part.
void follow_data(DataState& state, const Problem& problem, DataPlot plot) {
    if (state.fitted == problem.data && state.fitted_plot == plot) return;
    if (state.grab) return;
    const bool same_kind = state.fitted && state.fitted_plot == plot && problem.data->name == own_points_name;
    if (state.at_home || !same_kind) {
        const DataAxes axes = fitted_axes(plot, *problem.data);
        state.x = axes.x, state.y = axes.y;
        state.at_home = true;
    }
    state.fitted = problem.data;
    state.fitted_plot = plot;
}

ImVec2 on_screen(const DataState& state, const Rect& area, const Point& p) {
    return {area.x0 + static_cast<float>(state.x.to_unit(p.x())) * area.width(), area.y1 - static_cast<float>(state.y.to_unit(p.y())) * area.height()};
}

std::optional<std::size_t> point_under(const Ui& ui, const DataState& state, const Rect& area, const Dataset& data, DataPlot plot, ImVec2 mouse) {
    std::optional<std::size_t> nearest;
    float least = ui.px(reach);
    for (std::size_t i = 0; i < data.size(); i += stride_of(data)) {
        const ImVec2 at = on_screen(state, area, place_of(plot, data.row(i)));
        if (const float distance = std::hypot(at.x - mouse.x, at.y - mouse.y); distance <= least) nearest = i, least = distance;
    }
    return nearest;
}

// What the mouse is on: a point, or a place where a new one would have this target.
struct UnderMouse {
    std::optional<std::size_t> point = {};
    std::optional<UsualTarget> target = {};
};

// Drag moves a point, Ctrl+click adds one, a right click removes one; elsewhere the gestures of every plot.
UnderMouse handle_mouse(const ViewContext& context, DataState& state, const Rect& area, DataPlot plot) {
    const Ui& ui = context.ui;
    const ImGuiIO& io = ImGui::GetIO();
    const Dataset& data = *context.session.problem().data;
    const DataAxes home = fitted_axes(plot, data);
    const PlotGesture gesture = plot_gesture(ui, "plot", area, state.x, home.x, state.y, home.y, {.zoom_x = true, .zoom_y = true, .drag_pans = !state.grab});
    if (gesture.changed) state.at_home = gesture.hit.double_clicked;

    if (state.grab) {
        if (state.grab->point >= data.size()) {  // undone meanwhile
            state.grab.reset();
            return {};
        }
        if (gesture.hit.held && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
            const ImVec2 at{io.MousePos.x + state.grab->offset.x, io.MousePos.y + state.grab->offset.y};
            const Point to(state.x.from_unit(static_cast<double>((at.x - area.x0) / area.width())), state.y.from_unit(static_cast<double>((area.y1 - at.y) / area.height())));
            context.edits.push_back(MovePoint{state.grab->point, moved_row(plot, data.row(state.grab->point), to)});
            state.grab->moved = true;
        }
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        const std::size_t point = state.grab->point;
        if (!gesture.hit.held) {
            if (state.grab->moved) context.edits.push_back(EndGesture{});
            state.grab.reset();
        }
        return {point};
    }
    if (!gesture.hit.hovered) return {};
    UnderMouse on;
    if (plot == DataPlot::features && gesture.hover_x && gesture.hover_y) on.target = usual_target(context.session.problem(), {*gesture.hover_x, *gesture.hover_y});
    const auto under = point_under(ui, state, area, data, plot, io.MousePos);
    const bool changes = (under && (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || gesture.hit.right_clicked)) || (gesture.clicked_x && io.KeyCtrl);
    if (changes && data.size() >= max_own_points + (under ? 1 : 0)) {
        context.edits.push_back(Say{"At most " + std::to_string(max_own_points) + " points can be changed by hand; these are " + std::to_string(data.size()), true});
    } else if (gesture.clicked_x && io.KeyCtrl) {
        const double target = on.target ? on.target->value : io.KeyShift ? 0 : 1;
        if (const auto row = new_row(plot, {*gesture.hover_x, *gesture.hover_y}, target)) context.edits.push_back(AddPoint{*row});
        else context.edits.push_back(Say{"A click here says only the target: add points among the features", true});
    } else if (under && gesture.hit.right_clicked) {
        context.edits.push_back(RemovePoint{*under});
        return {};
    } else if (under && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !io.KeyCtrl) {
        const ImVec2 at = on_screen(state, area, place_of(plot, data.row(*under)));
        state.grab = {*under, {at.x - io.MousePos.x, at.y - io.MousePos.y}, false};
    }
    if (under) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    on.point = under;
    return on;
}

// The targets and their colours, the lowest dark.
struct Targets {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    double resolution() const { return high > low ? 2e-3 * (high - low) : 1e-3; }
    explicit Targets(const Dataset& data) {
        for (std::size_t i = 0; i < data.size(); ++i) low = std::min(low, data.row(i).back()), high = std::max(high, data.row(i).back());
    }
    ImU32 of(double target) const {
        const Rgb8 c = colour_map(ColourMapId::viridis).at(high > low ? (target - low) / (high - low) : 0.5);
        return IM_COL32(c.r, c.g, c.b, 255);
    }
};

void draw_points(const ViewContext& context, Plot& plot, const DataState& state, DataPlot kind, std::optional<std::size_t> lit) {
    const Ui& ui = context.ui;
    const Dataset& data = *context.session.problem().data;
    const float radius = ui.px(data.size() > 400 ? 2.5f : kind == DataPlot::features ? point_radius + 1 : point_radius);
    const std::optional<Targets> colours = kind == DataPlot::features ? std::optional<Targets>(data) : std::nullopt;
    const auto draw = [&](std::size_t i, float size) {
        const ImVec2 at = on_screen(state, plot.rect(), place_of(kind, data.row(i)));
        const bool ring = kind == DataPlot::plane && data.row(i)[2] == 0;
        draw_marker(plot.list(), ring ? Marker::ring : Marker::disc, at, size, colours ? colours->of(data.row(i)[2]) : ui.theme->vector, colours ? ui.theme->vector : ui.theme->casing);
    };
    for (std::size_t i = 0; i < data.size(); i += stride_of(data)) draw(i, radius);
    if (!lit || *lit >= data.size()) return;
    draw(*lit, radius * 1.4f);
    plot.list().AddCircle(on_screen(state, plot.rect(), place_of(kind, data.row(*lit))), radius * 1.4f + ui.px(4), ui.theme->accent, 0, ui.line(1.5f));
}

void draw_line(Plot& plot, const ModelLine& line, const SeriesStyle& style) {
    if (!line.x.empty()) plot.series({line.x, line.y}, style);
}

// The prediction of a racer for every point, joined to where it would be right.
void draw_predictions(const ViewContext& context, Plot& plot, const Point& weights, const RacerStyle& style, bool selected) {
    const Ui& ui = context.ui;
    const Dataset& data = *context.session.problem().data;
    for (std::size_t i = 0; i < data.size(); i += stride_of(data)) {
        const auto row = data.row(i);
        const double z = predicted(DataPlot::prediction, weights, row);
        const float x = plot.x_pixel(row.back()), y = plot.y_pixel(z), right = plot.y_pixel(row.back());
        const auto within = [&](float at) { return std::clamp(at, plot.rect().y0 - 8, plot.rect().y1 + 8); };
        if (!std::isfinite(y) || x < plot.rect().x0 - 8 || x > plot.rect().x1 + 8) continue;
        if (selected && data.size() <= 400) plot.list().AddLine({x, within(right)}, {x, within(y)}, fade(style.colour, 0.6f), ui.line(1.5f));
        draw_marker(plot.list(), style.marker, {x, within(y)}, ui.px(selected ? 4.5f : 3.5f), style.colour, ui.theme->casing);
    }
}

void draw_racers(const ViewContext& context, Plot& plot, const DataState& state, DataPlot kind, double target) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const double step = context.shown_step();
    const auto draw = [&](std::size_t i) {
        const RacerChoice& racer = session.scenario().racers[i];
        if (racer.hidden || session.row_at(i, step) < 0) return;
        const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(racer.style));
        const bool selected = i == session.selected();
        const Point weights = session.position_at(i, step);
        if (kind == DataPlot::prediction) draw_predictions(context, plot, weights, style, selected);
        else draw_line(plot, model_line(kind, weights, state.x, state.y, target), {.colour = style.colour, .width = selected ? 2.6f : 2.0f, .dash = style.dash});
    };
    for (std::size_t i = session.race().size(); i-- > 0;)
        if (i != session.selected()) draw(i);
    if (session.selected() < session.race().size()) draw(session.selected());
}

// The best there is, and the diagonal on which predictions are right.
void draw_reference(const ViewContext& context, Plot& plot, const DataState& state, DataPlot kind, double target) {
    const Ui& ui = context.ui;
    const SeriesStyle style{.colour = ui.theme->minimum_marker, .width = 1.2f, .dash = {2, 4, 0, 0}};
    if (kind == DataPlot::prediction) {
        const std::array ends{std::min(state.x.lo, state.y.lo), std::max(state.x.hi, state.y.hi)};
        plot.series({ends, ends}, style);
    }
    for (const Point& best : context.session.problem().minima) draw_line(plot, model_line(kind, best, state.x, state.y, target), style);
}

void draw_header(const ViewContext& context, DataPlot kind, const DataState& state, const Rect& area, const UnderMouse& on) {
    const Ui& ui = context.ui;
    const Problem& problem = context.session.problem();
    const Rect& r = context.rect;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float centre = r.y0 + ui.px(20), right = r.x1 - ui.px(margin + 22);
    const float title = draw_text(list, ui.fonts.heading, r.x0 + ui.px(margin), centre, ui.theme->secondary, "DATA");
    const Dataset& data = *problem.data;
    std::string note = std::to_string(data.size()) + " points, " + std::string(loss_names()[static_cast<std::size_t>(problem.loss.kind)]);
    if (stride_of(data) > 1) note = "every " + std::to_string(stride_of(data)) + "th of " + std::to_string(data.size()) + " points";
    if (on.target) note = "new: y = " + format_resolved(on.target->value, Targets(data).resolution()) + (on.target->of_plane ? ", best plane" : ", nearest");
    const auto& lit = on.point;
    if (lit && *lit < data.size()) {
        const auto row = data.row(*lit);
        const double dx = (state.x.hi - state.x.lo) / std::max(1.0, static_cast<double>(area.width())), dy = (state.y.hi - state.y.lo) / std::max(1.0, static_cast<double>(area.height()));
        const bool labels = problem.loss.kind == Loss::logistic;
        const std::array resolutions{dx, kind == DataPlot::prediction || kind == DataPlot::plane ? dx : dy, kind == DataPlot::features ? Targets(data).resolution() : dx};
        note.clear();
        for (std::size_t i = 0; i < row.size(); ++i) note += (i ? ", " : "(") + (i + 1 == row.size() && labels ? std::to_string(static_cast<int>(row[i])) : format_resolved(row[i], resolutions[i]));
        note += ")";
    }
    draw_text_fitted(list, lit ? ui.fonts.mono : ui.fonts.small, right, centre, lit ? ui.theme->text : ui.theme->secondary, note, right - title - ui.px(12), 1);
}

// Predictions or features, and below them what the lines and colours of features mean.
void draw_choice(const ViewContext& context, DataPlot kind, DataState& state, const Rect& area, double target) {
    if (kind != DataPlot::prediction && kind != DataPlot::features) return;
    const Ui& ui = context.ui;
    constexpr std::array<std::string_view, 2> names{"fit", "features"};
    const float width = segmented_width(ui, names), centre = area.y0 - ui.px(16);
    const Rect control{area.x1 - width, centre - ui.px(11), area.x1, centre + ui.px(11)};
    if (std::size_t which = state.features; segmented(ui, "plot", control, names, which)) state.features = which == 1;
    if (kind != DataPlot::features) return;
    const Targets targets(*context.session.problem().data);
    const auto number = [&](double y) { return format_resolved(y, targets.resolution()); };
    const std::string note = "lines: y = " + number(target) + "; colours: " + number(targets.low) + " … " + number(targets.high);
    const float left = context.rect.x0 + ui.px(margin);
    draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.small, left, area.y1 + ui.px(32), ui.theme->secondary, note, area.x1 - ui.px(20) - left);
}

}  // namespace

void draw_data_view(const ViewContext& context, DataState& state) {
    const Ui& ui = context.ui;
    const Problem& problem = context.session.problem();
    if (!problem.data) return;
    const DataPlot kind = data_plot(*problem.data, problem.loss.kind, state.features);
    follow_data(state, problem, kind);

    Rect area{context.rect.x0 + ui.px(margin), context.rect.y0 + ui.px(60), context.rect.x1 - ui.px(margin + 4), context.rect.y1 - ui.px(46)};
    const int y_ticks = std::clamp(static_cast<int>(area.height() / ui.px(34)), 3, 7);
    area.x0 += y_label_width(ui, state.y, y_ticks);
    if (area.width() < ui.px(40) || area.height() < ui.px(40)) return;
    ImGui::PushID("data");
    const UnderMouse on = handle_mouse(context, state, area, kind);
    const bool lit = on.point && *on.point < problem.data->size();
    const double target = kind != DataPlot::features ? 0 : lit ? problem.data->row(*on.point)[2] : on.target ? on.target->value : mean_target(*problem.data);
    draw_header(context, kind, state, area, on);
    draw_choice(context, kind, state, area, target);
    const auto names = axis_names(kind);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.small, context.rect.x0 + ui.px(margin), area.y0 - ui.px(14), ui.theme->text, names[1]);
    draw_text(list, ui.fonts.small, area.x1, area.y1 + ui.px(32), ui.theme->text, names[0], 1);
    {
        Plot plot(ui, area, state.x, state.y, {.x_ticks = std::max(2, static_cast<int>(area.width() / ui.px(34))), .y_ticks = y_ticks, .x_grid = true});
        draw_reference(context, plot, state, kind, target);
        if (kind == DataPlot::prediction) {
            draw_points(context, plot, state, kind, on.point);
            draw_racers(context, plot, state, kind, target);
        } else {
            draw_racers(context, plot, state, kind, target);
            draw_points(context, plot, state, kind, on.point);
        }
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
