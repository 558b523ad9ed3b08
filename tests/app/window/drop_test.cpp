// Files dropped on the window arrive with the frame loop. GLFW's own callback is called, since nothing can drop a file on Xvfb.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <cstdlib>

#include "app/shell/window.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/screen.hpp"

namespace thalweg::test {
namespace {

class DropTest : public WindowTest {};

TEST_F(DropTest, FilesDroppedOnTheWindowOpen) {
    setenv("DISPLAY", screen_->name().c_str(), 1);
    std::string error;
    const auto window = app::Window::create({.size = {800, 600}}, error);
    ASSERT_NE(window, nullptr) << error;
    const GLFWdropfun dropped = glfwSetDropCallback(glfwGetCurrentContext(), nullptr);
    ASSERT_NE(dropped, nullptr);

    const Scenario other = on_surface("booth", {"adam"}, 50);
    const std::string toml = (folder_ / "other.toml").string(), csv = (folder_ / "points.csv").string(), broken = (folder_ / "no.toml").string();
    ASSERT_EQ(save_scenario(other, toml), "");
    write_file(csv, "x,y\n0,1\n1,3\n2,5\n3,7.5\n");
    Desk desk;
    const auto drop = [&](const std::string& file) {
        const char* paths[] = {file.c_str()};
        dropped(glfwGetCurrentContext(), 1, paths);
        for (const std::string& path : window->take_dropped_files()) desk.studio().open(path);
        desk.settle();
        EXPECT_TRUE(window->take_dropped_files().empty());
    };
    drop(toml);
    EXPECT_EQ(desk.scenario(), other);
    drop(csv);
    ASSERT_NE(desk.scenario().problem.data, nullptr);
    EXPECT_EQ(desk.scenario().problem.data->size(), 4u);
    EXPECT_EQ(desk.scenario().racers, other.racers);
    const Scenario before = desk.scenario();
    drop(broken);
    EXPECT_EQ(desk.scenario(), before);
    ASSERT_TRUE(desk.session().message());
    EXPECT_TRUE(desk.session().message()->error);
}

}  // namespace
}  // namespace thalweg::test
