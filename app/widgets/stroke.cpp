#include "app/widgets/stroke.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace thalweg::app {
namespace {

// AddPolyline of ImGui makes four vertices per point and counts them with 16 bits; beyond that its output is silently garbage.
constexpr std::size_t longest_chunk = 4000;

bool sharp_turn(ImVec2 a, ImVec2 b, ImVec2 c) {
    const float ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    const float dot = ux * vx + uy * vy;
    return dot < 0 && dot * dot > 0.25f * (ux * ux + uy * uy) * (vx * vx + vy * vy);  // by more than 120°
}

void solid(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float width) {
    std::size_t start = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const bool last = i + 1 == points.size();
        if (!last && i - start < longest_chunk && !sharp_turn(points[i - 1], points[i], points[i + 1])) continue;
        list.AddPolyline(points.data() + start, static_cast<int>(i - start + 1), colour, ImDrawFlags_None, width);
        start = i;
    }
}

}  // namespace

std::array<float, 4> scaled(std::array<float, 4> dash, float scale) {
    for (float& length : dash) length *= scale;
    return dash;
}

void stroke(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float width, const std::array<float, 4>& dash) {
    if (points.size() < 2) return;
    const float period = dash[0] + dash[1] + dash[2] + dash[3];
    if (!(period > 0.5f) || !(dash[1] + dash[3] > 0)) {
        solid(list, points, colour, width);
        return;
    }
    std::vector<ImVec2> ink{points[0]};
    std::size_t part = 0;  // even: pen down
    float left = dash[0];
    const auto turn_page = [&](ImVec2 at) {
        if (part % 2 == 0) {
            ink.push_back(at);
            solid(list, ink, colour, width);
        }
        do part = (part + 1) % 4;
        while (dash[part] <= 0);
        left = dash[part];
        ink.assign(1, at);
    };
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 a = points[i - 1], b = points[i];
        const float length = std::sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));  // hypot is ten times slower
        if (!(length > 0)) continue;
        float done = 0;
        while (length - done > left) {
            done += left;
            const float t = done / length;
            turn_page({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
        }
        left -= length - done;
        if (part % 2 == 0) ink.push_back(b);
    }
    if (part % 2 == 0 && ink.size() > 1) solid(list, ink, colour, width);
}

void dash_sample(ImDrawList& list, float x0, float x1, float y, ImU32 colour, float width, const std::array<float, 4>& dash) {
    const float period = dash[0] + dash[1] + dash[2] + dash[3];
    const float last_gap = dash[3] > 0 ? dash[3] : dash[1];
    std::array<float, 4> fitted = dash;
    if (period > 0) {  // whole periods, without the last gap
        const float count = std::max(1.0f, std::round((x1 - x0 + last_gap) / period));
        fitted = scaled(dash, (x1 - x0) / (count * period - last_gap));
    }
    const std::array line{ImVec2{x0, y}, ImVec2{x1, y}};
    stroke(list, line, colour, width, fitted);
}

}  // namespace thalweg::app
