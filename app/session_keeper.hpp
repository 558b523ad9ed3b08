// Keeps what is open on disk while the window is, so that a crash or a kill loses nothing: the next start finds it.
#pragma once

#include <filesystem>
#include <optional>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

class SessionKeeper {
public:
    // In a folder of the user's; an empty one keeps nothing. The file bears the number of this process.
    explicit SessionKeeper(std::filesystem::path folder);
    ~SessionKeeper();  // ended well: nothing is left behind
    SessionKeeper(const SessionKeeper&) = delete;
    SessionKeeper& operator=(const SessionKeeper&) = delete;

    // The newest scenario of a process that is no more, if there is one that can be read. It is taken over: nobody finds it again.
    std::optional<Scenario> recover();
    // Writes the scenario where it is another one than before; the first one is only noted. True when it wrote.
    bool keep(const Scenario& scenario);

private:
    std::filesystem::path folder_, file_;
    std::optional<Scenario> kept_;
};

}  // namespace thalweg::app
