#include "app/views/contour_ensemble.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "app/views/contour_overlay.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr std::uint64_t other_kind = std::uint64_t{1} << 63;  // revisions of means are not those of trajectories
constexpr std::size_t most_dots = 256;
constexpr int corners = 64;

// Those that are drawn, the selected one last.
template <class Visit>
void visit(const ViewContext& context, Visit&& call) {
    const Session& session = context.session;
    const auto& racers = session.scenario().racers;
    const auto one = [&](std::size_t i) {
        if (i >= racers.size() || racers[i].hidden) return;
        if (const auto found = session.ensemble_of(i)) call(i, found->ensemble, found->index, racer_style(*context.ui.theme, static_cast<std::size_t>(racers[i].style)));
    };
    for (std::size_t i = racers.size(); i-- > 0;)
        if (i != session.selected()) one(i);
    one(session.selected());
}

}  // namespace

void add_ensemble_bands(const ViewContext& context, std::vector<PictureBand>& bands) {
    const float alpha = context.ui.theme->dark ? 0.26f : 0.24f;
    visit(context, [&](std::size_t, const Ensemble& ensemble, std::size_t k, const RacerStyle& style) {
        bands.push_back({ensemble.rows(k), ensemble.revision(k), to_rgba(style.colour, alpha)});
    });
}

void add_mean_paths(const ViewContext& context, std::vector<PicturePath>& paths) {
    visit(context, [&](std::size_t, const Ensemble& ensemble, std::size_t k, const RacerStyle& style) {
        const auto rows = ensemble.rows(k);
        if (rows.empty()) return;
        static_assert(sizeof(EnsembleRow) % sizeof(double) == 0);
        paths.push_back({PathPoints(rows[0].mean.data(), rows[0].mean.data() + 1, sizeof(EnsembleRow) / sizeof(double), rows.size()), ensemble.revision(k) | other_kind,
                         {.colour = to_rgba(style.colour, 1), .casing = to_rgba(context.ui.theme->casing, 0.6f), .width = 1.2f, .casing_width = 2.6f, .dots = false, .tail_strength = 0.5f}});
    });
}

void draw_ensemble_at(const ViewContext& context, const ContourState& state, const Rect& picture) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const int row = static_cast<int>(context.session.playhead());
    visit(context, [&](std::size_t, const Ensemble& ensemble, std::size_t k, const RacerStyle& style) {
        const auto rows = ensemble.rows(k);
        if (rows.empty()) return;
        const int at = std::min(row, static_cast<int>(rows.size()) - 1);
        const auto members = ensemble.positions(k, at);
        const float half = std::max(1.0f, ui.px(2)) * 0.5f;
        const ImU32 ink = fade(style.colour, 0.75f);
        for (std::size_t m = 0; m < std::min(members.size(), most_dots); ++m) {
            if (members[m].hasNaN()) continue;
            const ImVec2 p = on_screen(state, picture, members[m].cast<double>());
            if (p.x < picture.x0 || p.x > picture.x1 || p.y < picture.y0 || p.y > picture.y1) continue;
            list.AddRectFilled({p.x - half, p.y - half}, {p.x + half, p.y + half}, ink);
        }
        const auto ellipse = spread_ellipse(rows[static_cast<std::size_t>(at)], state.view, state.size);
        if (!ellipse || !(ellipse->longest() > 1)) return;
        std::array<ImVec2, corners + 1> outline;
        for (int i = 0; i <= corners; ++i) {
            const PixelPoint p = ellipse->at(2 * std::numbers::pi * i / corners);
            outline[static_cast<std::size_t>(i)] = {picture.x0 + static_cast<float>(p.x), picture.y0 + static_cast<float>(p.y)};
        }
        stroke(list, outline, fade(ui.theme->casing, 0.7f), ui.line(1.4f) + ui.px(2));
        stroke(list, outline, style.colour, ui.line(1.4f));
    });
}

Rect draw_ensemble_note(const ViewContext& context, const Rect& picture) {
    const Session& session = context.session;
    if (!shows_ensemble(session.scenario())) return {};
    const Ui& ui = context.ui;
    std::string text = std::to_string(session.scenario().ensemble) + " seeds: mean, 1σ";
    if (const auto selected = session.ensemble_of(session.selected())) {
        const auto rows = selected->ensemble.rows(selected->index);
        const auto at = static_cast<std::size_t>(session.playhead());
        const int left = at < rows.size() ? rows[at].members : 0, lost = selected->ensemble.members() - left;
        if (lost > 0) text += " · " + std::to_string(lost) + " diverged";
    }
    if (const auto progress = session.ensemble_progress()) text += " · " + std::to_string(static_cast<int>(100 * *progress)) + " %";
    const float width = std::ceil(text_width(ui.fonts.small, text)) + ui.px(16), high = ui.px(22);
    const Rect box{picture.x1 - ui.px(8) - width, picture.y1 - ui.px(8) - high, picture.x1 - ui.px(8), picture.y1 - ui.px(8)};
    if (width > picture.width() * 0.5f) return {};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->readout, ui.px(6));
    draw_text(list, ui.fonts.small, box.x0 + ui.px(8), box.centre_y(), ui.theme->secondary, text);
    return box;
}

}  // namespace thalweg::app
