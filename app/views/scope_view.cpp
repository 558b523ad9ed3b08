#include "app/views/scope_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr std::array<AxisScale, 3> scales{AxisScale::asinh, AxisScale::linear, AxisScale::log};
constexpr std::array<std::string_view, 3> scale_names{"asinh", "linear", "log"};
constexpr std::array<std::string_view, 3> scale_notes{"linear near zero, logarithmic far out", "as it is", "of the magnitude"};
constexpr std::array<float, 4> y_dash{5, 3, 0, 0};
constexpr float margin = 14, least_plot = 72, caption_line = 17, caption_gap = 4, group_gap = 9;

void lines_menu(const ViewContext& context, ScopeState& state, const Rect& anchor) {
    const Ui& ui = context.ui;
    if (button(ui, "lines", anchor, "Lines", {.small = true, .dropdown = true, .tip = "Which lines are drawn"})) open_menu("lines menu");
    if (!begin_menu(ui, "lines menu", anchor, 300)) return;
    for (const DetailColumn& column : state.details.columns()) {
        auto& hidden = state.choice.hidden;
        const auto found = std::find(hidden.begin(), hidden.end(), column.id);
        if (menu_item(ui, column.symbol + "   " + column.meaning, {.checked = found == hidden.end(), .keep_open = true})) {
            if (found == hidden.end()) hidden.push_back(column.id);
            else hidden.erase(found);
        }
    }
    menu_separator(ui);
    for (std::size_t axis = 0; axis < 2; ++axis) {
        bool& shown = state.choice.coordinates[axis];
        if (menu_item(ui, context.session.problem().axes[axis] + (axis == 0 ? "   full line" : "   dashed line"), {.checked = shown, .keep_open = true})) shown = !shown;
    }
    end_menu();
}

void scale_control(const Ui& ui, ScopeChoice& choice, float right, float left, float centre_y) {
    const float half = ui.px(12), wide = segmented_width(ui, scale_names);
    auto index = static_cast<std::size_t>(std::find(scales.begin(), scales.end(), choice.scale) - scales.begin());
    if (right - left >= wide) {
        if (segmented(ui, "scale", {right - wide, centre_y - half, right, centre_y + half}, scale_names, index)) choice.scale = scales[index];
        return;
    }
    const ButtonStyle style{.small = true, .dropdown = true, .tip = "Scale of the values"};
    const Rect rect{right - button_width(ui, scale_names[index], style), centre_y - half, right, centre_y + half};
    if (button(ui, "scale", rect, scale_names[index], style)) open_menu("scale menu");
    if (!begin_menu(ui, "scale menu", rect, 260)) return;
    for (std::size_t i = 0; i < scales.size(); ++i)
        if (menu_item(ui, scale_names[i], {.note = scale_notes[i], .checked = i == index})) choice.scale = scales[i];
    end_menu();
}

// Nothing where it does not fit; the menu of lines says the same. Returns its right edge.
float draw_legend(const ViewContext& context, const ScopeChoice& choice, ImU32 racer, float left, float right, float centre_y) {
    const Ui& ui = context.ui;
    const auto& names = context.session.problem().axes;
    const float sample = ui.px(17), gap = ui.px(5), between = ui.px(10);
    float needed = -between;
    for (std::size_t axis = 0; axis < 2; ++axis)
        if (choice.coordinates[axis]) needed += sample + gap + text_width(ui.fonts.small, names[axis]) + between;
    if (needed > right - left) return left;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float x = left;
    for (std::size_t axis = 0; axis < 2; ++axis) {
        if (!choice.coordinates[axis]) continue;
        const ImU32 ink = coordinate_colour(*ui.theme, racer, axis);
        dash_sample(list, x, x + sample, std::floor(centre_y), ink, std::max(1.0f, 1.8f * ui.scale), scaled(axis == 0 ? std::array<float, 4>{} : y_dash, ui.scale));
        x = draw_text(list, ui.fonts.small, x + sample + gap, centre_y, ink, names[axis]) + between;
    }
    return x - between;
}

// Title and racer; legend, scale and lines below. Returns the y below it.
float draw_header(const ViewContext& context, ScopeState& state, const RacerChoice& racer, ImU32 colour) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float left = context.rect.x0 + ui.px(margin), right = context.rect.x1 - ui.px(margin);
    const float first = context.rect.y0 + ui.px(20), second = first + ui.px(28);
    const float x = draw_text(list, ui.fonts.heading, left, first, ui.theme->secondary, "MOMENT SCOPE") + ui.px(12);
    draw_text_fitted(list, ui.fonts.semibold, x, first, colour, racer.name, right - ui.px(22) - x);

    const ButtonStyle style{.small = true, .dropdown = true};
    const Rect lines{right - button_width(ui, "Lines", style), second - ui.px(12), right, second + ui.px(12)};
    const float scale_right = lines.x0 - ui.px(8);
    const float legend_right = draw_legend(context, state.choice, colour, left, scale_right - button_width(ui, "linear", style) - ui.px(8), second);
    lines_menu(context, state, lines);
    scale_control(ui, state.choice, scale_right, legend_right + ui.px(8), second);
    return second + ui.px(22);
}

float draw_warning(const ViewContext& context, std::string_view warning, float top) {
    if (warning.empty()) return top;
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float left = context.rect.x0 + ui.px(margin), width = context.rect.x1 - ui.px(margin) - left;
    const float bottom = draw_text_wrapped(list, ui.fonts.small, left, top, width, 0, warning);
    if (bottom - top < 0.2f * context.rect.height()) {
        draw_text_wrapped(list, ui.fonts.small, left, top, width, ui.theme->warning, warning);
        return bottom + ui.px(6);
    }
    const Rect line{left, top, left + width, top + ui.px(18)};
    tooltip(ui, hit(ui, "warning", line), warning);
    draw_text_fitted(list, ui.fonts.small, left, line.centre_y(), ui.theme->warning, warning, width);
    return line.y1 + ui.px(6);
}

struct Layout {
    float left, right, top, bottom;  // of the part that may scroll
    float gutter = 0, overhang = 0;  // beside the series: labels of y; half a label of x
    float value_width = 0;
    bool two_lines = false;          // captions: the values under the meaning
    float plot_height = 0;
    bool scrolls = false;

    float caption(const Ui& ui) const { return ui.px(caption_line) * (two_lines ? 2.0f : 1.0f); }
};

Layout lay_out(const ViewContext& context, const ScopeState& state, float top) {
    const Ui& ui = context.ui;
    Layout l{.left = context.rect.x0 + ui.px(margin), .right = context.rect.x1 - ui.px(margin), .top = top, .bottom = context.rect.y1 - ui.px(24)};
    l.overhang = step_label_overhang(ui, state.steps.steps);
    l.value_width = std::ceil(text_width(ui.fonts.mono, "-1.23e-10")) + ui.px(8);
    float widest = 0, captions = 0;
    for (const ScopePlot& plot : state.plots.plots()) {
        l.gutter = std::max(l.gutter, y_label_width(ui, plot.y, 4));
        for (const ScopeLine& line : plot.shown) {
            const DetailColumn& column = state.details.columns()[line.column];
            widest = std::max(widest, text_width(ui.fonts.semibold, column.symbol) + ui.px(8) + text_width(ui.fonts.small, column.meaning));
            ++captions;
        }
    }
    const float count = static_cast<float>(std::max<std::size_t>(state.plots.plots().size(), 1)), gap = ui.px(group_gap);
    l.two_lines = l.right - l.left - 2 * l.value_width < std::min(widest, ui.px(190)) + ui.px(10);
    const float fixed = captions * l.caption(ui) + count * ui.px(caption_gap) + (count - 1) * gap;
    const float height = std::floor((l.bottom - l.top - fixed) / count);
    l.scrolls = height < ui.px(least_plot);
    l.plot_height = std::clamp(height, ui.px(least_plot), ui.px(220));
    if (l.scrolls) l.right -= ui.px(6);
    return l;
}

void draw_caption(const ViewContext& context, const Layout& l, const DetailColumn& column, bool dim, ImU32 colour, std::array<bool, 2> coordinates, int row, float top) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float centre = top + ui.px(caption_line) * 0.5f - ui.px(1), values = centre + (l.two_lines ? ui.px(caption_line) : 0);
    float right = l.right, taken = l.right;
    for (const std::size_t axis : {std::size_t{1}, std::size_t{0}}) {
        if (!coordinates[axis]) continue;
        const auto at = static_cast<std::size_t>(std::max(row, 0));
        const double value = row >= 0 && at < column.values[axis].size() ? column.values[axis][at] : std::nan("");
        const std::string text = std::isnan(value) ? "–" : format_number(round_to_digits(value, 3));
        draw_text(list, ui.fonts.mono, right, values, coordinate_colour(*ui.theme, colour, axis), text, 1);
        taken = right - text_width(ui.fonts.mono, text) - ui.px(10);
        right -= l.value_width;
    }
    const float end = l.two_lines ? l.right : taken;
    const float x = draw_text_fitted(list, ui.fonts.semibold, l.left, centre, dim ? ui.theme->secondary : ui.theme->text, column.symbol, end - l.left) + ui.px(8);
    if (end - x > ui.px(20)) draw_text_fitted(list, ui.fonts.small, x, centre, ui.theme->secondary, column.meaning, end - x);
}

// Returns the y below it.
float draw_plot(const ViewContext& context, ScopeState& state, const ScopePlot& plot, const Axis& steps, const Layout& l, ImU32 colour, int row, float top) {
    const Ui& ui = context.ui;
    for (const ScopeLine& line : plot.shown) {
        const DetailColumn& column = state.details.columns()[line.column];
        draw_caption(context, l, column, line.dim, colour, column.scalar ? std::array{true, false} : state.choice.coordinates, row, top);
        top += l.caption(ui);
    }
    top += ui.px(caption_gap);
    const Rect area{l.left + l.gutter, top, l.right - l.overhang, top + l.plot_height};
    if (ImGui::IsRectVisible(top_left(area), bottom_right(area))) {
        ImGui::PushID(static_cast<int>(plot.shown.front().column));
        step_gestures(context, "plot", area, state.steps);
        ImGui::PopID();
        Plot p(ui, area, steps, plot.y, {.y_ticks = 4, .x_labels = false, .ground = true});
        if (plot.y.scale != AxisScale::log) p.horizontal(0, ui.theme->outline);
        for (const ScopeLine& line : plot.shown)
            for (const std::size_t axis : {std::size_t{1}, std::size_t{0}}) {
                const ImU32 ink = fade(coordinate_colour(*ui.theme, colour, axis), line.dim ? 0.4f : 1.0f);
                draw_lines(ui, p, line.lines[axis], {.colour = ink, .width = line.dim ? 1.3f : 1.8f, .dash = axis == 0 ? std::array<float, 4>{} : y_dash});
            }
        draw_cursors(context, p);
    }
    return area.y1 + ui.px(group_gap);
}

void draw_plots(const ViewContext& context, ScopeState& state, ImU32 colour, float top) {
    const Ui& ui = context.ui;
    const Axis steps = state.steps.axis;  // gestures change it while the plots are drawn; that is for the next frame
    state.plots.choose(state.details, state.choice, steps);
    if (state.plots.plots().empty()) {
        draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.body, context.rect.centre_x(), context.rect.centre_y(), ui.theme->secondary, "All lines are switched off.",
                         context.rect.width() - ui.px(2 * margin), 0.5f);
        return;
    }
    const Layout l = lay_out(context, state, top);
    const ImVec2 size{l.right - l.overhang - l.left - l.gutter, l.plot_height};
    if (size.x < ui.px(24) || l.bottom - l.top < ui.px(40)) return;
    state.plots.trace_lines(state.details, size);

    const int row = context.session.row_at(context.session.selected(), context.shown_step());
    if (l.scrolls) {
        ImGui::SetCursorScreenPos({l.left, l.top});
        ImGui::BeginChild("plots", {context.rect.x1 - ui.px(2) - l.left, l.bottom - l.top}, false, ImGuiWindowFlags_NavFlattened);
    }
    float y = l.scrolls ? ImGui::GetCursorScreenPos().y : l.top;
    for (const ScopePlot& plot : state.plots.plots()) y = draw_plot(context, state, plot, steps, l, colour, row, y);
    if (l.scrolls) {
        ImGui::SetCursorScreenPos({l.left, y - ui.px(group_gap)});
        ImGui::Dummy({1, 1});
        ImGui::EndChild();
    } else {
        y -= ui.px(group_gap);
    }
    const float labels_y = (l.scrolls ? l.bottom : y) + ui.px(14);
    draw_step_labels(ui, l.left + l.gutter, l.right - l.overhang, labels_y, steps, std::max(2, static_cast<int>(size.x / ui.px(60))));
}

}  // namespace

void draw_scope_view(const ViewContext& context, ScopeState& state) {
    const Session& session = context.session;
    const Ui& ui = context.ui;
    ImGui::PushID("scope");
    follow_race(state.steps, session);
    if (session.selected() < session.scenario().racers.size()) {
        const RacerChoice& racer = session.scenario().racers[session.selected()];
        const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(racer.style)).colour;
        if (!state.details.update(session.race(), session.selected()) && ui.frame_request) ui.frame_request->ask(0);
        const float below_header = draw_header(context, state, racer, colour);
        const float top = draw_warning(context, session.race().setup(session.selected()).optimizer->warning, below_header);
        draw_plots(context, state, colour, top);
    } else {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        draw_text(list, ui.fonts.heading, context.rect.x0 + ui.px(margin), context.rect.y0 + ui.px(20), ui.theme->secondary, "MOMENT SCOPE");
        draw_text_fitted(list, ui.fonts.body, context.rect.centre_x(), context.rect.centre_y(), ui.theme->secondary, "Select a racer to see inside it.",
                         context.rect.width() - ui.px(2 * margin), 0.5f);
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
