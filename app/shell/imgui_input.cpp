#include "app/shell/imgui_input.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <array>
#include <cfloat>
#include <iterator>

namespace thalweg::app {
namespace {

using Kind = InputEvent::Kind;

struct KeyName { int glfw; ImGuiKey imgui; };

// The keys that ImGui's own widgets understand. Shortcuts of the program travel as KeyPress and need no entry.
constexpr std::array keys{
    KeyName{GLFW_KEY_TAB, ImGuiKey_Tab}, KeyName{GLFW_KEY_LEFT, ImGuiKey_LeftArrow}, KeyName{GLFW_KEY_RIGHT, ImGuiKey_RightArrow},
    KeyName{GLFW_KEY_UP, ImGuiKey_UpArrow}, KeyName{GLFW_KEY_DOWN, ImGuiKey_DownArrow}, KeyName{GLFW_KEY_PAGE_UP, ImGuiKey_PageUp},
    KeyName{GLFW_KEY_PAGE_DOWN, ImGuiKey_PageDown}, KeyName{GLFW_KEY_HOME, ImGuiKey_Home}, KeyName{GLFW_KEY_END, ImGuiKey_End},
    KeyName{GLFW_KEY_INSERT, ImGuiKey_Insert}, KeyName{GLFW_KEY_DELETE, ImGuiKey_Delete}, KeyName{GLFW_KEY_BACKSPACE, ImGuiKey_Backspace},
    KeyName{GLFW_KEY_SPACE, ImGuiKey_Space}, KeyName{GLFW_KEY_ENTER, ImGuiKey_Enter}, KeyName{GLFW_KEY_ESCAPE, ImGuiKey_Escape},
    KeyName{GLFW_KEY_A, ImGuiKey_A}, KeyName{GLFW_KEY_C, ImGuiKey_C}, KeyName{GLFW_KEY_V, ImGuiKey_V},
    KeyName{GLFW_KEY_X, ImGuiKey_X}, KeyName{GLFW_KEY_Y, ImGuiKey_Y}, KeyName{GLFW_KEY_Z, ImGuiKey_Z},
#if IMGUI_VERSION_NUM < 18700
    KeyName{GLFW_KEY_KP_ENTER, ImGuiKey_KeyPadEnter},
#else
    KeyName{GLFW_KEY_KP_ENTER, ImGuiKey_KeypadEnter},
    KeyName{GLFW_KEY_LEFT_CONTROL, ImGuiKey_LeftCtrl}, KeyName{GLFW_KEY_RIGHT_CONTROL, ImGuiKey_RightCtrl},
    KeyName{GLFW_KEY_LEFT_SHIFT, ImGuiKey_LeftShift}, KeyName{GLFW_KEY_RIGHT_SHIFT, ImGuiKey_RightShift},
    KeyName{GLFW_KEY_LEFT_ALT, ImGuiKey_LeftAlt}, KeyName{GLFW_KEY_RIGHT_ALT, ImGuiKey_RightAlt},
    KeyName{GLFW_KEY_LEFT_SUPER, ImGuiKey_LeftSuper}, KeyName{GLFW_KEY_RIGHT_SUPER, ImGuiKey_RightSuper},
#endif
};

// Keyboard navigation, once on, takes the arrows and the space bar. So it is on only from Tab to the next mouse press or Escape.
void follow_navigation(ImGuiIO& io, const InputEvent& e) {
    if (e.kind == Kind::key && e.down && e.code == GLFW_KEY_TAB && !e.ctrl && !e.alt) io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    if ((e.kind == Kind::mouse_button || (e.kind == Kind::key && e.code == GLFW_KEY_ESCAPE)) && e.down) io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
}

constexpr int button_count = 5;

#if IMGUI_VERSION_NUM < 18700

void apply(ImGuiIO& io, const InputEvent& e) {
    switch (e.kind) {
        case Kind::mouse_move: io.MousePos = {static_cast<float>(e.x), static_cast<float>(e.y)}; break;
        case Kind::mouse_button:
            if (e.code >= 0 && e.code < button_count) io.MouseDown[e.code] = e.down;
            break;
        case Kind::wheel:
            io.MouseWheelH += static_cast<float>(e.x);
            io.MouseWheel += static_cast<float>(e.y);
            break;
        case Kind::key:
            if (!e.repeat && e.code >= 0 && e.code < static_cast<int>(std::size(io.KeysDown))) io.KeysDown[e.code] = e.down;
            break;
        case Kind::character: io.AddInputCharacter(static_cast<unsigned>(e.code)); break;
        case Kind::focus:
            if (!e.down) {  // what is released while another window has the focus is never reported
                for (bool& down : io.KeysDown) down = false;
                for (bool& down : io.MouseDown) down = false;
            }
            io.AddFocusEvent(e.down);
            break;
    }
    const auto down = [&](int left, int right) { return io.KeysDown[left] || io.KeysDown[right]; };
    io.KeyCtrl = down(GLFW_KEY_LEFT_CONTROL, GLFW_KEY_RIGHT_CONTROL);
    io.KeyShift = down(GLFW_KEY_LEFT_SHIFT, GLFW_KEY_RIGHT_SHIFT);
    io.KeyAlt = down(GLFW_KEY_LEFT_ALT, GLFW_KEY_RIGHT_ALT);
    io.KeySuper = down(GLFW_KEY_LEFT_SUPER, GLFW_KEY_RIGHT_SUPER);
}

#else

void apply_modifier(ImGuiIO& io, int code, bool down) {
    switch (code) {
        case GLFW_KEY_LEFT_CONTROL: case GLFW_KEY_RIGHT_CONTROL: io.AddKeyEvent(ImGuiMod_Ctrl, down); break;
        case GLFW_KEY_LEFT_SHIFT: case GLFW_KEY_RIGHT_SHIFT: io.AddKeyEvent(ImGuiMod_Shift, down); break;
        case GLFW_KEY_LEFT_ALT: case GLFW_KEY_RIGHT_ALT: io.AddKeyEvent(ImGuiMod_Alt, down); break;
        case GLFW_KEY_LEFT_SUPER: case GLFW_KEY_RIGHT_SUPER: io.AddKeyEvent(ImGuiMod_Super, down); break;
        default: break;
    }
}

void apply(ImGuiIO& io, const InputEvent& e) {
    switch (e.kind) {
        case Kind::mouse_move: io.AddMousePosEvent(static_cast<float>(e.x), static_cast<float>(e.y)); break;
        case Kind::mouse_button:
            if (e.code >= 0 && e.code < button_count) io.AddMouseButtonEvent(e.code, e.down);
            break;
        case Kind::wheel: io.AddMouseWheelEvent(static_cast<float>(e.x), static_cast<float>(e.y)); break;
        case Kind::key:
            if (e.repeat) break;
            apply_modifier(io, e.code, e.down);
            for (const KeyName& key : keys)
                if (key.glfw == e.code) io.AddKeyEvent(key.imgui, e.down);
            break;
        case Kind::character: io.AddInputCharacter(static_cast<unsigned>(e.code)); break;
        case Kind::focus: io.AddFocusEvent(e.down); break;
    }
}

#endif

}  // namespace

void set_up_keys(ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 18700
    for (const KeyName& key : keys) io.KeyMap[key.imgui] = key.glfw;
#else
    static_cast<void>(io);
#endif
}

std::vector<KeyPress> feed_imgui(ImGuiIO& io, InputQueue& queue) {
    // Also on newer versions one frame's worth at a time: a shortcut must meet the same frame as the text field it might belong to.
    const std::vector<InputEvent> events = queue.take_frame();
    for (const InputEvent& event : events) {
        follow_navigation(io, event);
        apply(io, event);
    }
    return key_presses(events);
}

bool walks_through_controls(const KeyPress& key) {
    switch (key.key) {
        case GLFW_KEY_SPACE: case GLFW_KEY_ENTER: case GLFW_KEY_LEFT: case GLFW_KEY_RIGHT: case GLFW_KEY_UP: case GLFW_KEY_DOWN: case GLFW_KEY_HOME: case GLFW_KEY_END: return true;
        default: return false;
    }
}

}  // namespace thalweg::app
