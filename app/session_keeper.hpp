// Keeps what is open on disk while the window is, so that a crash or a kill loses nothing: the next start finds scenario, undo and
// redo, playhead and speed. In a folder open-PID: a file per scenario, 7.toml, an index that says which of them is what, the view
// (playhead, selection, speed), and a lock that is held as long as the process lives.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>

#include "app/session/session.hpp"

namespace thalweg::app {

class SessionKeeper {
public:
    // In a folder of the user's; an empty one keeps nothing.
    explicit SessionKeeper(const std::filesystem::path& folder);
    ~SessionKeeper();  // ended well: nothing is left behind
    SessionKeeper(const SessionKeeper&) = delete;
    SessionKeeper& operator=(const SessionKeeper&) = delete;

    struct Recovery {
        std::optional<SessionMemory> memory;
        std::string unread;  // what cannot be read now and is kept, in words for the user
    };
    // The newest session of a process that is no more, of those that can be read. It is taken over: nobody finds it again. One whose data
    // is not there, on a drive that comes back or under a name that it gets again, waits for a later start.
    Recovery recover();
    // Writes what is new since the last call; the state at the first one is only noted. While it plays the playhead is written once
    // a second. True when the scenario was written.
    bool keep(const Session& session);

private:
    using Clock = std::chrono::steady_clock;
    struct Looked {
        double playhead;
        std::size_t selected, speed;
        bool operator==(const Looked&) const = default;
    };

    void take_place();  // makes the folder and its lock
    void write_index(const Session& session);

    std::filesystem::path parent_, own_;
    int lock_ = -1;
    std::map<std::shared_ptr<const Scenario>, int> written_;  // the number of each one's file
    int next_ = 0;
    std::optional<std::uint64_t> changes_;
    Looked looked_{};
    Clock::time_point when_{};
};

}  // namespace thalweg::app
