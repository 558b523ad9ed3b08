#include "app/views/formula_editor.hpp"

#include <imgui_internal.h>

#include <cmath>

#include "app/widgets/controls.hpp"
#include "app/widgets/text_entry.hpp"
#include "core/scenario/defaults.hpp"

namespace thalweg::app {
namespace {

constexpr std::string_view help = "x, y, names for parameters, + − * / ^, sqrt exp log sin cos tanh abs min max where(x < 0, a, b) …";

UserFormula::Result parsed(const std::string& text, const ProblemChoice& current) {
    UserFormula::Defaults values;  // what the sliders stand at stays where a name stays
    if (current.formula)
        for (std::size_t i = 0; i < current.parameters.size(); ++i) values.emplace(current.formula->parameters()[i].id, current.parameters[i]);
    return UserFormula::parse(text, values);
}

ProblemChoice chosen(std::shared_ptr<const UserFormula> formula, std::string name, const ProblemChoice& current) {
    ProblemChoice choice = default_problem(std::move(formula), current.domain);
    if (current.formula) {
        set_transform(choice, current.transform);
        const Point own = current.transform.revert(current.start);
        if (std::isfinite(choice.formula->objective(choice.parameters)->derivatives(own).loss)) choice.start = current.start;  // where it is defined
    }
    choice.formula_name = std::move(name);
    return choice;
}

// One line of text in a frame.
bool entry(const Ui& ui, const char* id, const Rect& rect, ImFont* font, const char* hint, std::string& text, bool focus, ImGuiInputTextFlags flags) {
    ImGui::SetCursorScreenPos(top_left(rect));
    ImGui::PushFont(font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), std::floor((rect.height() - font->FontSize) * 0.5f)));
    ImGui::PushItemWidth(rect.width());
    if (focus) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputTextWithHint(id, hint, text.data(), text.capacity() + 1, flags | ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackResize, resize_string, &text);
    ImGui::PopItemWidth();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    text = std::string(text.c_str());
    return entered;
}

// A small arrow below the place where it went wrong, as far as that is in sight.
void mark(const Ui& ui, const Rect& field, ImGuiID id, const std::string& text, const FormulaError& error) {
    const ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    const float x = field.x0 + ui.px(10) + text_width(ui.fonts.mono, std::string_view(text).substr(0, error.position)) - (state ? state->ScrollX : 0);
    const float width = ui.px(4), tip = field.y1 + ui.px(2), foot = tip + ui.px(7);
    if (x < field.x0 || x > field.x1) return;
    ImGui::GetWindowDrawList()->AddTriangleFilled({x, tip}, {x + width, foot}, {x - width, foot}, ui.theme->error);
}

}  // namespace

void FormulaEditor::ask(const ProblemChoice& current) {
    text_ = "(1-x)^2 + a*(y - x^2)^2";
    name_ = current.formula_name;
    if (current.formula) {
        text_ = current.formula->text();
    } else if (const SurfaceSpec* surface = current.data ? nullptr : find_surface(current.surface); surface && surface->parameters.empty()) {
        // The printed formula of a surface is a beginning, where it is one that can be typed.
        const auto printed = UserFormula::parse(std::string(surface->formula));
        if (const auto* formula = std::get_if<0>(&printed); formula && (*formula)->parameters().empty()) text_ = surface->formula;
    }
    open_ = appearing_ = true;
}

void FormulaEditor::draw(const Ui& ui, const Rect& window, const ProblemChoice& current, FormulaLibrary& library, Edits& edits) {
    if (!open_) return;
    constexpr const char* id = "formula editor";
    if (appearing_) ImGui::OpenPopup(id);
    const float width = std::min(ui.px(760), window.width() - ui.px(48)), height = ui.px(212);
    ImGui::SetNextWindowPos({std::floor(window.centre_x() - width * 0.5f), std::floor(window.y0 + ui.px(56))});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    const bool shown = ImGui::BeginPopupModal(id, nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!shown) {
        open_ = appearing_;  // closed by ImGui
        return;
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& t = *ui.theme;
    const ImVec2 at = ImGui::GetWindowPos();
    const Rect box = Rect{at.x, at.y, at.x + width, at.y + height}.inset(ui.px(20), ui.px(16));
    draw_text(list, ui.fonts.semibold, box.x0, box.y0 + ui.px(8), t.text, "Your own formula  f(x, y) =");

    const Rect field{box.x0, box.y0 + ui.px(26), box.x1, box.y0 + ui.px(60)};
    const bool entered = entry(ui, "##formula", field, ui.fonts.mono, "(1-x)^2 + a*(y - x^2)^2", text_, appearing_ || mending_, mending_ ? 0 : ImGuiInputTextFlags_AutoSelectAll);
    const auto result = parsed(text_, current);
    const auto* formula = std::get_if<0>(&result);
    const float first = field.y1 + ui.px(19), second = first + ui.px(21);
    if (const auto* error = std::get_if<FormulaError>(&result)) {
        list.AddRect(top_left(field), bottom_right(field), t.error, ui.px(6), 0, ui.line());
        mark(ui, field, ImGui::GetID("##formula"), text_, *error);
        draw_text_fitted(list, ui.fonts.body, box.x0, first, t.error, describe(*error, text_), box.width());
    } else {
        std::string names;
        for (const Parameter& p : (*formula)->parameters()) names += (names.empty() ? "parameters: " : ", ") + std::string(p.symbol);
        draw_text_fitted(list, ui.fonts.mono, box.x0, first, t.text, (*formula)->typeset() + (names.empty() ? "" : "    " + names), box.width());
    }
    draw_text_fitted(list, ui.fonts.small, box.x0, second, t.secondary, help, box.width());

    // Below: a name to keep it under, and what to do with it.
    const float top = box.y1 - ui.px(32);
    const ButtonStyle primary{.kind = ButtonKind::primary, .enabled = formula != nullptr};
    const Rect accept{box.x1 - button_width(ui, "Use", primary), top, box.x1, box.y1};
    const Rect cancel{accept.x0 - ui.px(8) - button_width(ui, "Cancel"), top, accept.x0 - ui.px(8), box.y1};
    const bool kept = library.contains(name_);
    const Rect keep{cancel.x0 - ui.px(20) - button_width(ui, "Keep"), top, cancel.x0 - ui.px(20), box.y1};
    const Rect discard{keep.x0 - ui.px(8) - button_width(ui, "Delete"), top, keep.x0 - ui.px(8), box.y1};
    const Rect name{box.x0, top, (kept ? discard.x0 : keep.x0) - ui.px(8), box.y1};
    const bool named = entry(ui, "##formula name", name, ui.fonts.body, "a name, to keep it in the menu", name_, false, 0);
    const bool keeping = button(ui, "keep", keep, "Keep", {.enabled = formula && !name_.empty(), .tip = "Keep the formula under this name, in the menu of surfaces"});
    if (kept && button(ui, "discard", discard, "Delete", {.tip = "Delete the kept formula of this name"})) {
        const std::string wrong = library.remove(name_);
        edits.push_back(Say{wrong.empty() ? "Deleted \"" + name_ + "\"" : wrong, !wrong.empty()});
    }
    bool cancelled = button(ui, "cancel", cancel, "Cancel");
    const bool accepted = (button(ui, "accept", accept, "Use", primary) || entered || named || keeping) && formula;
    cancelled |= ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape)) && !appearing_;
    appearing_ = false;
    mending_ = entered && !formula;

    if (accepted) {
        const ProblemChoice choice = chosen(*formula, name_, current);
        edits.push_back(SetProblem{choice});
        if (keeping) {
            const std::string wrong = library.save(choice);
            edits.push_back(Say{wrong.empty() ? "Kept \"" + name_ + "\" in the menu" : wrong, !wrong.empty()});
        }
    }
    if (cancelled || accepted) {
        open_ = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace thalweg::app
