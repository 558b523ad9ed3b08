#include "app/widgets/plot.hpp"

#include "app/widgets/stroke.hpp"
#include "app/widgets/text.hpp"

#include <cmath>
#include <vector>

namespace thalweg::app {
namespace {

constexpr float label_gap = 8;

void hairline_x(ImDrawList& list, const Ui& ui, float x, float y0, float y1, ImU32 colour) {  // rectangles are crisp, AddLine is not
    const float left = std::floor(x);
    list.AddRectFilled({left, y0}, {left + ui.line(), y1}, colour);
}

void hairline_y(ImDrawList& list, const Ui& ui, float y, float x0, float x1, ImU32 colour) {
    const float top = std::floor(y);
    list.AddRectFilled({x0, top}, {x1, top + ui.line()}, colour);
}

// Labels that would touch are left out, the outermost ones kept.
void draw_x_labels(const Ui& ui, ImDrawList& list, const Rect& rect, const std::vector<Tick>& ticks, bool marks) {
    float free_from = -1e9f;
    for (const Tick& tick : ticks) {
        if (!tick.major) continue;
        const float x = rect.x0 + static_cast<float>(tick.unit) * rect.width();
        if (marks) hairline_x(list, ui, x, rect.y1, rect.y1 + ui.px(5), ui.theme->faint);
        const float half = text_width(ui.fonts.small, tick.label) * 0.5f;
        if (x - half < free_from) continue;
        draw_text(list, ui.fonts.small, x, rect.y1 + ui.px(15), ui.theme->secondary, tick.label, 0.5f);
        free_from = x + half + ui.px(10);
    }
}

void draw_y_labels(const Ui& ui, ImDrawList& list, const Rect& rect, const std::vector<Tick>& ticks, bool marks) {
    const float least = text_height(ui.fonts.small);
    float free_below = 1e9f;
    for (const Tick& tick : ticks) {
        if (!tick.major) continue;
        const float y = rect.y1 - static_cast<float>(tick.unit) * rect.height();
        if (marks) hairline_y(list, ui, y, rect.x0 - ui.px(5), rect.x0, ui.theme->faint);
        if (y > free_below) continue;
        draw_text(list, ui.fonts.small, rect.x0 - ui.px(marks ? 10 : label_gap), y, ui.theme->secondary, tick.label, 1);
        free_below = y - least;
    }
}

// A series that fills the plot with oscillations would become tens of thousands of dashes that nobody can see.
bool too_dense_for_dashes(const std::vector<ImVec2>& points, float plot_width) {
    float length = 0;
    for (std::size_t i = 1; i < points.size(); ++i) length += std::abs(points[i].x - points[i - 1].x) + std::abs(points[i].y - points[i - 1].y);
    return length > 16 * plot_width;
}

}  // namespace

float y_label_width(const Ui& ui, const Axis& y, int wanted) {
    float width = 0;
    for (const Tick& tick : nice_ticks(y, wanted)) width = std::max(width, text_width(ui.fonts.small, tick.label));
    return std::ceil(width) + ui.px(label_gap);
}

Plot::Plot(const Ui& ui, const Rect& rect, const Axis& x, const Axis& y, const PlotStyle& style)
    : ui_(ui), list_(*ImGui::GetWindowDrawList()), rect_(rect), x_(x), y_(y), x_map_(x), y_map_(y) {
    const std::vector<Tick> x_ticks = nice_ticks(x, style.x_ticks), y_ticks = nice_ticks(y, style.y_ticks);
    const float minor = ui.px(4);
    if (style.ground) list_.AddRectFilled(top_left(rect), bottom_right(rect), ui.theme->card, ui.px(4));
    if (style.y_grid)
        for (const Tick& tick : y_ticks) hairline_y(list_, ui, rect.y1 - static_cast<float>(tick.unit) * rect.height(), rect.x0, tick.major ? rect.x1 : rect.x0 + minor, tick.major ? ui.theme->hairline : ui.theme->faint);
    if (style.x_grid)
        for (const Tick& tick : x_ticks) hairline_x(list_, ui, rect.x0 + static_cast<float>(tick.unit) * rect.width(), tick.major ? rect.y0 : rect.y1 - minor, rect.y1, tick.major ? ui.theme->hairline : ui.theme->faint);
    if (style.x_labels) draw_x_labels(ui, list_, rect, x_ticks, style.ticks);
    if (style.y_labels) draw_y_labels(ui, list_, rect, y_ticks, style.ticks);
    list_.PushClipRect(top_left(rect), bottom_right(rect), true);
}

Plot::~Plot() { list_.PopClipRect(); }

float Plot::x_pixel(double value) const { return rect_.x0 + static_cast<float>(x_map_(value)) * rect_.width(); }
float Plot::y_pixel(double value) const { return rect_.y1 - static_cast<float>(y_map_(value)) * rect_.height(); }
double Plot::x_value(float pixel) const { return x_.from_unit(static_cast<double>((pixel - rect_.x0) / rect_.width())); }
double Plot::y_value(float pixel) const { return y_.from_unit(static_cast<double>((rect_.y1 - pixel) / rect_.height())); }

void Plot::series(const SeriesData& data, const SeriesStyle& style) {
    if (rect_.empty()) return;
    const double left = static_cast<double>(rect_.x0), bottom = static_cast<double>(rect_.y1);
    const double width = static_cast<double>(rect_.width()), height = static_cast<double>(rect_.height());
    const auto runs = decimate(data, [&](double v) { return left + x_map_(v) * width; }, [&](double v) { return bottom - y_map_(v) * height; },
                               left, static_cast<double>(rect_.x1), static_cast<double>(rect_.y0), bottom);
    const float line = std::max(1.0f, style.width * ui_.scale);
    std::vector<ImVec2> points;
    for (const PixelRun& run : runs) {
        points.clear();
        for (const PlotPoint& p : run) points.push_back({p.x, p.y});
        if (points.size() == 1) list_.AddCircleFilled(points[0], line, style.colour, 12);  // a lone value between gaps
        stroke(list_, points, style.colour, line, too_dense_for_dashes(points, rect_.width()) ? std::array<float, 4>{} : scaled(style.dash, ui_.scale));
    }
}

void Plot::band(const SeriesData& low, const SeriesData& high, ImU32 colour) {
    // One quadrilateral per visible pixel column; smoothed edges would show as seams between them.
    const std::size_t count = std::min(low.count, high.count);
    if (rect_.empty() || count < 2) return;
    const ImDrawListFlags flags = list_.Flags;
    list_.Flags &= ~ImDrawListFlags_AntiAliasedFill;
    bool have = false;
    float last_x = 0, last_low = 0, last_high = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const float x = x_pixel(low.x_at(i));
        const float a = std::min(std::max(y_pixel(low.y_at(i)), rect_.y0 - 1), rect_.y1 + 1), b = std::min(std::max(y_pixel(high.y_at(i)), rect_.y0 - 1), rect_.y1 + 1);
        if (std::isnan(x) || std::isnan(a) || std::isnan(b)) {
            have = false;
            continue;
        }
        if (have && x - last_x < 1 && i + 1 < count) continue;
        if (have && x >= rect_.x0 && last_x <= rect_.x1)
            list_.AddQuadFilled({last_x, last_low}, {x, a}, {x, b}, {last_x, last_high}, colour);
        have = true, last_x = x, last_low = a, last_high = b;
    }
    list_.Flags = flags;
}

void Plot::vertical(double x, ImU32 colour) {
    const double unit = x_map_(x);
    if (unit >= 0 && unit <= 1) hairline_x(list_, ui_, std::min(x_pixel(x), rect_.x1 - 1), rect_.y0, rect_.y1, colour);
}

void Plot::horizontal(double y, ImU32 colour) {
    const double unit = y_map_(y);
    if (unit >= 0 && unit <= 1) hairline_y(list_, ui_, std::min(y_pixel(y), rect_.y1 - 1), rect_.x0, rect_.x1, colour);
}

void Plot::cursor(double x) { vertical(x, ui_.theme->accent); }

void Plot::dot(double x, double y, ImU32 colour, float radius) {
    const ImVec2 at{x_pixel(x), y_pixel(y)};
    if (!std::isfinite(at.x) || !std::isfinite(at.y)) return;
    list_.AddCircleFilled(at, ui_.px(radius) + ui_.line(1.5f), ui_.theme->casing, 24);
    list_.AddCircleFilled(at, ui_.px(radius), colour, 24);
}

}  // namespace thalweg::app
