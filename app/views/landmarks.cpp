#include "app/views/landmarks.hpp"

#include "app/widgets/icons.hpp"

namespace thalweg::app {
namespace {

void add_cross(ImDrawList& list, ImVec2 p, float arm, ImU32 ink, float width) {
    list.AddLine({p.x - arm, p.y}, {p.x + arm, p.y}, ink, width);
    list.AddLine({p.x, p.y - arm}, {p.x, p.y + arm}, ink, width);
}

}  // namespace

Rgba to_rgba(ImU32 c, float strength) {
    const ImVec4 v = ImGui::ColorConvertU32ToFloat4(c);
    return {v.x, v.y, v.z, v.w * strength};
}

PathStyle path_style(const Ui& ui, const RacerChoice& racer) {
    const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(racer.style));
    return {.colour = to_rgba(style.colour), .casing = to_rgba(ui.theme->casing, 0.9f), .dash = style.dash};
}

std::vector<PicturePath> racer_paths(const ViewContext& context) {
    const Session& session = context.session;
    std::vector<PicturePath> paths;
    each_visible_racer(session, [&](std::size_t i) {
        if (i >= session.race().size()) return;
        const auto path = session.race().history(i).path();
        if (!path.empty()) paths.push_back({PathPoints(path.data()->data(), path.data()->data() + 1, 2, path.size()), session.race().revision(i), path_style(context.ui, session.scenario().racers[i])});
    });
    return paths;
}

void draw_minimum(const Ui& ui, const PlacedPoint& p) {
    if (p.strength <= 0) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    cased(ui, ui.theme->minimum_marker, p.strength, [&](ImU32 ink, float width) {
        list.AddCircle(p.at, ui.px(7), ink, 0, width);
        add_cross(list, p.at, ui.px(11), ink, width);
    });
}

void draw_landmarks(const ViewContext& context, const Placer& place) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const Point& minimum : context.session.problem().minima) draw_minimum(ui, place(minimum));
    for (const Point& minimum : context.session.problem().local_minima)
        if (const PlacedPoint p = place(minimum); p.strength > 0)
            cased(ui, ui.theme->minimum_marker, p.strength, [&](ImU32 ink, float width) { list.AddCircle(p.at, ui.px(4), ink, 0, width); });
    if (const PlacedPoint start = place(context.session.scenario().problem.start); start.strength > 0)
        cased(ui, ui.theme->vector, start.strength, [&](ImU32 ink, float width) { list.AddCircle(start.at, ui.px(6), ink, 0, width); });
}

void draw_racers_at(const ViewContext& context, const Placer& place) {
    draw_racers_at(context, [&](std::size_t racer, double step) { return place(context.session.position_at(racer, step)); });
}

void draw_racers_at(const ViewContext& context, const RacerPlacer& where) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    each_visible_racer(session, [&](std::size_t i) {
        if (session.row_at(i, session.playhead()) < 0) return;
        const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(session.scenario().racers[i].style));
        const float radius = ui.px(i == session.selected() ? 7 : 6);
        const auto marker = [&](ImVec2 at, float size, float strength) { draw_marker(list, style.marker, at, size, fade(style.colour, strength), fade(ui.theme->casing, strength)); };
        if (const PlacedPoint p = where(i, session.playhead()); p.inside && p.strength > 0) {
            marker(p.at, radius, p.strength);
        } else {
            // It has left the picture: its last point inside stays, faded.
            for (int row = session.row_at(i, session.playhead()); row >= 0; --row)
                if (const PlacedPoint last = where(i, row); last.inside && last.strength > 0) {
                    marker(last.at, radius * 0.8f, 0.5f * last.strength);
                    break;
                }
        }
        if (context.cursor.step)
            if (const PlacedPoint p = where(i, *context.cursor.step); p.inside && p.strength > 0)
                cased(ui, style.colour, p.strength, [&](ImU32 ink, float width) { list.AddCircle(p.at, ui.px(5), ink, 0, width); });
    });
}

void draw_shared_point(const ViewContext& context, const Placer& place) {
    if (!context.cursor.point) return;
    const PlacedPoint p = place(*context.cursor.point);
    if (!p.inside || p.strength <= 0) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    cased(context.ui, context.ui.theme->vector, p.strength, [&](ImU32 ink, float width) { add_cross(list, p.at, context.ui.px(6), ink, width); });
}

std::optional<double> step_under(const ViewContext& context, const Placer& place, ImVec2 mouse) {
    const Session& session = context.session;
    const float reach = context.ui.px(9);
    float nearest = reach * reach;
    std::optional<double> step;
    for (std::size_t i = 0; i < session.race().size(); ++i) {
        if (session.scenario().racers[i].hidden) continue;
        const auto path = session.race().history(i).path();
        const std::size_t stride = 1 + path.size() / 20'000;  // a very long path is felt for, not searched
        for (std::size_t row = 0; row < path.size(); row += stride) {
            const PlacedPoint p = place(path[row]);
            if (p.strength <= 0) continue;
            const float dx = p.at.x - mouse.x, dy = p.at.y - mouse.y, away = dx * dx + dy * dy;
            if (away < nearest) {
                nearest = away;
                step = static_cast<double>(row);
            }
        }
    }
    return step;
}

}  // namespace thalweg::app
