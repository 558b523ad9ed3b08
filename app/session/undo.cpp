#include "app/session/undo.hpp"

#include <utility>

namespace thalweg::app {

void UndoHistory::record(const Situation& now, const std::string& gesture) {
    if (!gesture.empty() && gesture == gesture_) return;
    gesture_ = gesture;
    future_.clear();
    past_.push_back(now);
    if (past_.size() > capacity) past_.erase(past_.begin());
}

void UndoHistory::saved(Situation& now, const std::filesystem::path& file) {
    const std::filesystem::path former = now.file;
    now.file = file;
    now.saved = now.scenario;
    for (auto* entries : {&past_, &future_})
        for (auto entry = entries->rbegin(); entry != entries->rend() && entry->file == former; ++entry) {
            entry->file = file;
            entry->saved = now.saved;
        }
}

void UndoHistory::undo(Situation& now) {
    end_gesture();
    if (past_.empty()) return;
    future_.push_back(std::exchange(now, std::move(past_.back())));
    past_.pop_back();
}

void UndoHistory::redo(Situation& now) {
    end_gesture();
    if (future_.empty()) return;
    past_.push_back(std::exchange(now, std::move(future_.back())));
    future_.pop_back();
}

}  // namespace thalweg::app
