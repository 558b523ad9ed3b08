#include "app/views/flow_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/scene/colour_map.hpp"
#include "app/views/measure_heading.hpp"
#include "app/views/multiples.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/number.hpp"

namespace thalweg::app {
namespace {

const ColourMap& ramp() { return colour_map(ColourMapId::viridis); }

double scaled_value(float value, bool logarithmic) { return logarithmic ? std::log10(std::max(static_cast<double>(value), 1e-300)) : static_cast<double>(value); }

// Between the 1st and the 99th percentile of all racers, at least two decades; shares from 0 to 1.
void follow_range(FlowState& state, const std::vector<NetworkSide>& sides) {
    FlowState::Range now;
    now.measure = state.measure;
    for (const NetworkSide& side : sides) now.of.emplace_back(side.revision(), side.history().flow_samples());
    if (now.of == state.range.of && now.measure == state.range.measure) return;
    const bool logarithmic = facts_of(state.measure).logarithmic;
    if (!logarithmic) {
        now.low = 0, now.high = 1;
    } else {
        std::vector<double> values;
        // One that diverges must not wash out the others.
        const auto counts = [](const NetworkSide& side) { return side.ending() != Ending::diverged; };
        const bool any = std::any_of(sides.begin(), sides.end(), counts);
        for (const NetworkSide& side : sides) {
            if (any && !counts(side)) continue;
            const TrainingHistory& history = side.history();
            const int stride = std::max(1, history.flow_samples() / 200);
            for (int k = 0; k < history.flow_samples(); k += stride)
                for (std::size_t row = 0; row < history.flow_rows(); ++row)
                    if (const float v = history.flow(k, row, state.measure); v > 0 && std::isfinite(v)) values.push_back(scaled_value(v, true));
        }
        now.low = -4, now.high = 0;
        if (!values.empty()) {
            const auto at = [&](double part) {
                const auto place = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
                std::nth_element(values.begin(), place, values.end());
                return *place;
            };
            now.low = std::floor(at(0.01)), now.high = std::ceil(at(0.99));
            if (now.high - now.low < 2) now.low = now.high - 2;
        }
    }
    state.range = std::move(now);
}

// A column per sample, the row next to the input at the bottom.
void paint(FlowState& state, FlowState::Painted& painted, const NetworkSide& side) {
    const TrainingHistory& history = side.history();
    const int samples = history.flow_samples(), rows = static_cast<int>(history.flow_rows());
    const FlowState::Range& range = state.range;
    if (samples < 1 || rows < 1) return;
    const bool same = painted.revision == side.revision() && painted.measure == state.measure && painted.low == range.low && painted.high == range.high;
    if (same && painted.samples == samples) return;
    const bool logarithmic = facts_of(state.measure).logarithmic;
    std::vector<std::uint8_t> rgba;
    rgba.reserve(static_cast<std::size_t>(samples) * static_cast<std::size_t>(rows) * 4);
    for (int row = rows - 1; row >= 0; --row)
        for (int k = 0; k < samples; ++k) {
            const float value = history.flow(k, static_cast<std::size_t>(row), state.measure);
            const double part = (scaled_value(value, logarithmic) - range.low) / (range.high - range.low);
            const Rgb8 c = std::isfinite(value) ? ramp().at(part) : Rgb8{0xff, 0x5d, 0x5d};
            rgba.insert(rgba.end(), {c.r, c.g, c.b, 255});
        }
    painted.texture.upload({samples, rows}, rgba, false);
    painted.revision = side.revision(), painted.samples = samples, painted.measure = state.measure, painted.low = range.low, painted.high = range.high;
}

std::string end_label(double end, bool logarithmic) {
    if (!logarithmic) return end > 0.5 ? "100 %" : "0 %";
    return power_of_ten_label(static_cast<int>(end));
}

// What is shown, and what its colours mean.
void draw_header(const ViewContext& context, FlowState& state, float y) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const FlowMeasureFacts& facts = facts_of(state.measure);
    const float right = context.rect.x1 - ui.px(16 + 24);
    auto chosen = static_cast<std::size_t>(state.measure);
    float x = measure_heading(context, "GRADIENT FLOW", flow_measures, [](std::size_t i) { return facts_of(static_cast<FlowMeasure>(i)).name; }, chosen, facts.meaning);
    state.measure = static_cast<FlowMeasure>(chosen);
    // The ramp of colours with its ends.
    const std::string low = end_label(state.range.low, facts.logarithmic), high = end_label(state.range.high, facts.logarithmic);
    const float bar = ui.px(110), low_width = text_width(ui.fonts.small, low), high_width = text_width(ui.fonts.small, high), whole = low_width + high_width + bar + ui.px(12);
    if (x + ui.px(24) + whole > right) return;
    x = right - whole;
    draw_text(list, ui.fonts.small, x, y, ui.theme->secondary, low);
    x += low_width + ui.px(6);
    constexpr int parts = 32;
    for (int i = 0; i < parts; ++i) {
        const Rgb8 c = ramp().at((i + 0.5) / parts);
        const auto edge = [&](int k) { return std::floor(x + bar * static_cast<float>(k) / parts); };
        list.AddRectFilled({edge(i), y - ui.px(4)}, {edge(i + 1), y + ui.px(4)}, IM_COL32(c.r, c.g, c.b, 255));
    }
    draw_text(list, ui.fonts.small, x + bar + ui.px(6), y, ui.theme->secondary, high);
}

void draw_heat(const ViewContext& context, FlowState& state, const Multiple& multiple) {
    const Ui& ui = context.ui;
    const NetworkSide& side = multiple.side;
    const Training& training = side.race->training;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect& picture = multiple.picture;
    list.AddRectFilled(top_left(picture), bottom_right(picture), ui.theme->card);
    const TrainingHistory& history = side.history();
    FlowState::Painted& painted = state.painted[side.key()];
    const double steps = std::max(1, context.session.scenario().steps);
    const auto x_of = [&](double step) { return picture.x0 + static_cast<float>(step / steps) * picture.width(); };
    if (state.gl) {
        paint(state, painted, side);
        // Sample k stands for the steps up to the next.
        const float reach = std::min(picture.x1, x_of(static_cast<double>(painted.samples) * history.flow_stride()));
        if (painted.texture.id() && painted.samples > 0) list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(painted.texture.id())), top_left(picture), {reach, picture.y1});
    }
    if (side.ending() == Ending::diverged) {
        const float x = std::min(x_of(history.rows()) + ui.px(6), picture.x1 - text_width(ui.fonts.small, "diverged") - ui.px(4));
        draw_text(list, ui.fonts.small, x, picture.y0 + ui.px(12), ui.theme->error, "diverged");
    }
    const Hit over = hit(ui, ("flow" + std::to_string(side.key())).c_str(), picture);
    if (over.hovered || over.held) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const double step = std::clamp(std::round((static_cast<double>(mouse.x - picture.x0)) / static_cast<double>(picture.width()) * steps), 0.0, steps);
        context.cursor.next = step;
        if (over.held) context.edits.push_back(SetPlayhead{step});
        const auto& rows = training.flow_rows();
        const int row = std::clamp(static_cast<int>((picture.y1 - mouse.y) / picture.height() * static_cast<float>(rows.size())), 0, static_cast<int>(rows.size()) - 1);
        const int sample = std::min(static_cast<int>(step) / history.flow_stride(), history.flow_samples() - 1);
        if (sample >= 0 && !rows.empty())
            tooltip(ui, over, rows[static_cast<std::size_t>(row)].label + ", step " + std::to_string(sample * history.flow_stride()) + ": " + format_number(round_to_digits(static_cast<double>(history.flow(sample, static_cast<std::size_t>(row), state.measure)), 3)));
    }
    list.PushClipRect(top_left(picture), bottom_right(picture), true);
    if (context.cursor.step) list.AddRectFilled({std::floor(x_of(*context.cursor.step)), picture.y0}, {std::floor(x_of(*context.cursor.step)) + ui.line(), picture.y1}, ui.theme->track_fill);
    const float x = std::floor(x_of(context.session.playhead()));
    list.AddRectFilled({x - ui.line(), picture.y0}, {x + ui.line(), picture.y1}, ui.theme->accent);
    list.PopClipRect();
}

}  // namespace

void draw_flow_view(const ViewContext& context, FlowState& state) {
    const Ui& ui = context.ui;
    if (!context.session.network()) return;
    ImGui::PushID("flow");
    follow_range(state, network_sides(context.session));
    const float header = context.rect.y0 + ui.px(20);
    draw_header(context, state, header);
    const Rect area{context.rect.x0 + ui.px(16), context.rect.y0 + ui.px(36), context.rect.x1 - ui.px(16), context.rect.y1 - ui.px(28)};
    const std::vector<Multiple> multiples = lay_out_multiples(context, area, false);
    for (const Multiple& m : multiples) {
        draw_multiple_title(context, m, {});
        draw_heat(context, state, m);
    }
    if (!multiples.empty()) {
        const Rect& first = multiples.front().picture;
        const bool through_time = !context.session.network()->training.flow_rows().empty() && context.session.network()->training.flow_rows()[0].time > 0;
        draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.small, first.x0, first.y1 + ui.px(14), ui.theme->secondary, through_time ? "first time step at the bottom · step →" : "layer 1 at the bottom · step →", context.rect.x1 - first.x0 - ui.px(16));
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
