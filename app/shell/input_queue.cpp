#include "app/shell/input_queue.hpp"

namespace thalweg::app {

using Kind = InputEvent::Kind;

void InputQueue::push(const InputEvent& event) {
    // A fast mouse reports more positions than frames; only the last one before anything else happens matters.
    if (event.kind == Kind::mouse_move && !events_.empty() && events_.back().kind == Kind::mouse_move)
        events_.back() = event;
    else
        events_.push_back(event);
}

std::vector<InputEvent> InputQueue::take_frame() {
    std::vector<InputEvent> frame;
    bool moved = false, changed = false, typed = false;
    const auto fits = [&](const InputEvent& e) {
        switch (e.kind) {
            case Kind::mouse_move: return !changed;
            case Kind::mouse_button: return !changed && !moved && !typed;
            case Kind::wheel: return !changed;
            case Kind::key: return e.repeat || (!changed && !typed);
            case Kind::character: return true;
            case Kind::focus: return frame.empty();
        }
        return true;
    };
    while (!events_.empty() && fits(events_.front())) {
        const InputEvent event = events_.front();
        events_.pop_front();
        frame.push_back(event);
        moved |= event.kind == Kind::mouse_move;
        changed |= event.kind == Kind::mouse_button || (event.kind == Kind::key && !event.repeat);
        typed |= event.kind == Kind::character;
        if (event.kind == Kind::focus) break;
    }
    return frame;
}

std::vector<KeyPress> key_presses(const std::vector<InputEvent>& events) {
    std::vector<KeyPress> presses;
    for (const InputEvent& e : events)
        if (e.kind == Kind::key && e.down) presses.push_back({e.code, e.ctrl, e.shift, e.alt, e.super, e.repeat});
    return presses;
}

}  // namespace thalweg::app
