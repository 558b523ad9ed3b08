// A rounded box that grows with what is drawn upon it.
#pragma once

#include "app/widgets/ui.hpp"

namespace thalweg::app {

class Card {
public:
    // At the cursor; contents are drawn between here and end(), inside content().
    Card(const Ui& ui, const char* id, float width);
    ~Card();
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

    Rect content() const { return content_; }  // its height is open
    // Draws the box below the contents and moves the cursor behind the card. True when its bare ground was clicked.
    bool end(bool selected = false);
    Rect rect() const { return rect_; }  // after end()

private:
    const Ui& ui_;
    ImDrawList& list_;
    ImDrawListSplitter splitter_;
    Rect rect_, content_;
    bool ended_ = false;
};

}  // namespace thalweg::app
