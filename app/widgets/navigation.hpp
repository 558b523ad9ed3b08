// Walking through the widgets with the keyboard.
#pragma once

namespace thalweg::app {

// ImGui::NewFrame, with Tab made to go on from where the keyboard is: 1.86 starts again at the first widget unless a text is edited.
void new_frame_with_navigation();

bool keyboard_navigation();  // the user moves between widgets with the keyboard just now

}  // namespace thalweg::app
