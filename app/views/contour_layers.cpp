#include "app/views/contour_layers.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/contour_overlay.hpp"
#include "app/views/curvature_card.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr float spacing = 34;         // of the field of arrows, unscaled
constexpr double compression = 0.25;  // of lengths: they span many decades, a field must show all of them

Box box_of(const ViewRect& v) { return {v.x_lo, v.x_hi, v.y_lo, v.y_hi}; }

LayersState::FieldOf wanted_field(const ViewContext& context, const ContourState& state) {
    LayersState::FieldOf wanted{state.problem, state.view, state.size, context.ui.scale, state.options.quiver, 0, 0, -1};
    if (wanted.quiver == Quiver::racer) {
        wanted.k = shown_row(context.session);
        wanted.racer = context.session.selected();
        if (wanted.k >= 0) wanted.revision = context.session.race().revision(wanted.racer);
    }
    return wanted;
}

// An arrow about every point of a grid that is fixed to the picture's centre.
void follow_field(const ViewContext& context, ContourState& state) {
    LayersState& layers = state.layers;
    const LayersState::FieldOf wanted = wanted_field(context, state);
    if (wanted == layers.field_of) return;
    layers.field_of = wanted;
    layers.field.clear();
    if (wanted.quiver == Quiver::off || (wanted.quiver == Quiver::racer && wanted.k < 0)) return;
    const double step = static_cast<double>(context.ui.px(spacing)), cx = 0.5 * wanted.size.width, cy = 0.5 * wanted.size.height;
    std::vector<Point> at, move;
    const int columns = static_cast<int>(cx / step - 0.25), rows = static_cast<int>(cy / step - 0.25);
    for (int j = -rows; j <= rows; ++j)
        for (int i = -columns; i <= columns; ++i) {
            const WorldPoint p = wanted.view.from_pixel({cx + i * step, cy + j * step}, wanted.size);
            at.push_back({p.x, p.y});
        }
    move.resize(at.size());
    if (wanted.quiver == Quiver::descent) {
        std::vector<double> loss(at.size());
        wanted.problem->objective->evaluate(at, move, loss);
        for (Point& m : move) m = -m;
    } else {
        if (!context.session.race().moves(wanted.racer, wanted.k, at, move)) return;
        for (std::size_t i = 0; i < at.size(); ++i) move[i] -= at[i];
    }
    double longest = 0;
    for (const Point& m : move)
        if (m.allFinite()) longest = std::max(longest, m.norm());
    for (std::size_t i = 0; i < at.size(); ++i)
        if (move[i].allFinite() && move[i].norm() > 0) layers.field.push_back({at[i], move[i], static_cast<float>(std::pow(move[i].norm() / longest, compression))});
}

void draw_field(const ViewContext& context, const ContourState& state, const Rect& picture) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const LayersState& layers = state.layers;
    ImU32 ink = fade(ui.theme->vector, 0.8f);
    if (layers.field_of.quiver == Quiver::racer) {
        const auto& racers = context.session.scenario().racers;
        if (layers.field_of.racer >= racers.size()) return;
        ink = fade(racer_style(*ui.theme, static_cast<std::size_t>(racers[layers.field_of.racer].style)).colour, 0.9f);
    }
    const ImU32 under = fade(ui.theme->casing, 0.55f);
    const float width = ui.line(1.3f), most = ui.px(spacing) * 0.86f;
    for (const LayersState::Arrow& a : layers.field) {
        const double px = a.move.x() / state.view.width() * state.size.width, py = -a.move.y() / state.view.height() * state.size.height, norm = std::hypot(px, py);
        if (!(norm > 0)) continue;
        const ImVec2 along{static_cast<float>(px / norm), static_cast<float>(py / norm)}, c = on_screen(state, picture, a.at);
        const float length = std::max(ui.px(5), most * a.length), head = std::min(ui.px(5), length * 0.6f), half = head * 0.5f;
        const ImVec2 from{c.x - along.x * length * 0.5f, c.y - along.y * length * 0.5f}, to{c.x + along.x * length * 0.5f, c.y + along.y * length * 0.5f};
        const ImVec2 neck{to.x - along.x * head, to.y - along.y * head};
        const auto arrow = [&](ImU32 colour, float grow) {
            list.AddLine(from, neck, colour, width + grow);
            const float g = grow * 0.5f;
            list.AddTriangleFilled({to.x + along.x * g * 2, to.y + along.y * g * 2}, {neck.x - along.y * (half + g), neck.y + along.x * (half + g)}, {neck.x + along.y * (half + g), neck.y - along.x * (half + g)}, colour);
        };
        arrow(under, ui.px(1.5f));
        arrow(ink, 0);
    }
}

void follow_points(ContourState& state) {
    LayersState& layers = state.layers;
    if (auto found = layers.job.take()) layers.points = *std::move(found);
    if (state.options.critical_points) layers.job.request({state.problem, box_of(state.view)});
}

const CriticalPoints* shown_points(const ContourState& state) {
    return state.options.critical_points && state.layers.points && state.layers.points->problem == state.problem ? &state.layers.points->critical : nullptr;
}

// A small circle, a cross, a triangle that points up, a rhombus.
void draw_symbol(const Ui& ui, PointKind kind, ImVec2 p) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float r = ui.px(5);
    cased(ui, ui.theme->minimum_marker, 1, [&](ImU32 ink, float width) {
        switch (kind) {
            case PointKind::minimum: list.AddCircle(p, ui.px(4), ink, 0, width); break;
            case PointKind::saddle:
                list.AddLine({p.x - r, p.y - r}, {p.x + r, p.y + r}, ink, width);
                list.AddLine({p.x - r, p.y + r}, {p.x + r, p.y - r}, ink, width);
                break;
            case PointKind::maximum: list.AddTriangle({p.x, p.y - r * 1.2f}, {p.x - r * 1.1f, p.y + r * 0.8f}, {p.x + r * 1.1f, p.y + r * 0.8f}, ink, width); break;
            default: list.AddQuad({p.x, p.y - r}, {p.x + r, p.y}, {p.x, p.y + r}, {p.x - r, p.y}, ink, width);
        }
    });
}

// Floors as a line, crests as a broken one.
void draw_curve(const Ui& ui, PointKind kind, std::span<const ImVec2> line) {
    const std::array<float, 4> dash{ui.px(5), ui.px(4), ui.px(5), ui.px(4)};
    cased(ui, ui.theme->minimum_marker, 1, [&](ImU32 ink, float width) { stroke(*ImGui::GetWindowDrawList(), line, ink, width, kind == PointKind::maximum ? dash : std::array<float, 4>{}); });
}

void draw_points(const ViewContext& context, const ContourState& state, const Rect& picture) {
    const CriticalPoints* critical = shown_points(state);
    if (!critical || !critical->complete) return;
    for (const CriticalCurve& curve : critical->curves) {
        std::vector<ImVec2> line;
        for (const Point& p : curve.points) line.push_back(on_screen(state, picture, p));
        draw_curve(context.ui, curve.kind, line);
    }
    for (const CriticalPoint& c : critical->points) {
        const ImVec2 p = on_screen(state, picture, c.at);
        const auto listed = [&](const std::vector<Point>& known) {  // these are marked anyway
            return std::any_of(known.begin(), known.end(), [&](const Point& m) { const ImVec2 q = on_screen(state, picture, m); return std::hypot(p.x - q.x, p.y - q.y) < context.ui.px(3); });
        };
        if (c.kind == PointKind::minimum && (listed(state.problem->minima) || listed(state.problem->local_minima))) continue;
        if (picture.contains(p.x, p.y)) draw_symbol(context.ui, c.kind, p);
    }
}

void draw_flow(const ViewContext& context, ContourState& state, const Rect& picture) {
    if (!state.options.flow) return;
    const FlowLine* flow = state.layers.models.flow(context.session, context.cursor.point, box_of(state.view));
    if (!flow || flow->points.size() < 2) return;
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    std::vector<ImVec2> line;
    for (const Point& p : flow->points) {
        const ImVec2 q = on_screen(state, picture, p);
        if (line.empty() || std::hypot(q.x - line.back().x, q.y - line.back().y) > 0.5f) line.push_back(q);
    }
    stroke(list, line, fade(ui.theme->casing, 0.75f), ui.line(1.6f) + ui.px(2));
    stroke(list, line, ui.theme->vector, ui.line(1.6f));
    // A chevron every so often says which way.
    float since = ui.px(20);
    for (std::size_t i = 1; i < line.size(); ++i) {
        const ImVec2 a = line[i - 1], b = line[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        if ((since += length) < ui.px(56) || !(length > 0)) continue;
        since = 0;
        const ImVec2 along{(b.x - a.x) / length, (b.y - a.y) / length};
        const float back = ui.px(6), side = ui.px(4);
        const std::array<ImVec2, 3> chevron{ImVec2{b.x - along.x * back - along.y * side, b.y - along.y * back + along.x * side}, b, ImVec2{b.x - along.x * back + along.y * side, b.y - along.y * back - along.x * side}};
        stroke(list, chevron, fade(ui.theme->casing, 0.75f), ui.line(1.6f) + ui.px(2));
        stroke(list, chevron, ui.theme->vector, ui.line(1.6f));
    }
    const ImVec2 end = line.back();
    if (flow->ending == FlowLine::Ending::stationary) cased(ui, ui.theme->vector, 1, [&](ImU32 ink, float width) { list.AddCircle(end, ui.px(3), ink, 0, width); });
    if (flow->ending == FlowLine::Ending::stalled && line.size() > 1) {  // a bar across
        const ImVec2 before = line[line.size() - 2];
        const float length = std::hypot(end.x - before.x, end.y - before.y), half = ui.px(5) / length;
        const ImVec2 side{(before.y - end.y) * half, (end.x - before.x) * half};
        cased(ui, ui.theme->vector, 1, [&](ImU32 ink, float width) { list.AddLine({end.x - side.x, end.y - side.y}, {end.x + side.x, end.y + side.y}, ink, width); });
    }
}

struct LegendRow {
    std::optional<PointKind> symbol;
    std::string text, brief = text;  // brief where there is little room
    bool curve = false;              // and not a point
};

std::vector<LegendRow> legend_rows(const ViewContext& context, const ContourState& state) {
    std::vector<LegendRow> rows;
    const auto& racers = context.session.scenario().racers;
    if (state.options.quiver == Quiver::descent) rows.push_back({{}, "field: −∇f, lengths ∝ ⁴√", "−∇f"});
    if (state.options.quiver == Quiver::racer) {
        const std::size_t racer = context.session.selected();
        const bool shown = racer < racers.size() && shown_row(context.session) >= 0;
        if (shown) rows.push_back({{}, "field: next step of " + racers[racer].name + ", lengths ∝ ⁴√", "next step of " + racers[racer].name});
        else rows.push_back({{}, "field: no racer is shown"});
    }
    if (!state.options.critical_points) return rows;
    const CriticalPoints* critical = shown_points(state);
    if (!critical) {
        rows.push_back({{}, "looking for critical points …"});
    } else if (!critical->complete) {
        rows.push_back({{}, "too many critical points to mark: zoom in"});
    } else {
        const auto count = [&](PointKind kind, const char* one, const char* many) {
            const auto n = std::count_if(critical->points.begin(), critical->points.end(), [&](const CriticalPoint& c) { return c.kind == kind; });
            if (n > 0) rows.push_back({kind, std::to_string(n) + " " + (n == 1 ? one : many)});
        };
        const auto count_curves = [&](PointKind kind, const char* of) {
            const auto n = std::count_if(critical->curves.begin(), critical->curves.end(), [&](const CriticalCurve& c) { return c.kind == kind; });
            if (n > 0) rows.push_back({.symbol = kind, .text = std::to_string(n) + (n == 1 ? " curve of " : " curves of ") + of, .curve = true});
        };
        const std::size_t before = rows.size();
        count(PointKind::minimum, "minimum", "minima");
        count_curves(PointKind::minimum, "minima");
        count(PointKind::saddle, "saddle", "saddles");
        count(PointKind::maximum, "maximum", "maxima");
        count_curves(PointKind::maximum, "maxima");
        count(PointKind::flat, "flat point", "flat points");
        if (rows.size() == before) rows.push_back({{}, "no critical point in view"});
    }
    return rows;
}

// In the lower right corner, above the note that may lie there.
Rect draw_legend(const ViewContext& context, const ContourState& state, const Rect& picture, const Rect& note) {
    const Ui& ui = context.ui;
    std::vector<LegendRow> rows = legend_rows(context, state);
    if (rows.empty()) return {};
    const float pad = ui.px(8), line = ui.px(17), symbol = ui.px(18), most = picture.width() * 0.55f;
    for (LegendRow& row : rows)
        if (text_width(ui.fonts.small, row.text) + symbol + 2 * pad > most) row.text = row.brief;
    float width = 0;
    for (const LegendRow& row : rows) width = std::max(width, std::ceil(text_width(ui.fonts.small, row.text)) + (row.symbol ? symbol : 0));
    width = std::min(width + 2 * pad, most);
    const float height = line * static_cast<float>(rows.size()) + pad;
    const float bottom = note.empty() ? picture.y1 - ui.px(8) : note.y0 - ui.px(6);
    const Rect box{picture.x1 - ui.px(8) - width, bottom - height, picture.x1 - ui.px(8), bottom};
    if (height > picture.height() * 0.5f || width < ui.px(60)) return {};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->readout, ui.px(6));
    float y = box.y0 + (pad + line) * 0.5f;
    for (const LegendRow& row : rows) {
        float x = box.x0 + pad;
        if (row.symbol) {
            if (row.curve) draw_curve(ui, *row.symbol, std::array{ImVec2{x, y}, ImVec2{x + ui.px(14), y}});
            else draw_symbol(ui, *row.symbol, {x + ui.px(5), y});
            x += symbol;
        }
        draw_text_fitted(list, ui.fonts.small, x, y, ui.theme->text, row.text, box.x1 - pad - x + 1);
        y += line;
    }
    return box;
}

}  // namespace

bool layers_busy(const LayersState& state, const ContourOptions& options) { return options.critical_points && (!state.points || state.job.busy()); }

void draw_layers(const ViewContext& context, ContourState& state, const Rect& picture) {
    follow_field(context, state);
    follow_points(state);
    draw_field(context, state, picture);
    draw_flow(context, state, picture);
    draw_points(context, state, picture);
}

std::vector<Rect> draw_layer_texts(const ViewContext& context, ContourState& state, const Rect& picture, const Rect& note) {
    std::vector<Rect> covered{draw_legend(context, state, picture, note)};
    if (state.options.curvature)
        if (const LocalModel* model = state.layers.models.find(context.session, context.cursor.point)) covered.push_back(draw_curvature(context, state, picture, *model, state.layers.card_left));
    return covered;
}

}  // namespace thalweg::app
