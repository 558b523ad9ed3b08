// Input events in order. Dear ImGui 1.86 looks at the state once per frame: a key pressed and released between two frames would be
// lost. So each frame is fed only as many events as it can tell apart; the rest waits for the next one. No GLFW and no ImGui here.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

namespace thalweg::app {

struct InputEvent {
    enum class Kind { mouse_move, mouse_button, wheel, key, character, focus };
    Kind kind = Kind::mouse_move;
    int code = 0;             // button, GLFW key or character
    bool down = false;        // button and key: pressed; focus: gained
    bool repeat = false;      // key held down: no change of state, but a shortcut such as ← wants it
    bool ctrl = false, shift = false, alt = false, super = false;  // key: the modifiers at that moment
    double x = 0, y = 0;      // position in framebuffer pixels, or wheel steps
};

// For shortcuts. Text fields come first: act only when the user is not typing.
struct KeyPress {
    int key = 0;  // GLFW_KEY_…
    bool ctrl = false, shift = false, alt = false, super = false;
    bool repeat = false;
};

class InputQueue {
public:
    void push(const InputEvent& event);
    bool empty() const { return events_.empty(); }
    std::size_t size() const { return events_.size(); }

    // What the next frame may see: at most one change of a key or button, never a move in one frame with a press or release
    // (hovering must be known before the press, and the release must happen where the mouse was), characters with their key.
    std::vector<InputEvent> take_frame();

private:
    std::deque<InputEvent> events_;
};

std::vector<KeyPress> key_presses(const std::vector<InputEvent>& events);

}  // namespace thalweg::app
