#include "app/views/contour_overlay.hpp"

#include <array>
#include <cmath>

#include "app/widgets/number.hpp"

namespace thalweg::app {

ColourMapId shown_map(const ContourOptions& options, const Ui& ui) { return options.map.value_or(ui.theme->dark ? ColourMapId::slate : ColourMapId::light); }
ColourMapId shown_map(const ContourState& state, const Ui& ui) { return shown_map(state.options, ui); }

Rect draw_point_readout(const ViewContext& context, const Rect& picture, const Point& at, double x_pixel, double y_pixel) {
    const Ui& ui = context.ui;
    const Problem& problem = context.session.problem();
    Point gradient;
    double loss = 0;
    problem.objective->evaluate({&at, 1}, {&gradient, 1}, {&loss, 1});
    const bool defined = !std::isnan(loss);
    const std::array<ReadoutCell, 4> cells{{{problem.axes[0], format_resolved(at.x(), x_pixel)}, {problem.axes[1], format_resolved(at.y(), y_pixel)},
                                            {"f", defined ? format_number(loss) : "not defined here"}, {defined ? "|∇f|" : "", defined ? format_number(gradient.norm()) : ""}}};
    return draw_readout_box(ui, picture, cells);
}

}  // namespace thalweg::app
