#include "app/views/optimizer_card.hpp"

#include <algorithm>

#include "app/widgets/controls.hpp"
#include "app/widgets/math_text.hpp"
#include "core/optimizers/card.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg::app {
namespace {

// A column that is filled from the top.
struct Column {
    const Ui& ui;
    const OptimizerSpec& optimizer;
    float left, right, y;

    float width() const { return right - left; }
    ImDrawList& list() const { return *ImGui::GetWindowDrawList(); }

    void heading(std::string_view title) {
        draw_text_fitted(list(), ui.fonts.heading, left, y + ui.px(8), ui.theme->secondary, title, width());
        y += ui.px(24);
    }
    void paragraph(std::string_view text, ImU32 colour) { y = draw_text_wrapped(list(), ui.fonts.body, left, y, width(), colour, text) + ui.px(3); }
    void note(std::string_view text) { y = draw_text_wrapped(list(), ui.fonts.small, left, y, width(), ui.theme->secondary, text) + ui.px(2); }
    void gap() { y += ui.px(16); }
};

void draw_formula(Column& c, const std::vector<double>& hyper) {
    const Ui& ui = c.ui;
    const std::array styles{MathStyle{ui.fonts.formula, ui.fonts.small, ui.scale}, MathStyle{ui.fonts.body, ui.fonts.small, ui.scale}};
    const auto symbols = [&](std::string_view name) { return symbol_in(c.optimizer, name); };
    c.heading("FORMULA");
    for (const Statement& s : c.optimizer.lines()) {
        const Applies here = applies(s, c.optimizer, hyper);
        if (here == Applies::no) continue;
        c.y = draw_statement(c.list(), styles, s, symbols, c.left, c.y, c.width(), ui.theme->text) + ui.px(here == Applies::depends ? 2 : 9);
        if (here == Applies::depends) {
            c.note(condition_text(s, c.optimizer));
            c.y += ui.px(7);
        }
    }
    c.gap();
}

void draw_other_settings(Column& c, const std::vector<double>& hyper) {
    const Ui& ui = c.ui;
    const std::array styles{MathStyle{ui.fonts.body, ui.fonts.small, ui.scale}};
    const auto does_not = [&](const Statement& s) { return applies(s, c.optimizer, hyper) == Applies::no; };
    const auto& lines = c.optimizer.lines();
    if (std::none_of(lines.begin(), lines.end(), does_not)) return;
    c.heading("LINES FOR OTHER SETTINGS");
    for (const Statement& s : lines) {
        if (!does_not(s)) continue;
        c.y = draw_statement(c.list(), styles, s, [&](std::string_view name) { return symbol_in(c.optimizer, name); }, c.left, c.y, c.width(), ui.theme->secondary) + ui.px(1);
        c.note(condition_text(s, c.optimizer));
        c.y += ui.px(6);
    }
    c.gap();
}

// With the paper and how closely the program follows the reference cases.
void draw_conventions(Column& c) {
    c.heading("CONVENTION");
    for (const std::string& line : sentences(c.optimizer.convention)) c.paragraph(line, c.ui.theme->text);
    if (!c.optimizer.warning.empty()) c.paragraph(c.optimizer.warning, c.ui.theme->warning);
    c.gap();
    c.heading("REFERENCE CASES");
    c.paragraph(coverage_text(c.optimizer), c.ui.theme->text);
    c.gap();
    c.heading("PAPER");
    c.paragraph(c.optimizer.reference, c.ui.theme->text);
    c.gap();
}

void draw_other_forms(Column& c) {
    const auto forms = other_forms(c.optimizer);
    if (forms.empty()) return;
    c.heading("OTHER FORMS IN LIBRARIES AND PAPERS");
    for (const OptimizerSpec* form : forms) {
        draw_text_fitted(c.list(), c.ui.fonts.body, c.left, c.y + c.ui.px(9), c.ui.theme->text, form->name, c.width());
        c.y += c.ui.px(20);
        c.note(form->convention);
        c.y += c.ui.px(5);
    }
    c.gap();
}

// Symbol, key and value in one row; what they mean below.
void draw_entry(Column& c, std::string_view symbol, std::string_view key, std::string_view value, const std::string& meaning) {
    const Ui& ui = c.ui;
    const float centre = c.y + ui.px(9), value_left = value.empty() ? c.right : c.right - text_width(ui.fonts.mono, value) - ui.px(10);
    const float after = draw_text_fitted(c.list(), ui.fonts.semibold, c.left, centre, ui.theme->text, symbol, ui.px(110));
    const float at = std::max(c.left + ui.px(52), after + ui.px(10));
    draw_text_fitted(c.list(), ui.fonts.mono, at, centre, ui.theme->secondary, key, value_left - at);
    if (!value.empty()) draw_text(c.list(), ui.fonts.mono, c.right, centre, ui.theme->text, value, 1);
    c.y += ui.px(20);
    Column below{ui, c.optimizer, c.left + ui.px(52), c.right, c.y};
    below.note(meaning);
    c.y = below.y + ui.px(4);
}

void draw_tables(Column& c) {
    const OptimizerSpec& o = c.optimizer;
    c.heading("HYPERPARAMETERS AND DEFAULTS");
    for (const Parameter& p : o.hyperparameters) draw_entry(c, p.symbol, p.id, default_text(p), std::string(p.meaning) + " · " + range_text(p));
    c.gap();
    c.heading("SLOTS");
    for (const Quantity& q : o.slots) draw_entry(c, q.symbol, q.id, "", std::string(q.meaning));
    if (o.slots.empty()) c.paragraph("None: it remembers nothing from step to step.", c.ui.theme->text);
    c.gap();
}

// Returns the y below the contents.
float draw_contents(const Ui& ui, const OptimizerCardState& state, float left, float right, float top) {
    const OptimizerSpec& o = *state.optimizer;
    const bool two = right - left >= ui.px(720);
    const float middle = std::floor(left + (right - left) * 0.54f);
    Column first{ui, o, left, two ? middle - ui.px(20) : right, top};
    draw_formula(first, state.hyper);
    draw_conventions(first);
    Column second{ui, o, two ? middle + ui.px(20) : left, right, two ? top : first.y};
    draw_tables(second);
    Column& shorter = !two || second.y < first.y ? second : first;
    draw_other_settings(shorter, state.hyper);
    draw_other_forms(shorter);
    return std::max(first.y, second.y);
}

}  // namespace

void draw_optimizer_card(const Ui& ui, Rect window, OptimizerCardState& state) {
    if (!state.optimizer) return;
    ImGui::SetNextWindowPos(top_left(window));
    ImGui::SetNextWindowSize(size_of(window));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, fade(ui.theme->background, 0.72f));
    ImGui::Begin("optimizer card", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleColor();
    const bool appearing = ImGui::IsWindowAppearing();
    if (appearing) ImGui::SetWindowFocus();

    const float air = std::min(ui.px(28), std::max(ui.px(12), window.width() * 0.03f)), head = ui.px(62), margin = ui.px(14);
    const float width = std::min(window.width() - 2 * margin, ui.px(1040)), most = window.height() - 2 * margin;
    const float height = state.content_height > 0 ? std::min(most, std::ceil(air + head + state.content_height + air)) : most;
    const Rect card{std::floor(window.centre_x() - width * 0.5f), std::floor(window.centre_y() - height * 0.5f), std::floor(window.centre_x() + width * 0.5f), std::floor(window.centre_y() + height * 0.5f)};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(card), bottom_right(card), ui.theme->card, ui.px(10));
    list.AddRect(top_left(card), bottom_right(card), ui.theme->outline, ui.px(10), 0, ui.line());

    const Rect inner = card.inset(air);
    const float title_y = inner.y0 + ui.px(10), side = ui.px(26);
    const Rect close{inner.x1 - side, title_y - side * 0.5f, inner.x1, title_y + side * 0.5f};
    const bool closes = icon_button(ui, "close card", close, Icon::close, "Close (Escape)", {.kind = ButtonKind::quiet});
    const float title = draw_text_fitted(list, ui.fonts.title, inner.x0, title_y, ui.theme->text, state.optimizer->name, close.x0 - ui.px(12) - inner.x0);
    const float id = title + ui.px(12), room = close.x0 - ui.px(12) - id;
    if (room > ui.px(40)) draw_text_fitted(list, ui.fonts.mono, id, title_y, ui.theme->secondary, state.optimizer->id, room);
    draw_text_fitted(list, ui.fonts.small, inner.x0, title_y + ui.px(24), ui.theme->secondary, state.optimizer->family, inner.width());

    const float bar = ui.px(10);  // for the scroll bar, beside the text
    const Rect body{inner.x0, inner.y0 + head, inner.x1 + bar, inner.y1};
    if (body.height() > ui.px(20)) {
        ImGui::SetCursorScreenPos(top_left(body));
        ImGui::BeginChild("card", size_of(body), false, ImGuiWindowFlags_NavFlattened | ImGuiWindowFlags_NoBackground);
        const float from = ImGui::GetCursorScreenPos().y;
        const float below = draw_contents(ui, state, inner.x0, inner.x1, from);
        if (state.content_height != below - from && ui.frame_request) ui.frame_request->ask(0);
        state.content_height = below - from;
        ImGui::SetCursorScreenPos({inner.x0, from});
        ImGui::Dummy({1, below - from});
        ImGui::EndChild();
    }
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !card.contains(mouse.x, mouse.y);
    ImGui::End();
    if (closes || (beside && !appearing)) state.close();
}

}  // namespace thalweg::app
