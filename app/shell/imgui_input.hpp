// Hands input events to ImGui, in the manner of the version at hand.
#pragma once

#include "app/shell/input_queue.hpp"

#include <imgui.h>

#include <vector>

namespace thalweg::app {

void set_up_keys(ImGuiIO& io);  // once
// Feeds what the coming frame may see; returns the key presses among it.
std::vector<KeyPress> feed_imgui(ImGuiIO& io, InputQueue& queue);

// The keys that the keyboard needs while it walks from control to control.
bool walks_through_controls(const KeyPress& key);

}  // namespace thalweg::app
