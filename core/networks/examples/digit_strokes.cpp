#include "core/networks/examples/digit_strokes.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

struct Pen {
    std::vector<Stroke> strokes;

    Pen& move(double x, double y) {
        strokes.push_back({{x, y}});
        return *this;
    }
    Pen& line(double x, double y) {
        strokes.back().emplace_back(x, y);
        return *this;
    }
    // Part of an ellipse, in degrees: 0 is to the right, 90 below. Begins with a straight piece to where the part begins.
    Pen& arc(double x, double y, double rx, double ry, double from, double to) {
        const int pieces = static_cast<int>(std::ceil(std::abs(to - from) / 15));
        for (int k = 0; k <= pieces; ++k) {
            const double angle = (from + (to - from) * k / pieces) * std::numbers::pi / 180;
            line(x + rx * cos(angle), y + ry * sin(angle));
        }
        return *this;
    }
    Pen& lift() {
        strokes.emplace_back();
        return *this;
    }
};

}  // namespace

std::vector<Stroke> digit_strokes(int digit, bool second_manner) {
    Pen pen;
    switch (digit) {
    case 0: pen.lift().arc(0, 0, second_manner ? 0.75 : 0.58, 1, -90, 270); break;
    case 1:
        pen.move(-0.35, -0.6).line(0.05, -1).line(0.05, 1);
        if (second_manner) pen.move(-0.35, 1).line(0.45, 1);
        break;
    case 2:
        pen.lift().arc(0, -0.45, 0.55, 0.55, 195, 390);
        if (second_manner) pen.arc(-0.35, 0.8, 0.22, 0.2, 0, -270).line(0.65, 0.95);
        else pen.line(-0.6, 1).line(0.6, 1);
        break;
    case 3:
        if (second_manner) pen.move(-0.5, -1).line(0.45, -1).line(-0.05, -0.15);
        else pen.lift().arc(0, -0.53, 0.5, 0.47, 205, 450);
        pen.arc(-0.02, 0.43, 0.58, 0.57, -80, 155);
        break;
    case 4:
        if (second_manner) pen.move(-0.45, -0.95).line(-0.5, 0.15).line(0.6, 0.15).move(0.25, -0.8).line(0.2, 1);
        else pen.move(0.25, 1).line(0.25, -1).line(-0.6, 0.4).line(0.6, 0.4);
        break;
    case 5:
        pen.move(0.5, -1).line(-0.4, -1).line(-0.45, -0.1).arc(-0.03, 0.38, 0.57, 0.62, 225, 505);
        break;
    case 6:
        pen.lift().arc(0.4, 0.4, 0.95, 1.4, second_manner ? 275 : 260, 180).arc(0, 0.43, 0.55, 0.57, 180, 540);
        break;
    case 7:
        pen.move(-0.55, -1).line(0.55, -1).line(-0.1, 1);
        if (second_manner) pen.move(-0.3, 0).line(0.5, 0);
        break;
    case 8:
        pen.lift().arc(0, -0.52, 0.44, 0.48, 90, 450).lift().arc(0, 0.48, 0.56, 0.52, -90, 270);
        break;
    case 9:
        pen.lift().arc(0, -0.43, 0.53, 0.57, 0, -360);
        if (second_manner) pen.line(0.45, 1);
        else pen.arc(-0.4, -0.4, 0.93, 1.4, 0, 80);
        break;
    default: assert(false);
    }
    return pen.strokes;
}

}  // namespace thalweg::examples
