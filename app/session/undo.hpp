// Former scenarios, each with the file it belonged to. One gesture is one entry, however many edits it takes. Scenarios are shared, and
// never change: the same one is the same object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

// What undo brings back.
struct Situation {
    std::shared_ptr<const Scenario> scenario = std::make_shared<const Scenario>();
    std::filesystem::path file;                        // opened or saved last; may be empty
    std::shared_ptr<const Scenario> saved = scenario;  // what that file holds
};

class UndoHistory {
public:
    static constexpr std::size_t capacity = 500;

    UndoHistory() = default;
    // As past() and future() told it.
    UndoHistory(std::vector<Situation> past, std::vector<Situation> future) : past_(std::move(past)), future_(std::move(future)) {}

    // Before an edit: `now` is what undo brings back. Edits with the same gesture, not empty, are one entry until it ends.
    void record(const Situation& now, const std::string& gesture);
    void end_gesture() { gesture_.clear(); }
    // What the gesture that is under way began with; nullptr if it is another one.
    const Situation* before(const std::string& gesture) const { return !gesture.empty() && gesture == gesture_ && !past_.empty() ? &past_.back() : nullptr; }

    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }
    // `now` has been saved to another file, or anew: so it is for all that came before it and comes after it, back to where another file was opened.
    void saved(Situation& now, const std::filesystem::path& file);
    void undo(Situation& now);
    void redo(Situation& now);

    const std::vector<Situation>& past() const { return past_; }      // the latest one last
    const std::vector<Situation>& future() const { return future_; }  // the next one last

private:
    std::vector<Situation> past_, future_;
    std::string gesture_;
};

}  // namespace thalweg::app
