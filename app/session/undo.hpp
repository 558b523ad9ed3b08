// Former scenarios. One gesture is one entry, however many edits it takes.
#pragma once

#include <string>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

class UndoHistory {
public:
    static constexpr std::size_t capacity = 500;

    // Before an edit: `now` is what undo brings back. Edits with the same gesture, not empty, are one entry until it ends.
    void record(const Scenario& now, const std::string& gesture);
    void end_gesture() { gesture_.clear(); }

    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }
    void undo(Scenario& now);
    void redo(Scenario& now);

private:
    std::vector<Scenario> past_, future_;
    std::string gesture_;
};

}  // namespace thalweg::app
