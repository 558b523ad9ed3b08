// Programs that a test starts, and ends again, by their process id.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace thalweg::test {

using Seconds = std::chrono::duration<double>;

// Every wait polls: machines may be slow, but a passing test must not be.
bool eventually(Seconds patience, const std::function<bool()>& holds, Seconds between = Seconds(0.02));

// A folder of this test's own, gone when the test is.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);  // empty where there is none
void write_file(const std::filesystem::path& file, const std::string& content);

struct Command {
    std::vector<std::string> words;             // the program first
    std::map<std::string, std::string> environment = {};  // on top of ours; an empty value removes the variable
    std::filesystem::path folder = {};          // to run in
    std::filesystem::path output = {}, errors = {};  // files for the standard streams; /dev/null unless given
    bool with_display_pipe = false;             // descriptor 3 is a pipe whose other end is display_pipe()
};

class Process {
public:
    explicit Process(const Command& command);
    ~Process();  // kills and reaps it
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t id() const { return id_; }
    int display_pipe() const { return pipe_; }
    bool running();
    // The exit code, 128 + the signal where one ended it, or nothing where it still runs then.
    std::optional<int> wait(Seconds patience);
    void kill();

private:
    pid_t id_ = -1;
    int pipe_ = -1;
    std::optional<int> code_;
};

struct Outcome {
    int code = -1;  // -1: it did not end in time
    std::string output, errors;
};

// Runs it to its end.
Outcome run(Command command, Seconds patience = Seconds(60));

bool installed(const std::string& program);  // somewhere in PATH

}  // namespace thalweg::test
