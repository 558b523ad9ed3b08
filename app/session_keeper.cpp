#include "app/session_keeper.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "core/facts/text.hpp"
#include "core/scenario/toml.hpp"

namespace thalweg::app {
namespace {

constexpr std::string_view prefix = "open-", ending = ".toml";

// The process that a file belongs to, or nothing.
std::optional<pid_t> owner_of(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(ending)) return std::nullopt;
    const auto digits = number(std::string_view(name).substr(prefix.size(), name.size() - prefix.size() - ending.size()));
    return digits && *digits > 0 && *digits < 1e9 ? std::optional(static_cast<pid_t>(*digits)) : std::nullopt;
}
bool runs(pid_t process) { return kill(process, 0) == 0 || errno == EPERM; }

}  // namespace

SessionKeeper::SessionKeeper(std::filesystem::path folder) : folder_(std::move(folder)) {
    if (!folder_.empty()) file_ = folder_ / (std::string(prefix) + std::to_string(getpid()) + std::string(ending));
}

SessionKeeper::~SessionKeeper() {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

std::optional<Scenario> SessionKeeper::recover() {
    std::error_code error;
    std::filesystem::path newest;
    std::filesystem::file_time_type when{};
    std::vector<std::filesystem::path> left;
    if (folder_.empty()) return std::nullopt;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
        const auto owner = owner_of(entry.path());
        if (!owner || runs(*owner)) continue;
        left.push_back(entry.path());
        if (const auto at = std::filesystem::last_write_time(entry.path(), error); newest.empty() || at > when) newest = entry.path(), when = at;
    }
    std::optional<Scenario> found;
    if (!newest.empty())
        if (ScenarioOrError read = load_scenario(newest); std::holds_alternative<Scenario>(read)) found = std::get<Scenario>(std::move(read));
    for (const auto& file : left) std::filesystem::remove(file, error);
    if (found) kept_.emplace();  // so that it is written again, as this process's own
    return found;
}

bool SessionKeeper::keep(const Scenario& scenario) {
    if (file_.empty() || (kept_ && *kept_ == scenario)) return false;
    const bool first = !kept_;
    kept_ = scenario;
    if (first) return false;
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    save_scenario(scenario, file_);  // failing to is no reason to disturb
    return true;
}

}  // namespace thalweg::app
