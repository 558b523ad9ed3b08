#include "tests/app/support/screen.hpp"

#include <X11/Xlib.h>
#include <poll.h>
#include <unistd.h>

#include <cmath>

#include "core/scenario/toml.hpp"

namespace thalweg::test {
namespace {

std::string read_display_number(int pipe, Process& server) {
    std::string text;
    EXPECT_TRUE(eventually(patience, [&] {
        pollfd waiting{pipe, POLLIN, 0};
        char c = 0;
        while (poll(&waiting, 1, 0) > 0 && (waiting.revents & POLLIN) && ::read(pipe, &c, 1) == 1) text += c;
        return text.ends_with('\n') || !server.running();
    })) << "Xvfb does not get ready";
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

std::string number(float value) { return std::to_string(std::lround(value)); }

// What a window manager sends when ✕ is clicked.
void ask_to_close(const std::string& display, unsigned long window) {
    Display* connection = XOpenDisplay(display.c_str());
    ASSERT_NE(connection, nullptr);
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = window;
    event.xclient.message_type = XInternAtom(connection, "WM_PROTOCOLS", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(connection, "WM_DELETE_WINDOW", False));
    event.xclient.data.l[1] = CurrentTime;
    XSendEvent(connection, window, False, NoEventMask, &event);
    XCloseDisplay(connection);
}

std::vector<std::filesystem::path> pictures(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".png") all.push_back(entry.path());
    return all;
}

}  // namespace

std::string program() { return THALWEG_PROGRAM; }

Screen::Screen() {
    server_ = std::make_unique<Process>(Command{.words = {"Xvfb", "-displayfd", "3", "-screen", "0", "2200x1400x24", "-dpi", "96", "-noreset", "-nolisten", "tcp"}, .with_display_pipe = true});
    name_ = ":" + read_display_number(server_->display_pipe(), *server_);
    EXPECT_GT(name_.size(), 1u) << "Xvfb does not start";
}

RunningWindow::RunningWindow(const Screen& screen, const std::filesystem::path& folder, const StartOptions& options) : display_(screen.name()), folder_(folder) {
    if (!options.settings.empty()) write_file(settings_file(), options.settings);
    Command command{.words = {program()}, .environment = {{"DISPLAY", display_}, {"WAYLAND_DISPLAY", ""}, {"XDG_CONFIG_HOME", (folder_ / "config").string()}, {"LIBGL_ALWAYS_SOFTWARE", "1"}},
                    .folder = folder_, .output = folder_ / "output.txt", .errors = folder_ / "errors.txt"};
    command.words.insert(command.words.end(), options.arguments.begin(), options.arguments.end());
    process_ = std::make_unique<Process>(command);
    const bool seen = eventually(patience, [&] {
        if (!process_->running()) return true;
        const Outcome found = run({.words = {"xdotool", "search", "--onlyvisible", "--class", "thalweg"}, .environment = {{"DISPLAY", display_}}}, Seconds(10));
        id_ = found.output.substr(0, found.output.find('\n'));
        return !id_.empty();
    }, Seconds(0.05));
    EXPECT_TRUE(seen && process_->running()) << "no window: " << read_file(folder_ / "errors.txt");
    if (id_.empty()) return;
    // What a window manager would do.
    xdotool({"windowmove", id_, "0", "0"});
    xdotool({"windowfocus", id_});
    move(640, 400);
    if (options.wait_for_rest) still_screenshot();
}

RunningWindow::~RunningWindow() { process_->kill(); }

void RunningWindow::xdotool(std::vector<std::string> words, std::string* output) {
    words.insert(words.begin(), "xdotool");
    const Outcome outcome = run({.words = words, .environment = {{"DISPLAY", display_}}}, patience);
    EXPECT_EQ(outcome.code, 0) << "xdotool " << words[1] << ": " << outcome.errors;
    if (output) *output = outcome.output;
}

void RunningWindow::keys(const std::vector<std::string>& names) {
    std::vector<std::string> words{"key", "--delay", "5"};
    words.insert(words.end(), names.begin(), names.end());
    xdotool(words);
}

void RunningWindow::text(const std::string& typed) { xdotool({"type", "--delay", "5", typed}); }
void RunningWindow::move(float x, float y) { xdotool({"mousemove", number(x), number(y)}); }
void RunningWindow::click(float x, float y) { xdotool({"mousemove", number(x), number(y), "sleep", "0.05", "mousedown", "1", "sleep", "0.05", "mouseup", "1"}); }

void RunningWindow::control_click(float x, float y) {
    xdotool({"mousemove", number(x), number(y), "sleep", "0.05", "keydown", "ctrl", "sleep", "0.05", "mousedown", "1", "sleep", "0.05", "mouseup", "1", "sleep", "0.05", "keyup", "ctrl"});
}

void RunningWindow::drag(ImVec2 from, ImVec2 to, int steps) {
    std::vector<std::string> words{"mousemove", number(from.x), number(from.y), "sleep", "0.05", "mousedown", "1", "sleep", "0.05"};
    for (int i = 1; i <= steps; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(steps);
        words.insert(words.end(), {"mousemove", number(from.x + (to.x - from.x) * t), number(from.y + (to.y - from.y) * t), "sleep", "0.03"});
    }
    words.insert(words.end(), {"mouseup", "1"});
    xdotool(words);
}

void RunningWindow::wheel(float x, float y, int notches) {
    std::vector<std::string> words{"mousemove", number(x), number(y), "sleep", "0.05"};
    for (int i = 0; i < std::abs(notches); ++i) words.insert(words.end(), {"click", notches > 0 ? "4" : "5"});
    xdotool(words);
}

void RunningWindow::resize(int width, int height) {
    xdotool({"windowsize", id_, std::to_string(width), std::to_string(height)});
}

std::string RunningWindow::title() {
    std::string name;
    xdotool({"getwindowname", id_}, &name);
    while (name.ends_with('\n')) name.pop_back();
    return name;
}

bool RunningWindow::close(Seconds limit) {
    ask_to_close(display_, std::stoul(id_));
    return process_->wait(limit) == 0;
}

Image RunningWindow::screenshot() {
    for (const auto& old : pictures(folder_)) std::filesystem::remove(old);
    std::optional<Image> image;
    for (int attempt = 0; attempt < 4 && !image && process_->running(); ++attempt) {
        keys({"F12"});
        eventually(patience / 4, [&] {
            if (const auto made = pictures(folder_); !made.empty()) image = Image::read(made.front());
            return image.has_value() || !process_->running();
        });
    }
    EXPECT_TRUE(image) << "no screenshot";
    for (const auto& done : pictures(folder_)) std::filesystem::remove(done);
    return image.value_or(Image{});
}

Image RunningWindow::screenshot_until(const std::function<bool(const Image&)>& wanted) {
    Image image;
    EXPECT_TRUE(eventually(patience, [&] {
        image = screenshot();
        return wanted(image) || !process_->running();
    })) << "the window never looks as it should";
    return image;
}

Image RunningWindow::still_screenshot() {
    Image image = screenshot();
    const app::Rect most{0, 0, static_cast<float>(image.width()), static_cast<float>(image.height()) * 0.8f};  // the message about the file comes and goes below
    EXPECT_TRUE(eventually(patience, [&] {
        Image next = screenshot();
        const bool same = differing(image, next, most) == 0;
        image = std::move(next);
        return same || !process_->running();
    })) << "the window never comes to rest";
    return image;
}

// Short, as every letter takes two frames.
std::string RunningWindow::typed(const std::filesystem::path& file) const { return file.parent_path() == folder_ ? file.filename().string() : file.string(); }

Scenario RunningWindow::save_as(const std::filesystem::path& file) {
    std::filesystem::remove(file);
    keys({"ctrl+shift+s"});
    text(typed(file));
    keys({"Return"});
    EXPECT_TRUE(eventually(patience, [&] { return std::filesystem::exists(file) || !process_->running(); })) << "nothing was saved";
    ScenarioOrError loaded = load_scenario(file);
    if (const auto* wrong = std::get_if<std::string>(&loaded)) {
        ADD_FAILURE() << *wrong;
        return {};
    }
    return std::get<Scenario>(std::move(loaded));
}

void RunningWindow::open(const std::filesystem::path& file) {
    keys({"ctrl+o"});
    text(typed(file));
    keys({"Return"});
}

void WindowTest::SetUp() {
    ASSERT_TRUE(installed("Xvfb")) << "the window's tests need Xvfb: apt-get install xvfb";
    ASSERT_TRUE(installed("xdotool")) << "the window's tests need xdotool: apt-get install xdotool";
    screen_ = std::make_unique<Screen>();
    ASSERT_FALSE(HasFailure());
}

RunningWindow& WindowTest::start(const StartOptions& options) {
    window_.reset();
    window_ = std::make_unique<RunningWindow>(*screen_, folder_.path(), options);
    return *window_;
}

}  // namespace thalweg::test
