#include "app/widgets/catalogue_menu.hpp"

#include "app/widgets/menu.hpp"
#include "app/widgets/search.hpp"
#include "app/widgets/text.hpp"
#include "app/widgets/text_entry.hpp"

#include <string>
#include <vector>

namespace thalweg::app {
namespace {

constexpr float item_height = 28, noted_height = 44, heading_height = 26, field_height = 30;

// One menu is open at a time.
struct Search {
    std::string query;
    std::size_t at = 0;     // of the entries that match: the one that Enter takes
    bool follow = true;     // the list scrolls to it
};
Search search;

// Up and Down belong to the list, also while keyboard navigation is on.
int on_arrow(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag != ImGuiInputTextFlags_CallbackHistory) return resize_string(data);
    const bool up = data->EventKey == ImGuiKey_UpArrow;
    if (up && search.at > 0) --search.at;
    if (!up) ++search.at;  // the list knows where it ends
    search.follow = true;
    return 0;
}

// True when Enter was pressed.
bool search_field(const Ui& ui, bool appearing) {
    const Rect field = rect_at_cursor(ImGui::GetContentRegionAvail().x, ui.px(field_height));
    ImFont* font = ui.fonts.body;
    ImGui::PushFont(font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), std::floor((field.height() - font->FontSize) * 0.5f)));
    ImGui::SetNextItemWidth(field.width());
    if (appearing) ImGui::SetKeyboardFocusHere();
    constexpr ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_CallbackHistory | ImGuiInputTextFlags_EnterReturnsTrue;
    const std::string before = search.query;
    const bool entered = ImGui::InputTextWithHint("##search", "Type to search", search.query.data(), search.query.capacity() + 1, flags, on_arrow, &search.query);
    search.query = std::string(search.query.c_str());
    ImGui::PopStyleVar();
    ImGui::PopFont();
    if (search.query != before) {
        search.at = static_cast<std::size_t>(-1);  // the best match
        search.follow = true;
    }
    ImGui::SetCursorScreenPos({field.x0, field.y1 + ui.px(4)});
    return entered;
}

float height_of(const CatalogueEntry& entry) { return entry.note.empty() ? item_height : noted_height; }

float list_height(const Ui& ui, std::span<const CatalogueEntry> entries) {
    float height = 0;
    std::string_view group;
    for (const CatalogueEntry& entry : entries) {
        if (entry.group != group) height += ui.px(heading_height);
        group = entry.group;
        height += ui.px(height_of(entry));
    }
    return height;
}

}  // namespace

std::optional<std::size_t> catalogue_menu(const Ui& ui, const char* id, const Rect& anchor, float width, std::span<const CatalogueEntry> entries, std::string_view footnote) {
    if (!begin_menu(ui, id, anchor, width)) return std::nullopt;
    const bool appearing = ImGui::IsWindowAppearing();
    if (appearing) search = {};
    bool chosen = search_field(ui, appearing);

    // The name of a group finds all that is in it, unless entries are found by themselves.
    const auto found_by_itself = [](const CatalogueEntry& entry) { return match(search.query, {entry.name, entry.id}, {entry.note}); };
    const bool by_group = std::all_of(entries.begin(), entries.end(), [&](const CatalogueEntry& entry) { return found_by_itself(entry) == Match::none; });
    std::vector<std::size_t> shown;
    std::size_t best = 0, current = 0;
    Match best_match = Match::none;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const CatalogueEntry& entry = entries[i];
        const Match found = by_group ? match(search.query, {entry.name, entry.id}, {entry.group, entry.note}) : found_by_itself(entry);
        if (found == Match::none) continue;
        if (found > best_match) best_match = found, best = shown.size();
        if (entry.checked) current = shown.size();
        shown.push_back(i);
    }
    if (appearing) search.at = current;
    if (search.at == static_cast<std::size_t>(-1)) search.at = best;
    if (!shown.empty()) search.at = std::min(search.at, shown.size() - 1);

    // As high as the whole list wants, however few entries match: a list that jumps while one types is hard to read.
    const float note_height = footnote.empty() ? 0 : ui.px(6) + draw_text_wrapped(*ImGui::GetWindowDrawList(), ui.fonts.small, 0, 0, ui.px(width - 32), 0, footnote);
    const float room = popup_room(ui, anchor) - ui.px(field_height + 4) - 2 * ImGui::GetStyle().WindowPadding.y - note_height;
    const ImVec2 size{ImGui::GetContentRegionAvail().x, std::max(std::min(list_height(ui, entries), room), ui.px(2 * item_height))};
    std::optional<std::size_t> result;
    ImGui::BeginChild("list", size, false, ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NavFlattened);
    const bool mouse_moved = ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0;
    std::string_view group;
    for (std::size_t n = 0; n < shown.size(); ++n) {
        const CatalogueEntry& entry = entries[shown[n]];
        if (entry.group != group) menu_heading(ui, entry.group);
        group = entry.group;
        const float top = ImGui::GetCursorPosY();
        ImGui::PushID(static_cast<int>(shown[n]));
        if (menu_item(ui, entry.name, {.note = entry.note, .checked = entry.checked, .lit = n == search.at})) result = shown[n];
        ImGui::PopID();
        if (mouse_moved && ImGui::IsItemHovered()) search.at = n;
        if (n == search.at && search.follow) {
            const float bottom = top + ui.px(height_of(entry)), scroll = ImGui::GetScrollY();
            const float heading = n == 0 ? ui.px(heading_height) : 0;
            if (top - heading < scroll) ImGui::SetScrollY(top - heading);
            else if (bottom > scroll + size.y) ImGui::SetScrollY(bottom - size.y);
        }
    }
    search.follow = false;
    if (shown.empty()) menu_item(ui, "Nothing of that name", {.enabled = false});
    ImGui::EndChild();
    if (!footnote.empty()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_text_wrapped(*ImGui::GetWindowDrawList(), ui.fonts.small, at.x + ui.px(10), at.y + ui.px(4), ui.px(width - 32), ui.theme->secondary, footnote);
        ImGui::Dummy({size.x, note_height});
    }
    if (chosen && !result && !shown.empty()) {
        result = shown[search.at];
        ImGui::CloseCurrentPopup();
    }
    end_menu();
    return result;
}

}  // namespace thalweg::app
