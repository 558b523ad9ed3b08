#include "app/widgets/card.hpp"

namespace thalweg::app {

Card::Card(const Ui& ui, const char* id, float width) : ui_(ui), list_(*ImGui::GetWindowDrawList()) {
    ImGui::PushID(id);
    rect_ = rect_at_cursor(width, 0);
    content_ = {rect_.x0 + ui.px(12), rect_.y0 + ui.px(8), rect_.x1 - ui.px(12), rect_.y0 + ui.px(8)};
    splitter_.Split(&list_, 2);
    splitter_.SetCurrentChannel(&list_, 1);  // the box is drawn last and lies below
    ImGui::SetCursorScreenPos(top_left(content_));
    ImGui::BeginGroup();
}

Card::~Card() {
    if (!ended_) end();
}

bool Card::end(bool selected) {
    ended_ = true;
    ImGui::EndGroup();
    rect_.y1 = std::floor(ImGui::GetItemRectMax().y) + ui_.px(8);
    content_.y1 = rect_.y1 - ui_.px(8);
    splitter_.SetCurrentChannel(&list_, 0);
    list_.AddRectFilled(top_left(rect_), bottom_right(rect_), ui_.theme->card, ui_.px(8));
    if (selected) {
        const Rect outline = rect_.inset(ui_.line(1.5f) * 0.5f);  // a scrolling list would cut what is outside
        list_.AddRect(top_left(outline), bottom_right(outline), ui_.theme->selection, ui_.px(8), 0, ui_.line(1.5f));
    }
    splitter_.Merge(&list_);
    const bool clicked = ImGui::IsMouseHoveringRect(top_left(rect_), bottom_right(rect_)) && ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
                         ImGui::IsWindowHovered() && !ImGui::IsAnyItemHovered();
    ImGui::PopID();
    ImGui::SetCursorScreenPos({rect_.x0, rect_.y1});
    ImGui::Dummy({rect_.width(), ui_.px(8)});
    return clicked;
}

}  // namespace thalweg::app
