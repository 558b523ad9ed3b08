#include "app/views/contour_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/contour_ensemble.hpp"
#include "app/views/contour_overlay.hpp"
#include "app/views/contour_step.hpp"
#include "app/widgets/controls.hpp"
#include "core/facts/text.hpp"

namespace thalweg::app {
namespace {

std::string subject_of(const ProblemChoice& choice) {
    if (choice.formula) return "formula " + choice.formula->text() + choice.formula_name;
    if (choice.image) return "image " + choice.image_source;
    if (!choice.data) return choice.surface;
    const bool own = choice.data_source.empty();
    return "data of " + std::to_string(choice.data->features) + " features" + (own ? "" : " " + choice.data_source + choice.data->name);
}

void follow_size(ContourState& state, PixelSize size, const Problem& problem) {
    const AspectPolicy policy = state.options.equal_axes ? AspectPolicy::equal : AspectPolicy::stretch;
    if (state.reset_view) {
        state.view = fit(view_of(problem.domain), policy, size);
        state.at_home = true;
        state.reset_view = false;
    } else if (!(size == state.size)) {
        if (state.at_home) state.view = fit(view_of(problem.domain), policy, size);
        else if (policy == AspectPolicy::equal) keep_equal_axes(state, size);
    }
    state.size = size;
}

// One sample per pixel: the picture is then exact, and the shader need not interpolate.
void follow_heights(ContourState& state) {
    if (!(state.requested == state.view) || !(state.requested_size == state.size)) {
        state.requested = state.view;
        state.requested_size = state.size;
        state.job.request({sampler_of(*state.problem), state.view, state.size.width, state.size.height, state.problem->minimum});
    }
    if (auto field = state.job.take(std::chrono::milliseconds(6))) state.field = std::move(field);
}

void follow_labels(const ViewContext& context, ContourState& state) {
    if (!state.options.labels || !state.options.isolines || !state.field) {
        state.labels.clear();
        state.labelled_field = 0;
        return;
    }
    if (!(state.field->rect == state.view)) return;
    std::vector<Point> avoid = state.problem->minima;
    avoid.push_back(context.session.scenario().problem.start);
    follow_labels(context.ui, state, avoid);
}

void draw_heights(const ViewContext& context, ContourState& state, const Rect& picture) {
    const Ui& ui = context.ui;
    std::vector<PicturePath> paths = racer_paths(context);
    add_mean_paths(context, paths);
    std::vector<PictureBand> bands;
    add_ensemble_bands(context, bands);
    draw_picture(ui, state, picture, {.map = shown_map(state, ui), .isolines = state.options.isolines, .scale = ui.scale}, paths, context.session.playhead(), bands);
}

void handle_mouse(const ViewContext& context, ContourState& state, const Rect& picture, const Hit& over) {
    const ImGuiIO& io = ImGui::GetIO();
    const Ui& ui = context.ui;
    using Drag = ContourState::Drag;
    const WorldPoint under = state.view.from_pixel(in_picture(picture, io.MousePos), state.size);

    if (over.hovered && state.drag == Drag::none) zoom_with_wheel(state, picture);
    if (over.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        const ImVec2 start = on_screen(state, picture, context.session.scenario().problem.start);
        const bool on_handle = std::hypot(start.x - io.MousePos.x, start.y - io.MousePos.y) <= ui.px(11);
        state.drag = on_handle || io.KeyShift ? Drag::start : Drag::pressed;
        state.pressed_at = io.MousePos;
        if (io.KeyShift && !on_handle) context.edits.push_back(SetStart{{under.x, under.y}});
    }
    if (state.drag == Drag::none) {
        if (over.hovered) {
            context.cursor.next = step_under(context, placer_of(state, picture), io.MousePos);
            context.cursor.next_point = Point(under.x, under.y);
        }
        return;
    }
    const bool moved = std::abs(io.MouseDelta.x) + std::abs(io.MouseDelta.y) > 0;
    if (over.held) {
        if (state.drag == Drag::pressed && std::hypot(io.MousePos.x - state.pressed_at.x, io.MousePos.y - state.pressed_at.y) > ui.px(4)) {
            state.drag = Drag::pan;
            pan(state, {io.MousePos.x - state.pressed_at.x, io.MousePos.y - state.pressed_at.y});
        } else if (state.drag == Drag::pan && moved) {
            pan(state, io.MouseDelta);
        } else if (state.drag == Drag::start && moved) {
            context.edits.push_back(SetStart{{under.x, under.y}});
        }
        if (state.drag == Drag::pan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
        return;
    }
    if (state.drag == Drag::pressed && over.clicked) context.edits.push_back(SetStart{{under.x, under.y}});
    if (state.drag != Drag::pan) context.edits.push_back(EndGesture{});
    state.drag = Drag::none;
}

constexpr float option_side = 26, option_gap = 6;

// The room of both buttons, in the upper right corner.
Rect options_at(const Ui& ui, const Rect& picture) {
    const float right = picture.x1 - ui.px(8), top = picture.y0 + ui.px(8);
    return {right - ui.px(2 * option_side + option_gap), top, right, top + ui.px(option_side)};
}

void draw_options(const ViewContext& context, ContourState& state, const Rect& picture) {
    const Ui& ui = context.ui;
    const Rect room = options_at(ui, picture), menu{room.x1 - ui.px(option_side), room.y0, room.x1, room.y1}, reset{room.x0, room.y0, room.x0 + ui.px(option_side), room.y1};
    if (!state.at_home && icon_button(ui, "reset view", reset, Icon::reset, "Show the whole surface (R)")) state.reset_view = true;
    if (icon_button(ui, "contour options", menu, Icon::gear, "Colours, levels, axes")) open_menu("contour menu");
    if (!begin_menu(ui, "contour menu", menu, 280)) return;
    ContourOptions& options = state.options;
    menu_heading(ui, "Colours");
    for (const ColourMapId id : colour_map_ids())
        if (menu_item(ui, colour_map(id).label, {.checked = shown_map(state, ui) == id})) options.map = id;
    menu_heading(ui, "Levels");
    const HeightScale shown = options.heights.value_or(state.natural_scale);
    if (menu_item(ui, "Logarithmic", {.checked = shown == HeightScale::log})) options.heights = HeightScale::log;
    if (menu_item(ui, "Linear", {.checked = shown == HeightScale::linear})) options.heights = HeightScale::linear;
    menu_heading(ui, "Layers");
    const auto layer = [&](std::string_view label, std::string_view key, bool& on) {
        if (menu_item(ui, label, {.shortcut = key, .checked = on, .keep_open = true})) on = !on;
    };
    const auto field = [&](std::string_view label, std::string_view key, Quiver kind) {
        if (menu_item(ui, label, {.shortcut = key, .checked = options.quiver == kind, .keep_open = true})) options.quiver = options.quiver == kind ? Quiver::off : kind;
    };
    layer("Curvature and stability", "C", options.curvature);
    layer("Gradient flow", "F", options.flow);
    layer("Critical points", "X", options.critical_points);
    field("Field of −∇f", "Q", Quiver::descent);
    field("Field of next steps", "Q", Quiver::racer);
    menu_heading(ui, "Step at the playhead");
    if (menu_item(ui, "Arrows of the selected racer", {.shortcut = "V", .checked = options.step, .keep_open = true})) options.step = !options.step;
    if (menu_item(ui, "Magnified to be legible", {.checked = !options.step_magnification, .enabled = options.step, .keep_open = true})) options.step_magnification.reset();
    for (const double m : {1.0, 10.0, 100.0})
        if (menu_item(ui, m == 1 ? "True length" : "× " + shortest(m), {.checked = options.step_magnification == m, .enabled = options.step, .keep_open = true})) options.step_magnification = m;
    menu_separator(ui);
    if (menu_item(ui, "Isolines", {.checked = options.isolines, .keep_open = true})) options.isolines = !options.isolines;
    if (menu_item(ui, "Labels on isolines", {.checked = options.labels, .keep_open = true})) options.labels = !options.labels;
    if (menu_item(ui, "Equal units on both axes", {.checked = options.equal_axes, .keep_open = true})) {
        options.equal_axes = !options.equal_axes;
        state.reset_view = true;
    }
    if (menu_item(ui, "Show the whole surface", {.shortcut = "R"})) state.reset_view = true;
    end_menu();
}

}  // namespace

RowSampler sampler_of(const Problem& problem) {
    return [objective = problem.objective](std::span<const double> x, double y, double* out) { objective->heights(x, y, {out, x.size()}); };
}

// Levels and colours belong to the problem's own domain, so that a colour keeps its meaning while the view moves.
void follow_problem(const Session& session, ContourState& state) {
    const auto& problem = session.race().arena().problem;
    const std::string subject = subject_of(session.scenario().problem);
    const bool moved_by_hand = !subject.empty() && state.subject.starts_with(subject) && session.scenario().problem.data;  // its points were
    if (subject != state.subject && !moved_by_hand) {
        state.subject = subject;
        state.reset_view = true;
    }
    const bool other = problem != state.problem;
    if (!other && state.mapped_scale == state.options.heights) return;
    const HeightField overview = sample_height_field({sampler_of(*problem), view_of(problem->domain), 128, 128, problem->minimum});
    state.natural_scale = suggested_scale(overview, problem->minimum);
    state.mapped_scale = state.options.heights;
    state.mapping = make_mapping(overview, state.options.heights.value_or(state.natural_scale), problem->minimum);
    if (other) {
        state.job.cancel();  // the heights of another problem must not arrive any more
        state.problem = problem;
        state.requested_size = {};  // sample anew
    }
}

bool contour_busy(const ContourState& state) { return state.job.busy() || !state.field || state.field->preview || layers_busy(state.layers, state.options); }

void draw_contour_view(const ViewContext& context, ContourState& state) {
    const Ui& ui = context.ui;
    const auto [picture, bar] = lay_out_plane(ui, context.rect, state.view);
    const PixelSize size{static_cast<int>(picture.width()), static_cast<int>(picture.height())};
    if (size.width < 48 || size.height < 48) return;
    follow_problem(context.session, state);
    follow_size(state, size, context.session.problem());

    const bool menus = picture.width() > ui.px(160);
    ImGui::PushID("contour");
    const Hit over = hit_below(ui, "picture", picture);  // options lie on the picture
    handle_mouse(context, state, picture, over);
    follow_heights(state);
    follow_labels(context, state);
    draw_heights(context, state, picture);

    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(top_left(picture), bottom_right(picture), true);
    list.ChannelsSplit(3);  // the step lies on top, and numbers upon it; but what they cover must be known first
    list.ChannelsSetCurrent(2);
    const Rect note = draw_ensemble_note(context, picture);
    std::vector<Rect> covered = draw_layer_texts(context, state, picture, note);
    covered.push_back(note);
    if (menus) covered.push_back(options_at(ui, picture));
    list.ChannelsSetCurrent(1);
    covered = draw_step(context, state, picture, std::move(covered));
    list.ChannelsSetCurrent(0);
    draw_isoline_labels(ui, state, shown_map(state, ui), picture, covered);
    draw_ensemble_at(context, state, picture);
    draw_layers(context, state, picture);
    draw_landmarks(context, placer_of(state, picture));
    draw_racers_at(context, placer_of(state, picture));
    if (!over.hovered) draw_shared_point(context, placer_of(state, picture));
    list.ChannelsMerge();
    list.PopClipRect();
    draw_axes(ui, state, picture);
    draw_colour_bar(ui, state, shown_map(state, ui), bar);
    if (menus) draw_options(context, state, picture);
    if (over.hovered) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const WorldPoint under = state.view.from_pixel(in_picture(picture, mouse), state.size);
        draw_point_readout(context, picture, {under.x, under.y}, state.view.width() / std::max(1, size.width), state.view.height() / std::max(1, size.height));
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
