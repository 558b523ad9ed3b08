// The real program upon a screen in memory, with a real mouse and a real keyboard.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/scenario/scenario.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/image.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {

inline constexpr Seconds patience{40};  // for anything that should take a moment

std::string program();  // the built one

// An X server without a monitor, ended with this object.
class Screen {
public:
    Screen();
    const std::string& name() const { return name_; }  // ":5"

private:
    std::unique_ptr<Process> server_;
    std::string name_;
};

struct StartOptions {
    std::vector<std::string> arguments = {};
    std::string settings = "width = 1280\nheight = 800\n";  // what the file holds before the start; empty: leave it alone
    bool wait_for_rest = true;  // by taking screenshots, whose own message replaces any other
};

// The running window. Every member fails the test where something does not come to pass in time.
class RunningWindow {
public:
    RunningWindow(const Screen& screen, const std::filesystem::path& folder, const StartOptions& options = {});
    ~RunningWindow();

    Process& process() { return *process_; }
    std::filesystem::path folder() const { return folder_; }          // where it runs: screenshots end up here
    std::filesystem::path settings_file() const { return folder_ / "config" / "thalweg" / "window.conf"; }

    void keys(const std::vector<std::string>& names);  // xdotool's: "ctrl+s", "Home"
    void text(const std::string& typed);
    void move(float x, float y);
    void click(float x, float y);
    void control_click(float x, float y);
    void drag(ImVec2 from, ImVec2 to, int steps = 6);
    void wheel(float x, float y, int notches);         // above zero: away from the hand
    void resize(int width, int height);
    std::string title();
    bool close(Seconds limit = patience);              // as a window manager's ✕ does; true when it ended well

    Image screenshot();                                // F12, then the file it writes
    Image screenshot_until(const std::function<bool(const Image&)>& wanted);
    Image still_screenshot();                          // two in a row are alike: nothing is under way
    Scenario save_as(const std::filesystem::path& file);  // Ctrl+Shift+S, the path, Enter
    void open(const std::filesystem::path& file);      // Ctrl+O, the path, Enter

private:
    std::string typed(const std::filesystem::path& file) const;
    void xdotool(std::vector<std::string> words, std::string* output = nullptr);

    std::string display_;
    std::filesystem::path folder_;
    std::unique_ptr<Process> process_;
    std::string id_;
};

class WindowTest : public testing::Test {
protected:
    void SetUp() override;
    RunningWindow& start(const StartOptions& options = {});

    TemporaryFolder folder_;
    std::unique_ptr<Screen> screen_;
    std::unique_ptr<RunningWindow> window_;
};

}  // namespace thalweg::test
