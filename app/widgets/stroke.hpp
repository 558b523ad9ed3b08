// Polylines by ImDrawList, with what it lacks: dashes, no spikes at sharp turns, and more points than 16-bit indices can count.
#pragma once

#include <imgui.h>

#include <array>
#include <span>

namespace thalweg::app {

// `dash`: on, off, on, off in pixels of arc length; all zero is a solid line.
void stroke(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float width, const std::array<float, 4>& dash = {});

// A sample of a line, for cards and legends; the dash is fitted so that it starts and ends with ink where possible.
void dash_sample(ImDrawList& list, float x0, float x1, float y, ImU32 colour, float width, const std::array<float, 4>& dash);

std::array<float, 4> scaled(std::array<float, 4> dash, float scale);

}  // namespace thalweg::app
