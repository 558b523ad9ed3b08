#include "app/session_keeper.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "core/facts/file.hpp"
#include "core/facts/text.hpp"
#include "core/scenario/toml.hpp"

namespace thalweg::app {
namespace {

constexpr std::string_view prefix = "open-";
constexpr std::chrono::seconds reading{2};  // at most, of undo: each entry may name large files

bool is_session(const std::filesystem::path& folder) { return folder.filename().string().starts_with(prefix); }

// A lock goes with its process, whatever becomes of it; a process number may be another's by now, or that of one not yet buried.
int open_lock(const std::filesystem::path& folder, int flags) { return open((folder / "lock").c_str(), flags | O_CLOEXEC, 0600); }
bool belongs_to_another(const std::filesystem::path& folder) {
    const int lock = open_lock(folder, O_RDONLY);
    if (lock < 0) return false;
    const bool held = flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(lock);
    return held;
}

std::filesystem::path scenario_file(const std::filesystem::path& folder, int number) { return folder / (std::to_string(number) + ".toml"); }

std::optional<SessionMemory> read(const std::filesystem::path& folder) {
    std::ifstream in(folder / "index");
    SessionMemory memory;
    bool whole = false;
    const auto give_up = std::chrono::steady_clock::now() + reading;
    std::map<int, std::optional<Scenario>> known;
    const auto scenario = [&](int number) {
        if (const auto at = known.find(number); at != known.end()) return at->second;
        ScenarioOrError loaded = load_scenario(scenario_file(folder, number));
        return known[number] = std::holds_alternative<Scenario>(loaded) ? std::optional(std::get<Scenario>(std::move(loaded))) : std::nullopt;
    };
    std::vector<std::pair<std::string, std::string>> lines;
    for (std::string line; std::getline(in, line);)
        if (const std::size_t blank = line.find(' '); blank != std::string::npos) lines.emplace_back(line.substr(0, blank), line.substr(blank + 1));
    for (const auto& [what, rest] : lines) {
        std::istringstream words(rest);
        if (what == "playhead") words >> memory.playhead;
        else if (what == "selected") words >> memory.selected;
        else if (what == "speed") words >> memory.speed;
        else {  // now, then past and future, the nearest first
            int own = -1, saved = -1;
            std::string file;
            words >> own >> saved;
            std::getline(words >> std::ws, file);
            if (std::chrono::steady_clock::now() > give_up) break;
            const auto is = scenario(own), was = scenario(saved);
            if (!is || !was) continue;
            Situation situation{*is, file, *was};
            if (what == "now") memory.now = std::move(situation), whole = true;
            else if (what == "past") memory.past.push_back(std::move(situation));
            else if (what == "future") memory.future.push_back(std::move(situation));
        }
    }
    std::reverse(memory.past.begin(), memory.past.end());
    std::reverse(memory.future.begin(), memory.future.end());
    return whole ? std::optional(std::move(memory)) : std::nullopt;
}

}  // namespace

SessionKeeper::SessionKeeper(const std::filesystem::path& folder) : parent_(folder) {
    if (!folder.empty()) own_ = folder / (std::string(prefix) + std::to_string(getpid()));
}

SessionKeeper::~SessionKeeper() {
    if (lock_ < 0) return;
    std::error_code ignored;
    std::filesystem::remove_all(own_, ignored);
    close(lock_);
}

std::optional<SessionMemory> SessionKeeper::recover() {
    std::error_code error;
    std::filesystem::path newest;
    std::filesystem::file_time_type when{};
    std::vector<std::filesystem::path> left;
    if (parent_.empty()) return std::nullopt;
    for (const auto& entry : std::filesystem::directory_iterator(parent_, error)) {
        if (!is_session(entry.path()) || belongs_to_another(entry.path())) continue;
        left.push_back(entry.path());
        if (const auto at = std::filesystem::last_write_time(entry.path() / "index", error); !error && (newest.empty() || at > when)) newest = entry.path(), when = at;
    }
    std::optional<SessionMemory> found;
    if (!newest.empty()) found = read(newest);
    for (const auto& folder : left) std::filesystem::remove_all(folder, error);
    if (found) changes_ = ~std::uint64_t{0};  // so that it is written again, as this process's own
    return found;
}

int SessionKeeper::number_of(const Scenario& scenario) {
    const auto [at, fresh] = written_.emplace(format_scenario(scenario), next_);
    if (fresh) save_scenario(scenario, scenario_file(own_, next_++));  // failing to is no reason to disturb
    return at->second;
}

std::string SessionKeeper::index(const Session& session) {
    std::ostringstream out;
    out << "playhead " << shortest(looked_.playhead) << "\nselected " << looked_.selected << "\nspeed " << looked_.speed << '\n';
    const auto line = [&](const char* what, const Situation& s) { out << what << ' ' << number_of(s.scenario) << ' ' << number_of(s.saved) << ' ' << s.file.string() << '\n'; };
    line("now", session.situation());
    const UndoHistory& undo = session.undo_history();
    for (auto s = undo.past().rbegin(); s != undo.past().rend(); ++s) line("past", *s);
    for (auto s = undo.future().rbegin(); s != undo.future().rend(); ++s) line("future", *s);
    return out.str();
}

bool SessionKeeper::keep(const Session& session) {
    if (own_.empty()) return false;
    const Looked looked{session.playhead(), session.selected(), session.speed()};
    const bool first = !changes_, changed = changes_ != session.changes(), due = !session.playing() || Clock::now() - when_ > std::chrono::seconds(1);
    if (!changed && (looked == looked_ || !due)) return false;
    changes_ = session.changes();
    looked_ = looked;
    if (first) return false;
    when_ = Clock::now();
    std::error_code ignored;
    std::filesystem::create_directories(own_, ignored);
    if (lock_ < 0) {
        lock_ = open_lock(own_, O_RDWR | O_CREAT);
        if (lock_ >= 0) flock(lock_, LOCK_EX | LOCK_NB);
    }
    write_file(own_ / "index", index(session));
    return changed;
}

}  // namespace thalweg::app
