#include "app/views/parameter_slider.hpp"

namespace thalweg::app {
namespace {

SliderScale scale_of(Scale scale) {
    switch (scale) {
        case Scale::log:
        case Scale::log_count: return SliderScale::log;
        case Scale::one_minus_log: return SliderScale::one_minus_log;
        case Scale::count:
        case Scale::choice: return SliderScale::integer;
        case Scale::linear:
        case Scale::toggle: break;
    }
    return SliderScale::linear;
}

}  // namespace

SliderResult parameter_slider(const Ui& ui, const Parameter& parameter, double& value, float width, bool linked, float label_width) {
    const std::string id(parameter.id), tip = std::string(parameter.id) + ": " + std::string(parameter.meaning);
    const Rect row = rect_at_cursor(width, slider_height(ui));
    SliderResult result;
    if (parameter.scale == Scale::toggle) {
        bool on = value != 0;
        result.changed = result.committed = toggle(ui, id.c_str(), row, parameter.symbol, on, tip);
        value = on ? 1 : 0;
        ImGui::SetCursorScreenPos({row.x0, row.y1});
    } else if (!parameter.options.empty()) {
        result = choice_slider(ui, id.c_str(), parameter.symbol, parameter.options, value, width, tip, label_width > 0 ? label_width : 15);
    } else {
        // The track has a comfortable span; what is typed may reach as far as a file may.
        const Range span = parameter.slider_range();
        SliderSpec spec{.label = parameter.symbol, .min = span.min, .max = span.max, .reset_value = parameter.default_value,
                              .scale = scale_of(parameter.scale), .typed_min = parameter.range.min, .typed_max = parameter.range.max,
                              .whole = parameter.scale == Scale::log_count, .tip = tip};
        if (label_width > 0) spec.label_width = label_width;
        result = slider(ui, id.c_str(), spec, value, width);
    }
    if (linked) draw_icon(*ImGui::GetWindowDrawList(), Icon::link, {row.x0 + ui.px(22), row.centre_y()}, ui.px(11), ui.theme->accent);
    return result;
}

}  // namespace thalweg::app
