#include "tests/app/support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace thalweg::test {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> environment_with(const std::map<std::string, std::string>& changes) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry; ++entry) {
        const std::string text = *entry;
        if (!changes.contains(text.substr(0, text.find('=')))) all.push_back(text);
    }
    for (const auto& [name, value] : changes)
        if (!value.empty()) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (std::string& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

void attach(int descriptor, const std::filesystem::path& file) {
    const std::string name = file.empty() ? "/dev/null" : file.string();
    const int opened = open(name.c_str(), descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
    close(opened);
}

}  // namespace

bool eventually(Seconds patience, const std::function<bool()>& holds, Seconds between) {
    const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(patience);
    while (!holds()) {
        if (Clock::now() > deadline) return holds();
        std::this_thread::sleep_for(between);
    }
    return true;
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "thalweg-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = std::filesystem::canonical(pattern);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
    return text.str();
}

void write_file(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
}

Process::Process(const Command& command) {
    std::vector<std::string> words = command.words, variables = environment_with(command.environment);
    const std::vector<char*> argv = pointers(words), envp = pointers(variables);
    std::array<int, 2> ends{-1, -1};
    if (command.with_display_pipe && pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const pid_t parent = getpid();
    id_ = fork();
    if (id_ < 0) throw std::runtime_error("cannot start " + words[0]);
    if (id_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes or is killed leaves nothing behind
        if (getppid() != parent) _exit(126);
        attach(0, {});
        attach(1, command.output);
        attach(2, command.errors);
        if (ends[1] >= 0) {
            if (ends[1] == 3) fcntl(3, F_SETFD, 0);
            else if (dup2(ends[1], 3) < 0) _exit(126);
        }
        if (!command.folder.empty() && chdir(command.folder.c_str()) != 0) _exit(126);
        execvpe(argv[0], argv.data(), envp.data());
        _exit(127);
    }
    if (ends[1] >= 0) close(ends[1]);
    pipe_ = ends[0];
}

Process::~Process() {
    kill();
    if (pipe_ >= 0) close(pipe_);
}

bool Process::running() { return !wait(Seconds(0)); }

std::optional<int> Process::wait(Seconds patience) {
    eventually(patience, [&] {
        if (code_) return true;
        int status = 0;
        if (waitpid(id_, &status, WNOHANG) != id_) return false;
        code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return true;
    }, Seconds(0.005));
    return code_;
}

void Process::kill() {
    if (code_ || !running()) return;
    ::kill(id_, SIGTERM);
    if (wait(Seconds(2))) return;
    ::kill(id_, SIGKILL);
    wait(Seconds(10));
}

Outcome run(Command command, Seconds patience) {
    const TemporaryFolder streams;
    if (command.output.empty()) command.output = streams / "output";
    if (command.errors.empty()) command.errors = streams / "errors";
    Process process(command);
    Outcome outcome;
    outcome.code = process.wait(patience).value_or(-1);
    outcome.output = read_file(command.output);
    outcome.errors = read_file(command.errors);
    return outcome;
}

bool installed(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0) return true;
    return false;
}

}  // namespace thalweg::test
