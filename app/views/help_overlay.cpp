#include "app/views/help_overlay.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "app/widgets/text.hpp"

namespace thalweg::app {
namespace {

struct Entry {
    std::string_view what;  // keys, apart by blanks; or a movement of the mouse
    std::string_view does;
};

constexpr std::array keys{
    Entry{"Space", "play or pause"},
    Entry{"← →", "one step back, forward"},
    Entry{"Shift+← Shift+→", "ten steps"},
    Entry{"Home End", "first, last step"},
    Entry{"R", "reset the view"},
    Entry{"V", "arrows of the step"},
    Entry{"C F", "curvature, gradient flow"},
    Entry{"Q", "field of −∇f, of next steps"},
    Entry{"X", "minima, saddles, maxima"},
    Entry{"2 3", "contour, 3D: show or hide"},
    Entry{"1 … 4", "pages of a network"},
    Entry{"A", "the step line by line"},
    Entry{"I", "about the optimizer"},
    Entry{"Ctrl+O Ctrl+S", "open, save"},
    Entry{"Ctrl+Z", "undo"},
    Entry{"Ctrl+Shift+Z Ctrl+Y", "redo"},
    Entry{"Ctrl++ Ctrl+−", "larger, smaller"},
    Entry{"Ctrl+0", "usual size"},
    Entry{"T", "dark or light"},
    Entry{"F12 Ctrl+P", "screenshot"},
    Entry{"Tab", "next control"},
    Entry{"F1", "this help"},
};

constexpr std::array mouse{
    Entry{"Wheel", "zoom about the cursor"},
    Entry{"Drag", "pan"},
    Entry{"Double click", "show all of a plot"},
    Entry{"Click a plot", "move the playhead there"},
    Entry{"Click the contour", "set the start"},
    Entry{"Drag the start", "every path follows"},
    Entry{"Shift+Drag", "the same, from anywhere"},
    Entry{"Drag the 3D view", "turn it; Shift or right: shift it"},
    Entry{"Drag a data point", "the surface follows"},
    Entry{"Drag a card's heading", "another order of the racers"},
    Entry{"Ctrl+Click the data", "add a point; with Shift of class 0"},
    Entry{"Right click a point", "remove it"},
    Entry{"Click a value", "type it"},
    Entry{"Ctrl+Click a slider", "type its value"},
    Entry{"Right click a slider", "reset it"},
};

struct Measures {
    const Ui* ui;
    ImFont* text;
    float row, chip_pad, chip_gap, column_gap;
};

// Draws the keys of an entry as chips from x on; returns the right edge. An invisible colour only measures.
float chips(const Measures& m, std::string_view text, float x, float centre_y, bool visible, bool split) {
    const Ui& ui = *m.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    while (!text.empty()) {
        const std::string_view word = split ? text.substr(0, text.find(' ')) : text;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        const float width = std::ceil(text_width(ui.fonts.small, word)) + 2 * m.chip_pad;
        if (visible) {
            list.AddRectFilled({x, centre_y - ui.px(10)}, {x + width, centre_y + ui.px(10)}, ui.theme->control, ui.px(5));
            draw_text(list, ui.fonts.small, x + width * 0.5f, centre_y, ui.theme->text, word, 0.5f);
        }
        x += width + m.chip_gap;
    }
    return x - m.chip_gap;
}

struct Widths { float what = 0, does = 0; };

Widths widths(const Measures& m, std::span<const Entry> entries, bool split) {
    Widths w;
    for (const Entry& e : entries) {
        w.what = std::max(w.what, chips(m, e.what, 0, 0, false, split));
        w.does = std::max(w.does, std::ceil(text_width(m.text, e.does)));
    }
    return w;
}

void draw_column(const Measures& m, std::string_view title, std::span<const Entry> entries, bool split, float left, float right, float top) {
    const Ui& ui = *m.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.heading, left, top + m.row * 0.5f, ui.theme->secondary, title);
    const float does = left + widths(m, entries, split).what + m.column_gap;
    for (const Entry& e : entries) {
        top += m.row;
        chips(m, e.what, left, top + m.row * 0.5f, true, split);
        draw_text_fitted(list, m.text, does, top + m.row * 0.5f, ui.theme->text, e.does, right - does);
    }
}

void draw_card(const Ui& ui, const Rect& window) {
    const float air = std::min(ui.px(32), std::max(ui.px(10), window.width() * 0.03f)), margin = ui.px(12);
    float between = ui.px(40);
    const float titles = ui.px(44), most = static_cast<float>(std::max(keys.size(), mouse.size()) + 1);
    const float row = std::clamp(std::floor((window.height() - 2 * margin - titles - 2 * air) / most), ui.px(22), ui.px(30));
    Measures m{&ui, ui.fonts.body, row, ui.px(7), ui.px(5), ui.px(14)};
    Widths a, b;
    float first = 0, second = 0;
    const auto measure = [&] {
        a = widths(m, keys, true), b = widths(m, mouse, false);
        first = a.what + m.column_gap + a.does + 1, second = b.what + m.column_gap + b.does + 1;
        return first + second + between + 2 * air;
    };
    const float room = window.width() - 2 * margin;
    if (measure() > room) {  // a narrow window
        m = {&ui, ui.fonts.small, row, ui.px(5), ui.px(3), ui.px(8)};
        between = ui.px(20);
        measure();
    }
    const float width = std::min(room, measure());
    const float height = std::min(window.height() - 2 * margin, titles + most * row + 2 * air - ui.px(6));
    const Rect card{std::floor(window.centre_x() - width * 0.5f), std::floor(window.centre_y() - height * 0.5f), std::floor(window.centre_x() + width * 0.5f),
                    std::floor(window.centre_y() + height * 0.5f)};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(card), bottom_right(card), ui.theme->card, ui.px(10));
    list.AddRect(top_left(card), bottom_right(card), ui.theme->outline, ui.px(10), 0, ui.line());

    const Rect inner = card.inset(air);
    const float title_y = inner.y0 + ui.px(10);
    const float title = draw_text(list, ui.fonts.title, inner.x0, title_y, ui.theme->text, "Keys and mouse");
    draw_text_fitted(list, ui.fonts.small, inner.x1, title_y, ui.theme->secondary, "F1, Escape or a click closes this", inner.x1 - title - ui.px(16), 1);
    // Both columns give way in the same proportion where even that is too wide.
    const float split = inner.x0 + std::ceil(first / (first + second) * (inner.width() - between));
    draw_column(m, "KEYS", keys, true, inner.x0, split, inner.y0 + titles - ui.px(6));
    draw_column(m, "MOUSE", mouse, false, split + between, inner.x1, inner.y0 + titles - ui.px(6));
}

}  // namespace

bool draw_help_overlay(const Ui& ui, Rect window, bool& open) {
    if (!open) return false;
    ImGui::SetNextWindowPos(top_left(window));
    ImGui::SetNextWindowSize(size_of(window));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, fade(ui.theme->background, 0.72f));
    // A window of its own: child windows of the views are drawn above everything in the root window.
    ImGui::Begin("help", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleColor();
    if (ImGui::IsWindowAppearing()) {
        ImGui::SetWindowFocus();
    } else {
        const bool click = ImGui::IsMouseReleased(ImGuiMouseButton_Left) || ImGui::IsMouseReleased(ImGuiMouseButton_Right);
        if (click && ImGui::IsWindowHovered()) open = false;  // keys close it in Studio::handle_key
    }
    draw_card(ui, window);
    ImGui::End();
    return true;
}

}  // namespace thalweg::app
