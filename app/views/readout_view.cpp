#include "app/views/readout_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

constexpr float margin = 14, row_height = 24, column_gap = 10;
constexpr double converged_gradient = 1e-8;

enum class Status { running, converged, stationary, diverged, done };

struct Row {
    std::string name, step, x, y, x_short, y_short, loss, gradient, status;
    Status kind = Status::running;
};

// Decimal points under each other; far out, where that would be long, in powers of ten.
std::string coordinate(double value, int decimals) {
    if (!(std::abs(value) < 1e5)) return format_fixed(value, std::min(decimals, 3) - 1);
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    const std::string_view zero = text;
    return zero.find_first_not_of("-0.") == std::string_view::npos && zero.front() == '-' ? text + 1 : text;
}

int decimals_for(const Box& domain) {  // to tell apart a ten-thousandth of the picture
    const double extent = std::max(domain.x_max - domain.x_min, domain.y_max - domain.y_min);
    return extent > 0 && std::isfinite(extent) ? std::clamp(4 - static_cast<int>(std::floor(std::log10(extent))), 1, 8) : 4;
}

void find_gradients(const Session& session, ReadoutState& state, const std::vector<int>& rows) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < rows.size(); ++i) points.push_back(rows[i] < 0 ? session.scenario().problem.start : session.race().history(i).theta(rows[i]));
    const auto& problem = session.race().arena().problem;
    if (problem == state.problem && points == state.points) return;
    state.problem = problem;
    state.points = std::move(points);
    state.gradients.resize(rows.size());
    state.losses.resize(rows.size());
    problem->objective->evaluate(state.points, state.gradients, state.losses);
}

// At one of the problem's minima, as far as they are known.
bool at_minimum(const Problem& problem, const Point& p, double loss) {
    constexpr double near_loss = 1e-6, near_place = 1e-3;  // of the loss, of the domain
    if (problem.minimum && loss - *problem.minimum <= near_loss * std::max(1.0, std::abs(*problem.minimum))) return true;
    const Box& d = problem.domain;
    const double reach = near_place * std::hypot(d.x_max - d.x_min, d.y_max - d.y_min);
    return std::any_of(problem.local_minima.begin(), problem.local_minima.end(), [&](const Point& m) { return (m - p).norm() <= reach; });
}

Status status_of(const Session& session, std::size_t racer, int row, double gradient, const Point& p, double loss) {
    const Race& race = session.race();
    if (row < 0) return Status::running;
    if (row + 1 >= race.history(racer).rows() && race.ending(racer) == Ending::diverged) return Status::diverged;
    if (gradient <= converged_gradient) return at_minimum(session.problem(), p, loss) ? Status::converged : Status::stationary;
    return row >= race.arena().steps ? Status::done : Status::running;
}

std::vector<Row> make_rows(const ViewContext& context, ReadoutState& state) {
    const Session& session = context.session;
    const auto& racers = session.scenario().racers;
    std::vector<int> at;
    for (std::size_t i = 0; i < racers.size(); ++i) at.push_back(session.row_at(i, context.shown_step()));
    find_gradients(session, state, at);

    const int decimals = decimals_for(session.problem().domain);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < racers.size(); ++i) {
        const Point& p = state.points[i];
        const double gradient = state.gradients[i].norm();
        Row row;
        row.name = racers[i].name;
        row.step = std::to_string(std::max(at[i], 0));
        row.x = coordinate(p.x(), decimals), row.y = coordinate(p.y(), decimals);
        row.x_short = coordinate(p.x(), std::max(decimals - 1, 2)), row.y_short = coordinate(p.y(), std::max(decimals - 1, 2));
        row.loss = format_fixed(state.losses[i]), row.gradient = format_fixed(gradient);
        row.kind = status_of(session, i, at[i], gradient, p, state.losses[i]);
        switch (row.kind) {
            case Status::running: row.status = "running"; break;
            case Status::converged: row.status = "converged"; break;
            case Status::stationary: row.status = "stationary"; break;  // a saddle, a plateau, a minimum that nobody has found
            case Status::diverged: row.status = (std::isnan(session.race().history(i).loss(at[i])) ? "undefined at " : "diverged at ") + row.step; break;  // it left where f is defined
            case Status::done: row.status = "done"; break;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

struct Column {
    std::string_view title;
    std::string Row::*text;
    float width;
};

struct Table {
    float name_width;
    std::vector<Column> numbers;  // right-aligned
    float status_width;           // of words, or of an icon
    bool status_words;
};

// What fits: first without the step, then the status as an icon, x and y with fewer digits, no x and y, no gradient.
Table fit_columns(const Ui& ui, const Problem& problem, const std::vector<Row>& rows, double last_step, float width) {
    const float gap = ui.px(column_gap);
    const auto number_column = [&](std::string_view title, std::string Row::*text, std::string_view widest) {
        float w = std::max(text_width(ui.fonts.small, title), text_width(ui.fonts.mono, widest));  // a usual number, so that columns do not dance
        for (const Row& row : rows) w = std::max(w, text_width(ui.fonts.mono, row.*text));
        return Column{title, text, std::ceil(w)};
    };
    const int decimals = decimals_for(problem.domain);
    const double extent = std::max({std::abs(problem.domain.x_min), std::abs(problem.domain.x_max), std::abs(problem.domain.y_min), std::abs(problem.domain.y_max)});
    const std::string usual = coordinate(-extent, decimals), usual_short = coordinate(-extent, std::max(decimals - 1, 2));
    const Column step = number_column("step", &Row::step, std::to_string(static_cast<long>(last_step)));
    const Column x = number_column(problem.axes[0], &Row::x, usual), y = number_column(problem.axes[1], &Row::y, usual);
    const Column x_short = number_column(problem.axes[0], &Row::x_short, usual_short), y_short = number_column(problem.axes[1], &Row::y_short, usual_short);
    const Column loss = number_column("f", &Row::loss, "-1.23e-4"), gradient = number_column("|∇f|", &Row::gradient, "1.23e-12");

    float name = ui.px(44), words = text_width(ui.fonts.small, "converged");
    for (const Row& row : rows) {
        name = std::max(name, std::ceil(text_width(ui.fonts.body, row.name)));
        words = std::max(words, text_width(ui.fonts.small, row.status));
    }
    name = std::min(name, ui.px(150));
    const float least_name = std::min(name, ui.px(64)), icon = ui.px(14);
    const std::array<Table, 6> choices{{{name, {step, x, y, loss, gradient}, std::ceil(words), true},
                                        {name, {x, y, loss, gradient}, std::ceil(words), true},
                                        {name, {x, y, loss, gradient}, icon, false},
                                        {name, {x_short, y_short, loss, gradient}, icon, false},
                                        {name, {loss, gradient}, icon, false},
                                        {name, {loss}, icon, false}}};
    for (Table table : choices) {
        float others = ui.px(22) + table.status_width + gap;
        for (const Column& column : table.numbers) others += column.width + gap;
        const bool x_and_y = table.numbers.size() > 2;  // give way to the names
        if (others + (x_and_y ? name : least_name) > width && table.numbers.size() > 1) continue;
        table.name_width = std::clamp(width - others, ui.px(20), name);
        return table;
    }
    return choices.back();
}

// Right edges of the number columns; a wide pane spreads them.
std::vector<float> right_edges(const Ui& ui, const Table& table, float left, float width) {
    float used = ui.px(22) + table.name_width + table.status_width + ui.px(column_gap);
    for (const Column& column : table.numbers) used += column.width + ui.px(column_gap);
    const float spread = std::floor(std::clamp((width - used) / static_cast<float>(table.numbers.size() + 1), 0.0f, ui.px(36)));
    std::vector<float> edges;
    float x = left + ui.px(22) + table.name_width;
    for (const Column& column : table.numbers) edges.push_back(x += column.width + ui.px(column_gap) + spread);
    return edges;
}

void draw_status(const ViewContext& context, const Table& table, const Row& row, float x, float centre_y, float opacity) {
    const Ui& ui = context.ui;
    const Theme& t = *ui.theme;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 colour = fade(row.kind == Status::diverged ? t.error : row.kind == Status::converged ? t.text : t.secondary, opacity);
    if (table.status_words) {
        draw_text(list, ui.fonts.small, x, centre_y, colour, row.status);
    } else if (row.kind == Status::diverged || row.kind == Status::converged) {
        draw_icon(list, row.kind == Status::diverged ? Icon::close : Icon::check, {x + ui.px(7), centre_y}, ui.px(12), colour);
    }
}

void draw_row(const ViewContext& context, const Table& table, const std::vector<float>& edges, const Row& row, std::size_t racer, const Rect& rect, float left) {
    const Ui& ui = context.ui;
    const Theme& t = *ui.theme;
    const RacerChoice& choice = context.session.scenario().racers[racer];
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImGui::PushID(static_cast<int>(racer));
    const Hit h = hit(ui, "row", rect);
    ImGui::PopID();
    if (h.clicked) context.edits.push_back(Select{racer});
    if (!table.status_words) tooltip(ui, h, row.name + ": " + row.status);
    const bool selected = racer == context.session.selected();
    if (selected || h.hovered) list.AddRectFilled(top_left(rect), bottom_right(rect), selected ? t.control : t.card, ui.px(5));

    const float opacity = choice.hidden ? 0.5f : 1.0f, centre = rect.centre_y();
    const RacerStyle style = racer_style(t, static_cast<std::size_t>(choice.style));
    draw_marker(list, style.marker, {left + ui.px(6), std::floor(centre)}, ui.px(4.5f), fade(style.colour, opacity), fade(t.casing, opacity));
    draw_text_fitted(list, ui.fonts.body, left + ui.px(22), centre, fade(t.text, opacity), row.name, table.name_width);
    for (std::size_t i = 0; i < edges.size(); ++i) draw_text(list, ui.fonts.mono, edges[i], centre, fade(t.text, opacity), row.*table.numbers[i].text, 1);
    draw_status(context, table, row, edges.back() + ui.px(column_gap), centre, opacity);
}

}  // namespace

void draw_readout_view(const ViewContext& context, ReadoutState& state) {
    const Ui& ui = context.ui;
    const Rect& r = context.rect;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImGui::PushID("readout");
    const float left = r.x0 + ui.px(margin), first = r.y0 + ui.px(20);
    const float title = draw_text(list, ui.fonts.heading, left, first, ui.theme->secondary, "READ-OUT");
    draw_text(list, ui.fonts.small, title + ui.px(12), first, ui.theme->text, "step " + std::to_string(static_cast<long>(context.shown_step())));

    const std::vector<Row> rows = make_rows(context, state);
    if (rows.empty()) {
        draw_text_fitted(list, ui.fonts.body, r.centre_x(), r.centre_y(), ui.theme->secondary, "No racers yet.", r.width() - ui.px(2 * margin), 0.5f);
        ImGui::PopID();
        return;
    }
    Rect body{r.x0 + ui.px(6), first + ui.px(38), r.x1 - ui.px(6), r.y1 - ui.px(6)};
    const float needed = static_cast<float>(rows.size()) * ui.px(row_height);
    const bool scrolls = needed > body.height();
    if (scrolls) body.y1 = body.y0 + std::max(1.0f, std::floor(body.height() / ui.px(row_height))) * ui.px(row_height);  // no row cut in half
    const float width = r.x1 - ui.px(margin) - left - (scrolls ? ui.px(6) : 0);
    const Table table = fit_columns(ui, context.session.problem(), rows, context.session.race().arena().steps, width);
    const std::vector<float> edges = right_edges(ui, table, left, width);
    for (std::size_t i = 0; i < edges.size(); ++i) draw_text(list, ui.fonts.small, edges[i], first + ui.px(26), ui.theme->secondary, table.numbers[i].title, 1);

    if (scrolls) {
        ImGui::SetCursorScreenPos(top_left(body));
        ImGui::BeginChild("rows", size_of(body), false, ImGuiWindowFlags_NavFlattened);
    }
    float y = scrolls ? ImGui::GetCursorScreenPos().y : body.y0;
    for (std::size_t i = 0; i < rows.size(); ++i, y += ui.px(row_height))
        draw_row(context, table, edges, rows[i], i, {body.x0, y, body.x1 - (scrolls ? ui.px(10) : 0), y + ui.px(row_height)}, left);
    if (scrolls) ImGui::EndChild();
    ImGui::PopID();
}

}  // namespace thalweg::app
