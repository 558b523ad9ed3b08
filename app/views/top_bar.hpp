// The bar across the top: the problem, its formula, and what concerns the whole window.
#pragma once

#include "app/formula_library.hpp"
#include "app/views/network_pages.hpp"
#include "app/views/pictures.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// What the bar asks of the window itself.
struct TopBarRequests {
    bool open_file = false, save_file = false, screenshot = false, help = false, switch_theme = false, edit_formula = false;
    Pictures pictures = Pictures::contour;  // those shown; the bar may choose others
    NetworkPage network_page = NetworkPage::flow;  // likewise
};

void draw_top_bar(const ViewContext& context, const FormulaLibrary& formulas, TopBarRequests& requests);

}  // namespace thalweg::app
