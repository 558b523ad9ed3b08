#include "app/views/anatomy_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/controls.hpp"
#include "app/widgets/math_text.hpp"
#include "core/race/anatomy_text.hpp"

namespace thalweg::app {
namespace {

constexpr float margin = 14;

// Where the next thing goes, and what it is drawn with.
struct Sheet {
    const ViewContext& context;
    const StepTaken& step;
    ImU32 colour;  // of the racer
    float left, right, y;

    const Ui& ui() const { return context.ui; }
    float width() const { return right - left; }
    ImDrawList& list() const { return *ImGui::GetWindowDrawList(); }
    ImU32 ink(std::size_t axis) const { return coordinate_colour(*ui().theme, colour, axis); }
    const std::string& axis(std::size_t i) const { return context.session.problem().axes[i]; }
    std::string symbol(std::string_view name) const { return symbol_in(*step.anatomy.optimizer, name); }
};

void draw_live(Sheet& s, const AnatomyLine& line, std::array<std::string, 2> texts) {
    const Ui& ui = s.ui();
    const float indent = ui.px(20), x = s.left + indent;
    const std::size_t count = same_for_both(line) ? 1 : 2;
    for (std::size_t axis = 0; axis < count; ++axis) {
        const float high = std::floor(ui.fonts.mono->FontSize * 1.35f);
        if (count == 2) draw_text_fitted(s.list(), ui.fonts.mono, s.left + ui.px(4), s.y + high * 0.5f, s.ink(axis), s.axis(axis), indent - ui.px(6));
        if (const std::size_t result = texts[axis].rfind(" = "); result != std::string::npos) texts[axis].replace(result, 3, " =\u00A0");  // the sign stays with the result
        s.y = draw_text_wrapped(s.list(), ui.fonts.mono, x, s.y, s.right - x, count == 2 ? s.ink(axis) : ui.theme->text, texts[axis]);
    }
}

void draw_lines(Sheet& s) {
    const Ui& ui = s.ui();
    const std::array styles{MathStyle{ui.fonts.formula, ui.fonts.small, ui.scale}, MathStyle{ui.fonts.body, ui.fonts.small, ui.scale}};
    const Anatomy& anatomy = s.step.anatomy;
    int left_out = 0;
    for (std::size_t i = 0; i < anatomy.lines.size(); ++i) {
        const AnatomyLine& line = anatomy.lines[i];
        if (!line.applies) {
            ++left_out;
            continue;
        }
        s.y = draw_statement(s.list(), styles, *line.statement, [&](std::string_view name) { return s.symbol(name); }, s.left, s.y, s.width(), ui.theme->text) + ui.px(3);
        draw_live(s, line, s.step.live[i]);
        s.y += ui.px(9);
    }
    if (left_out == 0) return;
    const std::string note = std::to_string(left_out) + (left_out == 1 ? " line that does not apply here is" : " lines that do not apply here are") + " left out; the card (I) has them all.";
    s.y = draw_text_wrapped(s.list(), ui.fonts.small, s.left, s.y, s.width(), ui.theme->secondary, note) + ui.px(9);
}

struct Columns {
    float x, y, width;  // right edges
};

// Symbol, label, two numbers; the label goes below where the room is narrow.
void draw_part(Sheet& s, const Columns& columns, std::string_view symbol, std::string_view label, const Point& move) {
    const Ui& ui = s.ui();
    const float line = ui.px(20), centre = s.y + line * 0.5f, room = columns.x - columns.width - s.left;
    const float after = draw_text_fitted(s.list(), ui.fonts.semibold, s.left, centre, ui.theme->text, symbol, room) + ui.px(8);
    draw_text(s.list(), ui.fonts.mono, columns.x, centre, s.ink(0), format_live(move.x(), 3), 1);
    draw_text(s.list(), ui.fonts.mono, columns.y, centre, s.ink(1), format_live(move.y(), 3), 1);
    s.y += line;
    if (label.empty()) return;
    if (text_width(ui.fonts.small, label) <= s.left + room - after) {
        draw_text(s.list(), ui.fonts.small, after, centre, ui.theme->secondary, label);
    } else {
        s.y = draw_text_wrapped(s.list(), ui.fonts.small, s.left, s.y - ui.px(3), s.width(), ui.theme->secondary, label) + ui.px(2);
    }
}

void draw_parts(Sheet& s) {
    const Ui& ui = s.ui();
    const Anatomy& anatomy = s.step.anatomy;
    Columns columns{0, s.right, std::ceil(text_width(ui.fonts.mono, "−1.23·10⁻¹⁰")) + ui.px(6)};
    columns.x = columns.y - columns.width;
    const auto rule = [&] {
        s.list().AddRectFilled({s.left, s.y}, {s.right, s.y + ui.line()}, ui.theme->outline);
        s.y += ui.px(3);
    };
    const auto heading = [&](std::string_view text) {
        s.y += ui.px(4);
        draw_text_fitted(s.list(), ui.fonts.heading, s.left, s.y + ui.px(9), ui.theme->secondary, text, columns.x - columns.width - s.left);
        for (const std::size_t axis : {std::size_t{0}, std::size_t{1}}) draw_text(s.list(), ui.fonts.mono, axis == 0 ? columns.x : columns.y, s.y + ui.px(9), s.ink(axis), s.axis(axis), 1);
        s.y += ui.px(21);
    };
    heading("PARTS");
    for (const AnatomyPart& part : anatomy.parts) draw_part(s, columns, symbol_of(*anatomy.optimizer, part), part.label, part.move);
    rule();
    draw_part(s, columns, "sum", "", sum_of_parts(anatomy));
    draw_part(s, columns, "step", "", anatomy.next - anatomy.theta);
    const bool right = adds_up(anatomy);
    draw_icon(s.list(), right ? Icon::check : Icon::close, {s.left + ui.px(6), s.y + ui.px(9)}, ui.px(12), right ? ui.theme->text : ui.theme->error);
    draw_text_fitted(s.list(), ui.fonts.small, s.left + ui.px(18), s.y + ui.px(9), right ? ui.theme->secondary : ui.theme->error, right ? "The parts add up to the step." : "The parts do not add up to the step.",
                     s.width() - ui.px(18));
    s.y += ui.px(24);
    if (anatomy.comparisons.empty()) return;
    heading("INSTEAD");
    for (const AnatomyPart& other : anatomy.comparisons) draw_part(s, columns, other.source == "g" ? "−αg" : "raw", other.label, other.move);
}

// What there is to say where no update follows.
std::string ending_text(const Session& session, std::size_t racer, int row) {
    const Race& race = session.race();
    if (row < 0) return "Nothing has been run yet.";
    if (race.ending(racer) == Ending::diverged) return "This racer diverged at step " + std::to_string(row) + ". No step follows.";
    if (row >= race.arena().steps) return "The run ends here, at step " + std::to_string(row) + ". No step follows; move the playhead back to see one.";
    return "The step that follows is still being computed.";
}

}  // namespace

void draw_anatomy_view(const ViewContext& context, AnatomyState& state) {
    const Session& session = context.session;
    const Ui& ui = context.ui;
    const Rect& r = context.rect;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float left = r.x0 + ui.px(margin), right = r.x1 - ui.px(margin), first = r.y0 + ui.px(20);
    const float title = draw_text(list, ui.fonts.heading, left, first, ui.theme->secondary, "STEP") + ui.px(12);
    const std::size_t racer = session.selected();
    if (racer >= session.race().size()) {
        draw_text_fitted(list, ui.fonts.body, r.centre_x(), r.centre_y(), ui.theme->secondary, "Select a racer to take its step apart.", right - left, 0.5f);
        return;
    }
    const RacerChoice& choice = session.scenario().racers[racer];
    const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(choice.style)).colour;
    const int k = session.row_at(racer, context.shown_step());
    const StepTaken* step = state.steps->find(session, racer, k);
    draw_text_fitted(list, ui.fonts.semibold, title, first, colour, choice.name, right - ui.px(22) - title);
    const float top = r.y0 + ui.px(36);
    if (!step) {
        draw_text_wrapped(list, ui.fonts.body, left, top, right - left, ui.theme->secondary, ending_text(session, racer, k));
        return;
    }
    const std::string which = "update " + std::to_string(k + 1) + (k == 0 ? ", the first: from the start" : ": from step " + std::to_string(k) + " to " + std::to_string(k + 1));
    draw_text_fitted(list, ui.fonts.small, left, top + ui.px(8), ui.theme->text, which, right - left);

    const Rect body{left, top + ui.px(22), r.x1 - ui.px(2), r.y1 - ui.px(4)};
    if (body.height() < ui.px(24)) return;
    ImGui::PushID("anatomy");
    ImGui::SetCursorScreenPos(top_left(body));
    ImGui::BeginChild("lines", size_of(body), false, ImGuiWindowFlags_NavFlattened | ImGuiWindowFlags_NoBackground);
    const float from = ImGui::GetCursorScreenPos().y;
    Sheet sheet{context, *step, colour, left, right, from + ui.px(2)};
    draw_lines(sheet);
    draw_parts(sheet);
    ImGui::SetCursorScreenPos({left, from});
    ImGui::Dummy({1, sheet.y + ui.px(8) - from});
    ImGui::EndChild();
    ImGui::PopID();
}

}  // namespace thalweg::app
