#include "app/views/curvature_card.hpp"

#include <algorithm>
#include <cmath>

#include "app/scene/curvature_figure.hpp"
#include "app/views/contour_overlay.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr double reach = 6;  // pixels: a stationary point so near is the one that is meant

std::string badge(const Curvature& c, double within) {
    if (!c.defined) return "not defined here";
    switch (kind_of(c, within)) {
        case PointKind::minimum: return "minimum";
        case PointKind::saddle: return "saddle";
        case PointKind::maximum: return "maximum";
        case PointKind::flat: return "flat";
        case PointKind::slope: break;
    }
    return c.eigenvalues[1] > 0 ? "slope, convex" : c.eigenvalues[0] < 0 ? "slope, concave" : c.eigenvalues[0] > 0 && c.eigenvalues[1] < 0 ? "slope, mixed" : "slope";
}

std::string number_text(double value) { return std::isinf(value) ? "∞" : format_number(round_to_digits(value, 4)); }
std::string signed_text(double value) { return (value > 0 ? "+" : "") + number_text(value); }

void draw_figure(const ViewContext& context, const ContourState& state, const Rect& picture, const CurvatureFigure& figure) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto place = [&](const PixelPoint& p) { return ImVec2{picture.x0 + static_cast<float>(p.x), picture.y0 + static_cast<float>(p.y)}; };
    if (!state.view.contains(state.view.from_pixel(figure.centre, state.size))) return;
    std::vector<ImVec2> outline;
    for (const PixelPoint& p : figure.outline) outline.push_back(place(p));
    if (!outline.empty()) outline.push_back(outline.front());
    stroke(list, outline, fade(ui.theme->casing, 0.6f), ui.line(1.3f) + ui.px(2));
    stroke(list, outline, ui.theme->vector, ui.line(1.3f));
    for (const CurvatureFigure::Axis& axis : figure.axes) {
        const std::array<ImVec2, 2> line{place(axis.from), place(axis.to)};
        stroke(list, line, fade(ui.theme->casing, 0.6f), ui.line(1.6f) + ui.px(2));
        stroke(list, line, ui.theme->vector, ui.line(1.6f), axis.downwards ? scaled({4, 3, 4, 3}, ui.scale) : std::array<float, 4>{});
    }
}

// Rows of a card, top to bottom; measures when the colour is invisible.
class Rows {
public:
    Rows(const Ui& ui, float x, float y, float width, bool visible) : ui_(ui), x_(x), y_(y), width_(width), visible_(visible) {}

    void title(const std::string& left, const std::string& right) {
        const float after = text(ui_.fonts.body, x_, ui_.theme->text, left);
        if (visible_) draw_text_fitted(list_, ui_.fonts.small, x_ + width_, centre(), ui_.theme->secondary, right, x_ + width_ - after - ui_.px(10), 1);
        y_ += line();
    }
    // Two pairs of name and number beside each other.
    void pairs(const std::string& a, const std::string& value_a, const std::string& b, const std::string& value_b) {
        const float half = std::floor(width_ * 0.5f);
        pair(x_, half - ui_.px(8), a, value_a);
        pair(x_ + half + ui_.px(4), width_ - half - ui_.px(4), b, value_b);
        y_ += line();
    }
    void words(const std::string& text, ImU32 colour) {
        if (text.empty()) return;
        y_ += ui_.px(3);
        y_ = draw_text_wrapped(list_, ui_.fonts.small, x_, y_, width_, visible_ ? colour : 0, text);
        y_ += ui_.px(1);
    }
    float y() const { return y_; }

private:
    float line() const { return ui_.px(19); }
    float centre() const { return y_ + line() * 0.5f; }
    float text(ImFont* font, float x, ImU32 colour, const std::string& s) { return visible_ ? draw_text(list_, font, x, centre(), colour, s) : x; }
    void pair(float x, float width, const std::string& name, const std::string& value) {
        text(ui_.fonts.small, x, ui_.theme->secondary, name);
        if (visible_) draw_text(list_, ui_.fonts.mono, x + width, centre(), ui_.theme->text, value, 1);
    }

    const Ui& ui_;
    ImDrawList& list_ = *ImGui::GetWindowDrawList();
    float x_, y_, width_;
    bool visible_;
};

}  // namespace

Rect draw_curvature(const ViewContext& context, const ContourState& state, const Rect& picture, const LocalModel& model, bool& card_left) {
    const Ui& ui = context.ui;
    const Curvature& c = model.curvature;
    CurvatureFigure figure;
    if (c.defined) {
        figure = curvature_figure(c, state.view, state.size, static_cast<double>(ui.scale));
        draw_figure(context, state, picture, figure);
    }

    const bool small = picture.width() < ui.px(380);
    const float pad = ui.px(10), width = std::min(ui.px(small ? 200 : 270), picture.width() - ui.px(16));
    if (width < ui.px(150)) return {};
    const double pixel = std::max(state.view.width() / state.size.width, state.view.height() / state.size.height);
    const bool ellipse = !small && !figure.outline.empty();
    const auto rows = [&](float x, float y, bool visible) {
        Rows r(ui, x + pad, y + pad * 0.5f, width - 2 * pad, visible);
        r.title(badge(c, reach * static_cast<double>(ui.scale) * pixel), std::string(small ? "" : "at the ") + (model.at_cursor ? "cursor" : "playhead"));
        if (!c.defined) return r.y() + pad * 0.5f;
        r.pairs("λ₁", number_text(c.eigenvalues[0]), "λ₂", number_text(c.eigenvalues[1]));
        r.pairs("κ", number_text(c.condition()), ellipse ? "ellipse" : "", ellipse ? "±" + format_number(figure.rise) : "");
        if (small) return r.y() + pad * 0.5f;
        const std::string words = verdict(context.session, model);
        const bool unstable = model.limit && !(model.lr < model.limit->largest_rate());
        r.words(words, unstable ? ui.theme->warning : ui.theme->text);
        if (model.limit && model.limit->preconditioned && model.limit->sharpness > 0) r.words("λ′max = " + number_text(model.limit->sharpness) + ", of H preconditioned", ui.theme->secondary);
        if (model.decrease) {
            r.words(fit_text(ui.fonts.small, "Change of f in the next step of " + context.session.scenario().racers[context.session.selected()].name, width - 2 * pad), ui.theme->secondary);
            r.pairs("model", signed_text(-model.decrease->predicted), "fact", signed_text(-model.decrease->actual));
        }
        return r.y() + pad * 0.5f;
    };
    // Beside the buttons or under them, or on the other side under the read-out. It changes sides when the point comes near and the other side is clearer of it,
    // or hides fewer minima.
    const float buttons = ui.px(66), readout = ui.px(250);
    const bool narrow = picture.width() < width + readout, wide = picture.width() >= width + buttons + readout;
    const float height = rows(0, 0, false), low = picture.y0 + ui.px(66), right_y = narrow ? low : picture.y0 + ui.px(wide ? 8 : 42), right_x = picture.x1 - ui.px(8) - width - (wide ? buttons : 0);
    const Rect right{right_x, right_y, right_x + width, right_y + height}, left{picture.x0 + ui.px(8), low, picture.x0 + ui.px(8) + width, low + height};
    const ImVec2 at = on_screen(state, picture, c.at);
    const auto clearance = [&](const Rect& r) { return std::max({r.x0 - at.x, at.x - r.x1, r.y0 - at.y, at.y - r.y1}); };
    const float here = clearance(card_left ? left : right), there = clearance(card_left ? right : left);
    const auto hides = [&](const Rect& r) {
        const auto inside = [&](const Point& m) { const ImVec2 p = on_screen(state, picture, m); return r.contains(p.x, p.y); };
        return std::count_if(state.problem->minima.begin(), state.problem->minima.end(), inside) + std::count_if(state.problem->local_minima.begin(), state.problem->local_minima.end(), inside);
    };
    if (here < ui.px(100) && there > here + ui.px(16)) card_left = !card_left;
    else if (there >= ui.px(116) && hides(card_left ? left : right) > hides(card_left ? right : left)) card_left = !card_left;
    if (picture.width() < 1.8f * width) card_left = false;
    const Rect box = card_left ? left : right;
    if (box.y1 > picture.y1 - ui.px(8)) return {};
    ImGui::GetWindowDrawList()->AddRectFilled(top_left(box), bottom_right(box), ui.theme->readout, ui.px(6));
    rows(box.x0, box.y0, true);
    return box;
}

}  // namespace thalweg::app
