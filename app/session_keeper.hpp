// Keeps what is open on disk while the window is, so that a crash or a kill loses nothing: the next start finds scenario, undo and
// redo, playhead and speed. In a folder open-PID: a file per scenario, 7.toml, an index that says which of them is what, and a lock
// that is held as long as the process lives.
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

    // The newest session of a process that is no more, if there is one that can be read. It is taken over: nobody finds it again.
    std::optional<SessionMemory> recover();
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

    int number_of(const Scenario& scenario);  // of its file, which is written if it is a new one
    std::string index(const Session& session);

    std::filesystem::path parent_, own_;
    int lock_ = -1;
    std::map<std::string, int> written_;  // by the text of the file
    int next_ = 0;
    std::optional<std::uint64_t> changes_;
    Looked looked_{};
    Clock::time_point when_{};
};

}  // namespace thalweg::app
