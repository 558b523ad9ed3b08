// The 3D picture drawn by GL, without a window: what it redraws, and what hides what.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "app/gpu/offscreen.hpp"
#include "app/gpu/surface_picture.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

constexpr PixelSize size{400, 300};
constexpr Rgba red{1, 0, 0, 1};

std::shared_ptr<const SurfaceMesh> mesh_of(double (*f)(double, double)) {
    const ViewRect rect{-1, 1, -1, 1};
    const RowSampler sampler = [f](std::span<const double> x, double y, double* out) {
        for (std::size_t i = 0; i < x.size(); ++i) out[i] = f(x[i], y);
    };
    const HeightField field = sample_height_field(surface_request(sampler, rect, std::nullopt));
    return std::make_shared<const SurfaceMesh>(make_surface(field, rect, make_mapping(field, HeightScale::linear), std::nullopt));
}

double bowl(double x, double y) { return x * x + y * y; }
double ridge(double x, double) { return std::exp(-40 * x * x); }

class SurfacePictureTest : public testing::Test {
protected:
    void SetUp() override {
        std::string error;
        context_ = OffscreenContext::create(error);
        ASSERT_TRUE(context_) << error;
    }
    static std::size_t count(const app::Image& image, bool (*wanted)(const std::uint8_t*)) {
        std::size_t n = 0;
        for (std::size_t i = 0; i < image.rgba.size(); i += 4) n += wanted(&image.rgba[i]) ? 1u : 0u;
        return n;
    }
    static bool is_red(const std::uint8_t* c) { return c[0] > 200 && c[1] < 60 && c[2] < 60; }

    std::unique_ptr<OffscreenContext> context_;
};

TEST_F(SurfacePictureTest, RedrawsOnlyWhatChanged) {
    SurfacePicture picture;
    const std::vector<WorldPoint> points{{-0.8, -0.8}, {0, 0}, {0.7, -0.3}};
    const std::vector<PicturePath> paths{{PathPoints(std::span<const WorldPoint>(points)), 1, {.colour = red, .casing = {0, 0, 0, 1}}}};
    SurfacePictureInput input{.size = size, .camera = {}, .mesh = mesh_of(bowl), .style = {}, .grid = {}, .grid_colour = {}, .paths = paths, .playhead = 2};
    const auto drawn = [&] {
        picture.update(input);
        return picture.render();
    };
    EXPECT_TRUE(drawn());
    EXPECT_FALSE(drawn()) << "nothing changed";
    input.playhead = 1;
    EXPECT_TRUE(drawn());
    EXPECT_FALSE(drawn());
    input.camera.azimuth += 0.1;
    EXPECT_TRUE(drawn());
    input.fine = false;
    EXPECT_TRUE(drawn());
    EXPECT_FALSE(drawn());
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(SurfacePictureTest, IsLitAndSmooth) {
    SurfacePicture picture;
    picture.update({.size = size, .camera = {}, .mesh = mesh_of(bowl), .style = {.map = ColourMapId::light, .isolines = false}, .background = {0, 0, 0, 1}, .grid = {}, .grid_colour = {}, .paths = {}});
    picture.render();
    const app::Image image = picture.read_pixels();
    std::set<std::array<std::uint8_t, 3>> colours;
    for (std::size_t i = 0; i < image.rgba.size(); i += 4) colours.insert({image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]});
    EXPECT_GT(colours.size(), 256u) << "as many as the colour map has at most: there is no light";
    // Multisampling leaves shades between surface and background on its outline.
    EXPECT_GT(count(image, [](const std::uint8_t* c) { return c[2] > 15 && c[2] < 110; }), 30u);
}

TEST_F(SurfacePictureTest, WhatIsBehindTheSurfaceIsFaint) {
    OrbitCamera from_the_right;
    from_the_right.azimuth = 0;
    from_the_right.elevation = 0.25;
    // Along the foot of the ridge: on the near side, then on the far one.
    for (const bool near : {true, false}) {
        const double x = near ? 0.7 : -0.35;
        const std::vector<WorldPoint> points{{x, -0.5}, {x, 0.5}};
        const std::vector<PicturePath> paths{{PathPoints(std::span<const WorldPoint>(points)), 1, {.colour = red, .casing = {0, 0, 0, 0}, .width = 4}}};
        SurfacePicture picture;
        SurfacePictureInput input{.size = size, .camera = from_the_right, .mesh = mesh_of(ridge), .style = {.isolines = false}, .grid = {}, .grid_colour = {}, .paths = {}, .playhead = 1};
        picture.update(input);
        picture.render();
        const app::Image bare = picture.read_pixels();
        input.paths = paths;
        picture.update(input);
        picture.render();
        const app::Image image = picture.read_pixels();
        std::size_t touched = 0;
        for (std::size_t i = 0; i < image.rgba.size(); i += 4) touched += image.rgba[i] > bare.rgba[i] + 8 ? 1u : 0u;
        EXPECT_GT(touched, 200u) << "what is hidden shimmers through";
        if (near) {
            EXPECT_GT(count(image, is_red), 200u);
        } else {
            EXPECT_LT(count(image, is_red), 5u);
        }
    }
}

TEST_F(SurfacePictureTest, WhatComesAfterThePlayheadIsFaint) {
    const std::vector<WorldPoint> points{{-0.6, 0}, {0, 0.3}, {0.6, 0}};
    const std::vector<PicturePath> paths{{PathPoints(std::span<const WorldPoint>(points)), 1, {.colour = red, .casing = {0, 0, 0, 0}, .width = 4}}};
    const auto mesh = mesh_of(bowl);
    std::array<std::size_t, 3> reds{};
    SurfacePicture picture;
    for (const int step : {0, 1, 2}) {
        picture.update({.size = size, .camera = {}, .mesh = mesh, .style = {}, .grid = {}, .grid_colour = {}, .paths = paths, .playhead = static_cast<double>(step)});
        picture.render();
        reds[static_cast<std::size_t>(step)] = count(picture.read_pixels(), is_red);
    }
    EXPECT_LT(reds[0], 20u);  // the round end at the start
    EXPECT_GT(reds[1], 100u);
    EXPECT_GT(reds[2], reds[1] + 100);
}

}  // namespace
}  // namespace thalweg::test
