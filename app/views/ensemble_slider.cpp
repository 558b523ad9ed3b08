#include "app/views/ensemble_slider.hpp"

#include "app/views/parameter_slider.hpp"

namespace thalweg::app {

void ensemble_slider(const ViewContext& context, float width) {
    const Scenario& scenario = context.session.scenario();
    if (!depends_on_seed(scenario)) return;
    static const Parameter seeds{"ensemble", "seeds", "the race with so many seeds, as bands: mean, spread and the middle 80 % of the loss; 0 is off", 0, {0, max_members}, Scale::count, {0, 512}};
    double members = scenario.ensemble;
    const SliderResult result = parameter_slider(context.ui, seeds, members, width);
    if (result.changed) context.edits.push_back(SetEnsemble{static_cast<int>(members)});
    if (result.committed) context.edits.push_back(EndGesture{});
}

}  // namespace thalweg::app
