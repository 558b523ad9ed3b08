#include "app/widgets/icons.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

// A pen on a grid where the icon spans −8 … 8.
class Pen {
public:
    Pen(ImDrawList& list, ImVec2 centre, float size, ImU32 colour)
        : list_(list), centre_{std::floor(centre.x) + 0.5f, std::floor(centre.y) + 0.5f}, unit_(size / 16), colour_(colour),
          width_(std::max(1.2f, 1.5f * unit_)) {}

    ImVec2 at(float x, float y) const { return {centre_.x + x * unit_, centre_.y + y * unit_}; }

    void line(std::initializer_list<ImVec2> points, bool closed = false) {
        for (const ImVec2& p : points) list_.PathLineTo(at(p.x, p.y));
        list_.PathStroke(colour_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, width_);
    }
    void triangle(ImVec2 a, ImVec2 b, ImVec2 c) { list_.AddTriangleFilled(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), colour_); }
    void box(float x0, float y0, float x1, float y1, float rounding = 0) {
        list_.AddRectFilled(at(x0, y0), at(x1, y1), colour_, rounding * unit_);
    }
    void frame(float x0, float y0, float x1, float y1, float rounding) {
        list_.PathRect(at(x0, y0), at(x1, y1), rounding * unit_);
        list_.PathStroke(colour_, ImDrawFlags_Closed, width_);
    }
    void disc(float x, float y, float r) { list_.AddCircleFilled(at(x, y), r * unit_, colour_, 24); }
    void circle(float x, float y, float r) { arc(x, y, r, 0, 2 * pi); }
    void arc(float x, float y, float r, float from, float to) {
        list_.PathArcTo(at(x, y), r * unit_, from, to, 28);
        list_.PathStroke(colour_, ImDrawFlags_None, width_);
    }
    void curve(ImVec2 a, ImVec2 b, ImVec2 c, ImVec2 d) {
        list_.AddBezierCubic(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), at(d.x, d.y), colour_, width_, 20);
    }

private:
    ImDrawList& list_;
    ImVec2 centre_;
    float unit_;
    ImU32 colour_;
    float width_;
};

void play_shape(Pen& pen, float x, float direction) {
    pen.triangle({x - 4.5f * direction, -6}, {x - 4.5f * direction, 6}, {x + 5.5f * direction, 0});
}

void eye_shape(Pen& pen) {
    pen.curve({-7.5f, 0}, {-4, -6}, {4, -6}, {7.5f, 0});
    pen.curve({-7.5f, 0}, {-4, 6}, {4, 6}, {7.5f, 0});
    pen.disc(0, 0, 2.2f);
}

// An arrow that turns back, for undo (−1) and redo (+1).
void turn_shape(Pen& pen, float direction) {
    const auto x = [&](float v) { return v * direction; };
    pen.line({{x(3), -6.5f}, {x(6.5f), -3}, {x(3), 0.5f}});
    pen.curve({x(6.5f), -3}, {x(-3), -3}, {x(-6.5f), -2}, {x(-6.5f), 2});
    pen.curve({x(-6.5f), 2}, {x(-6.5f), 5}, {x(-4), 6}, {x(0), 6});
}

// A crescent: three quarters of a circle, closed by half of the circle that covers it.
void moon_shape(Pen& pen) {
    pen.arc(0, 0, 6.3f, 0, 1.5f * pi);
    pen.arc(3.15f, -3.15f, 4.45f, 0.25f * pi, 1.25f * pi);
}

void reset_shape(Pen& pen) {
    pen.arc(0.3f, 0.5f, 5.8f, 1.2f * pi, 2.92f * pi);
    pen.line({{-5.8f, -6.8f}, {-5.8f, -2.4f}, {-1.4f, -2.4f}});
}

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float size, ImU32 colour) {
    Pen pen(list, centre, size, colour);
    switch (icon) {
        case Icon::to_start: pen.box(-7, -6, -5.4f, 6), play_shape(pen, 1.5f, -1); break;
        case Icon::step_back: pen.box(5, -6, 6.6f, 6), play_shape(pen, -2, -1); break;
        case Icon::play: play_shape(pen, 0, 1); break;
        case Icon::pause: pen.box(-5, -6, -1.6f, 6, 0.6f), pen.box(1.6f, -6, 5, 6, 0.6f); break;
        case Icon::step_forward: pen.box(-6.6f, -6, -5, 6), play_shape(pen, 2, 1); break;
        case Icon::to_end: pen.box(5.4f, -6, 7, 6), play_shape(pen, -1.5f, 1); break;
        case Icon::plus: pen.line({{-6, 0}, {6, 0}}), pen.line({{0, -6}, {0, 6}}); break;
        case Icon::close: pen.line({{-5, -5}, {5, 5}}), pen.line({{-5, 5}, {5, -5}}); break;
        case Icon::check: pen.line({{-6, 0}, {-2, 4.5f}, {6, -4.5f}}); break;
        case Icon::duplicate: pen.frame(-2.5f, -2.5f, 6.5f, 6.5f, 1.5f), pen.line({{2.5f, -5.8f}, {2.5f, -6.5f}, {-6.5f, -6.5f}, {-6.5f, 2.5f}, {-5.8f, 2.5f}}); break;
        case Icon::eye: eye_shape(pen); break;
        case Icon::eye_off: eye_shape(pen), pen.line({{-6, 6}, {6, -6}}); break;
        case Icon::chevron_down: pen.line({{-4.5f, -2}, {0, 2.5f}, {4.5f, -2}}); break;
        case Icon::chevron_up: pen.line({{-4.5f, 2}, {0, -2.5f}, {4.5f, 2}}); break;
        case Icon::chevron_right: pen.line({{-2, -4.5f}, {2.5f, 0}, {-2, 4.5f}}); break;
        case Icon::chevron_left: pen.line({{2, -4.5f}, {-2.5f, 0}, {2, 4.5f}}); break;
        case Icon::up: pen.line({{0, 6}, {0, -6}}), pen.line({{-4.5f, -1.5f}, {0, -6}, {4.5f, -1.5f}}); break;
        case Icon::down: pen.line({{0, -6}, {0, 6}}), pen.line({{-4.5f, 1.5f}, {0, 6}, {4.5f, 1.5f}}); break;
        case Icon::reset: reset_shape(pen); break;
        case Icon::link:
            for (const float s : {-1.0f, 1.0f}) {
                pen.line({{s * 1.5f, -3}, {s * 4.5f, -3}});
                pen.line({{s * 1.5f, 3}, {s * 4.5f, 3}});
                pen.arc(s * 4.5f, 0, 3, s > 0 ? -0.5f * pi : 0.5f * pi, s > 0 ? 0.5f * pi : 1.5f * pi);
            }
            pen.line({{-3, 0}, {3, 0}});
            break;
        case Icon::camera: pen.frame(-7, -4, 7, 6, 1.5f), pen.circle(0, 1, 2.8f), pen.line({{-3, -4}, {-2, -6}, {2, -6}, {3, -4}}); break;
        case Icon::help:
            pen.arc(0, -2.5f, 3.4f, -pi, 0.35f * pi);
            pen.curve({1.6f, 0.5f}, {0.3f, 1.4f}, {0, 1.8f}, {0, 3.2f});
            pen.disc(0, 6, 1.1f);
            break;
        case Icon::folder: pen.line({{-7, 5.5f}, {-7, -5}, {-2, -5}, {-0.5f, -3}, {7, -3}, {7, 5.5f}}, true); break;
        case Icon::save: pen.line({{0, -7}, {0, 2.5f}}), pen.line({{-4, -1.5f}, {0, 2.5f}, {4, -1.5f}}), pen.line({{-6.5f, 3}, {-6.5f, 6.5f}, {6.5f, 6.5f}, {6.5f, 3}}); break;
        case Icon::undo: turn_shape(pen, -1); break;
        case Icon::redo: turn_shape(pen, 1); break;
        case Icon::sun:
            pen.circle(0, 0, 3);
            for (int i = 0; i < 8; ++i) {
                const float a = static_cast<float>(i) * pi / 4;
                pen.line({{5 * std::cos(a), 5 * std::sin(a)}, {7.2f * std::cos(a), 7.2f * std::sin(a)}});
            }
            break;
        case Icon::moon: moon_shape(pen); break;
        case Icon::gear:
            pen.circle(0, 0, 4.4f), pen.circle(0, 0, 1.6f);
            for (int i = 0; i < 8; ++i) {
                const float a = (static_cast<float>(i) + 0.5f) * pi / 4;
                pen.line({{4.4f * std::cos(a), 4.4f * std::sin(a)}, {6.8f * std::cos(a), 6.8f * std::sin(a)}});
            }
            break;
        case Icon::more: pen.disc(-5, 0, 1.4f), pen.disc(0, 0, 1.4f), pen.disc(5, 0, 1.4f); break;
        case Icon::grid: pen.frame(-6, -6, -1, -1, 1), pen.frame(1, -6, 6, -1, 1), pen.frame(-6, 1, -1, 6, 1), pen.frame(1, 1, 6, 6, 1); break;
    }
}

void draw_marker(ImDrawList& list, Marker marker, ImVec2 centre, float radius, ImU32 colour, ImU32 rim) {
    const float rim_width = std::max(1.0f, radius * 0.3f);
    const auto polygon = [&](std::initializer_list<ImVec2> shape) {
        std::array<ImVec2, 12> points{};
        int count = 0;
        for (const ImVec2& p : shape) points[static_cast<std::size_t>(count++)] = {centre.x + p.x * radius, centre.y + p.y * radius};
        list.AddPolyline(points.data(), count, rim, ImDrawFlags_Closed, 2 * rim_width);
        if (count <= 4) list.AddConvexPolyFilled(points.data(), count, colour);
    };
    const auto bars = [&](float turn) {  // two crossing bars, with their rim below both
        const float c = std::cos(turn), s = std::sin(turn), reach = 1.15f * radius;
        for (const bool outer : {true, false}) {
            const float width = 0.62f * radius + (outer ? 2 * rim_width : 0), end = reach + (outer ? rim_width : 0);
            list.AddLine({centre.x - c * end, centre.y - s * end}, {centre.x + c * end, centre.y + s * end}, outer ? rim : colour, width);
            list.AddLine({centre.x + s * end, centre.y - c * end}, {centre.x - s * end, centre.y + c * end}, outer ? rim : colour, width);
        }
    };
    switch (marker) {
        case Marker::disc:
            list.AddCircleFilled(centre, radius + rim_width, rim, 32);
            list.AddCircleFilled(centre, radius, colour, 32);
            break;
        case Marker::ring:
            list.AddCircleFilled(centre, radius + rim_width, rim, 32);
            list.AddCircle(centre, radius * 0.78f, colour, 32, radius * 0.5f);
            break;
        case Marker::square: polygon({{-0.88f, -0.88f}, {0.88f, -0.88f}, {0.88f, 0.88f}, {-0.88f, 0.88f}}); break;
        case Marker::diamond: polygon({{0, -1.2f}, {1.2f, 0}, {0, 1.2f}, {-1.2f, 0}}); break;
        case Marker::triangle: polygon({{0, -1.2f}, {1.1f, 0.8f}, {-1.1f, 0.8f}}); break;
        case Marker::triangle_down: polygon({{0, 1.2f}, {-1.1f, -0.8f}, {1.1f, -0.8f}}); break;
        case Marker::cross: bars(pi / 4); break;
        case Marker::plus: bars(0); break;
    }
}

}  // namespace thalweg::app
