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

// Lines of a word and what belongs to it.
std::vector<std::pair<std::string, std::string>> lines_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<std::pair<std::string, std::string>> lines;
    for (std::string line; std::getline(in, line);)
        if (const std::size_t blank = line.find(' '); blank != std::string::npos) lines.emplace_back(line.substr(0, blank), line.substr(blank + 1));
    return lines;
}

SessionKeeper::Recovery read(const std::filesystem::path& folder) {
    SessionMemory memory;
    std::string unread;
    bool whole = false;
    const auto give_up = std::chrono::steady_clock::now() + reading;
    std::map<int, std::shared_ptr<const Scenario>> known;
    const auto scenario = [&](int number) {
        if (const auto at = known.find(number); at != known.end()) return at->second;
        ScenarioOrError loaded = load_scenario(scenario_file(folder, number));
        if (const auto* wrong = std::get_if<std::string>(&loaded)) {
            unread = *wrong;
            return known[number] = nullptr;
        }
        return known[number] = std::make_shared<const Scenario>(std::get<Scenario>(std::move(loaded)));
    };
    for (const auto& [what, rest] : lines_of(folder / "index")) {  // now, then past and future, the nearest first
        std::istringstream words(rest);
        int own = -1, saved = -1;
        std::string file;
        if (!(words >> own >> saved)) continue;
        std::getline(words >> std::ws, file);
        if (std::chrono::steady_clock::now() > give_up) break;
        const auto is = scenario(own), was = is ? scenario(saved) : nullptr;
        if (what == "now" && !is && std::filesystem::exists(scenario_file(folder, own))) return {std::nullopt, folder.string() + ": " + unread};
        if (!is || !was) continue;
        if (what == "now") memory.now = {is, file, was}, whole = true;
        else if (what == "past") memory.past.push_back({is, file, was});
        else if (what == "future") memory.future.push_back({is, file, was});
    }
    std::reverse(memory.past.begin(), memory.past.end());
    std::reverse(memory.future.begin(), memory.future.end());
    for (const auto& [what, rest] : lines_of(folder / "view")) {
        std::istringstream words(rest);
        if (what == "playhead") words >> memory.playhead;
        else if (what == "selected") words >> memory.selected;
        else if (what == "speed") words >> memory.speed;
    }
    if (!whole) return {};
    return {std::move(memory), {}};
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

SessionKeeper::Recovery SessionKeeper::recover() {
    Recovery recovery;
    if (parent_.empty()) return recovery;
    std::error_code error;
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> left;
    for (const auto& entry : std::filesystem::directory_iterator(parent_, error)) {
        if (!is_session(entry.path()) || belongs_to_another(entry.path())) continue;
        std::error_code none;
        const auto when = std::filesystem::last_write_time(entry.path() / "index", none);
        left.emplace_back(none ? std::filesystem::file_time_type::min() : when, entry.path());
    }
    std::sort(left.rbegin(), left.rend());
    for (const auto& [when, folder] : left) {
        Recovery found = read(folder);
        if (!found.unread.empty()) {
            if (recovery.unread.empty()) recovery.unread = std::move(found.unread);
            continue;
        }
        std::filesystem::remove_all(folder, error);
        if (!found.memory) continue;
        recovery.memory = std::move(found.memory);
        changes_ = ~std::uint64_t{0};  // so that it is written again, as this process's own
        break;
    }
    return recovery;
}

void SessionKeeper::take_place() {
    std::error_code ignored;
    std::filesystem::create_directories(own_, ignored);
    lock_ = open_lock(own_, O_RDWR | O_CREAT);
    if (lock_ >= 0) flock(lock_, LOCK_EX | LOCK_NB);
}

// Files outlive the process without being forced to the disk, which would take milliseconds each. Failing to write one is no reason to disturb.
void SessionKeeper::write_index(const Session& session) {
    std::map<std::shared_ptr<const Scenario>, int> named;
    const auto number_of = [&](const std::shared_ptr<const Scenario>& scenario) {
        const auto [at, fresh] = named.try_emplace(scenario, next_);
        if (!fresh) return at->second;
        if (const auto known = written_.find(scenario); known != written_.end()) return at->second = known->second;
        write_file(scenario_file(own_, next_), format_scenario(*scenario), false);
        return next_++;
    };
    std::ostringstream out;
    const auto line = [&](const char* what, const Situation& s) { out << what << ' ' << number_of(s.scenario) << ' ' << number_of(s.saved) << ' ' << s.file.string() << '\n'; };
    line("now", session.situation());
    const UndoHistory& undo = session.undo_history();
    for (auto s = undo.past().rbegin(); s != undo.past().rend(); ++s) line("past", *s);
    for (auto s = undo.future().rbegin(); s != undo.future().rend(); ++s) line("future", *s);
    write_file(own_ / "index", out.str(), false);
    std::error_code ignored;
    for (const auto& [scenario, number] : written_)
        if (!named.contains(scenario)) std::filesystem::remove(scenario_file(own_, number), ignored);
    written_ = std::move(named);
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
    const bool fresh = lock_ < 0;
    if (fresh) take_place();
    if (changed || fresh) write_index(session);
    write_file(own_ / "view", "playhead " + shortest(looked_.playhead) + "\nselected " + std::to_string(looked_.selected) + "\nspeed " + std::to_string(looked_.speed) + '\n', false);
    return changed;
}

}  // namespace thalweg::app
