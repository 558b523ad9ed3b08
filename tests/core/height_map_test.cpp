// Images as landscapes: files, and the bicubic surface between the pixels.
#include <filesystem>

#include "core/scenario/build.hpp"
#include "core/scenario/toml.hpp"
#include "tests/core/differences.hpp"
#include "tests/core/png_writer.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;
using test::PngWriter;

std::vector<std::uint16_t> random_samples(std::size_t count, int most, std::uint64_t seed) {
    Numbers numbers(seed);
    std::vector<std::uint16_t> samples(count);
    for (auto& s : samples) s = static_cast<std::uint16_t>(numbers.between(0, most + 1));
    return samples;
}
std::shared_ptr<const HeightMap> random_map(int columns, int rows) {
    const auto bytes = PngWriter::grey(static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows), random_samples(static_cast<std::size_t>(columns * rows), 65535, 3), 16);
    return std::get<0>(parse_png(bytes, "random.png"));
}
std::string wrong_of(const HeightMapOrError& result) {
    const auto* wrong = std::get_if<std::string>(&result);
    return wrong ? *wrong : "";
}
Point pixel_centre(const HeightMap& map, int column, int row) {
    const ImageFrame frame(map);
    return {column / frame.pixels_per_unit - frame.half_width, row / frame.pixels_per_unit - frame.half_height};
}

TEST(HeightMap, ReadsEightAndSixteenBits) {
    const auto eight = std::get<0>(parse_png(PngWriter::grey(3, 2, {0, 128, 255, 1, 2, 3}), "a.png"));
    ASSERT_EQ(eight->columns, 3);
    ASSERT_EQ(eight->rows, 2);
    EXPECT_EQ(eight->at(0, 1), 0);  // row 0 is the lowest of the picture
    EXPECT_DOUBLE_EQ(eight->at(1, 1), 128 / 255.0);
    EXPECT_EQ(eight->at(2, 1), 1);
    EXPECT_DOUBLE_EQ(eight->at(0, 0), 1 / 255.0);
    const auto sixteen = std::get<0>(parse_png(PngWriter::grey(2, 2, {0, 1, 40'000, 65535}, 16), "b.png"));
    EXPECT_DOUBLE_EQ(sixteen->at(1, 1), 1 / 65535.0);
    EXPECT_DOUBLE_EQ(sixteen->at(0, 0), 40'000 / 65535.0);
}

TEST(HeightMap, RefusesWhatItCannotShow) {
    const std::string good = PngWriter::grey(8, 8, random_samples(64, 255, 1));
    EXPECT_EQ(wrong_of(parse_png(good, "g.png")), "");
    EXPECT_EQ(wrong_of(parse_png("", "g.png")), "g.png is not a PNG image");
    EXPECT_EQ(wrong_of(parse_png("version = 1", "g.png")), "g.png is not a PNG image");
    for (std::size_t cut = 8; cut < good.size(); ++cut) EXPECT_TRUE(test::contains(wrong_of(parse_png(good.substr(0, cut), "g.png")), "g.png: the file ends too early")) << cut;
    for (std::size_t at = 16; at < good.size() - 12; ++at) {
        std::string damaged = good;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        EXPECT_NE(wrong_of(parse_png(damaged, "g.png")), "") << "a bit of byte " << at;
    }
    EXPECT_EQ(wrong_of(parse_png(PngWriter::grey(1, 5, std::vector<std::uint16_t>(5)), "g.png")), "g.png: 1 × 5 pixels; expected 2 to 4096 on each side");
    EXPECT_TRUE(test::contains(wrong_of(parse_png(PngWriter::grey(5000, 2, std::vector<std::uint16_t>(10'000)), "g.png")), "5000 × 2 pixels; expected 2 to 4096"));
}

TEST(HeightMap, NamesTheFileThatIsMissing) {
    EXPECT_TRUE(test::contains(wrong_of(load_height_map("/nowhere/hill.png")), "cannot read /nowhere/hill.png: No such file or directory; expected a PNG image"));
    EXPECT_TRUE(test::contains(wrong_of(load_height_map(std::filesystem::temp_directory_path())), "is a folder; expected a PNG image"));
}

TEST(ImageSurface, PassesThroughThePixels) {
    const auto map = random_map(9, 6);
    const auto f = image_objective(map, 2);
    for (int row = 0; row < map->rows; ++row)
        for (int column = 0; column < map->columns; ++column) EXPECT_NEAR(f->derivatives(pixel_centre(*map, column, row)).loss, 2 * map->at(column, row), 1e-13);
}

TEST(ImageSurface, HasTheMeasuresThatItPromises) {
    const ImageFrame wide(*random_map(11, 5)), high(*random_map(5, 11));
    EXPECT_EQ(wide.half_width, 5);
    EXPECT_EQ(wide.half_height, 2);
    EXPECT_EQ(high.half_width, 2);
    EXPECT_EQ(high.half_height, 5);
}

TEST(ImageSurface, ReproducesPlanesAndParabolasExactly) {
    // Keys' kernel with a = −½ is exact for polynomials of degree two.
    std::vector<std::uint16_t> samples;
    for (int row = 7; row >= 0; --row)
        for (int column = 0; column < 8; ++column) samples.push_back(static_cast<std::uint16_t>(100 * column * column + 30 * column * row + 200 * row + 5));
    const auto map = std::get<0>(parse_png(PngWriter::grey(8, 8, samples, 16), "parabola.png"));
    const auto f = image_objective(map, 65535);
    const ImageFrame frame(*map);
    Numbers numbers(2);
    for (int i = 0; i < 50; ++i) {
        const double c = numbers.between(1, 6), r = numbers.between(1, 6), s = frame.pixels_per_unit;
        const Derivatives d = f->derivatives({c / s - frame.half_width, r / s - frame.half_height});
        EXPECT_NEAR(d.loss, 100 * c * c + 30 * c * r + 200 * r + 5, 1e-8);
        EXPECT_NEAR(d.gradient.x(), s * (200 * c + 30 * r), 1e-7);
        EXPECT_NEAR(d.gradient.y(), s * (30 * c + 200), 1e-7);
        EXPECT_NEAR(d.hessian(0, 0), s * s * 200, 1e-6);
        EXPECT_NEAR(d.hessian(0, 1), s * s * 30, 1e-6);
        EXPECT_NEAR(d.hessian(1, 1), 0, 1e-6);
    }
}

TEST(ImageSurface, GradientAndHessianAgreeWithDifferences) {
    const auto map = random_map(12, 7);
    const auto f = image_objective(map, 3);
    const ImageFrame frame(*map);
    Numbers numbers(8);
    for (int i = 0; i < 60; ++i) {  // inside cells, borders and beyond
        const double column = std::floor(numbers.between(-3, 14)) + numbers.between(0.1, 0.9), row = std::floor(numbers.between(-3, 9)) + numbers.between(0.1, 0.9);
        const Point at(column / frame.pixels_per_unit - frame.half_width, row / frame.pixels_per_unit - frame.half_height);
        const Derivatives d = f->derivatives(at);
        for (int axis = 0; axis < 2; ++axis) {
            const Point unit = axis == 0 ? Point(1, 0) : Point(0, 1);
            const double h = 0.09 / frame.pixels_per_unit;
            const auto value = test::slope([&](double t) { return f->derivatives(at + t * unit).loss; }, h);
            EXPECT_NEAR(d.gradient[axis], value.value, 100 * value.error + 1e-10);
            for (int other = 0; other < 2; ++other) {
                const auto bend = test::slope([&](double t) { return f->derivatives(at + t * unit).gradient[other]; }, h);
                EXPECT_NEAR(d.hessian(axis, other), bend.value, 100 * bend.error + 1e-9);
            }
        }
    }
}

TEST(ImageSurface, IsOnceContinuouslyDifferentiable) {
    const auto map = random_map(9, 9);
    const auto f = image_objective(map, 1);
    Numbers numbers(4);
    constexpr double step = 1e-9;
    for (int i = 0; i < 60; ++i) {  // across the lines between pixels, those of the border too
        const int line = static_cast<int>(numbers.between(-2, 11));
        const Point on_vertical = pixel_centre(*map, line, 0) + Point(0, numbers.between(-1, 11)), on_horizontal = pixel_centre(*map, 0, line) + Point(numbers.between(-1, 11), 0);
        for (const auto& [on, across] : {std::pair(on_vertical, Point(step, 0)), std::pair(on_horizontal, Point(0, step))}) {
            const Derivatives a = f->derivatives(on - across), b = f->derivatives(on + across);
            EXPECT_NEAR(a.loss, b.loss, 1e-7);
            EXPECT_LE((a.gradient - b.gradient).norm(), 1e-6);
        }
    }
}

TEST(ImageSurface, IsLevelFarOutsideAndTakesAnyNumber) {
    const auto map = random_map(9, 6);
    const auto f = image_objective(map, 1);
    const Derivatives corner = f->derivatives({1e300, -1e300});
    EXPECT_NEAR(corner.loss, map->at(8, 0), 1e-15);
    EXPECT_EQ(corner.gradient, Point(0, 0));
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(f->derivatives({-infinity, infinity}).loss, map->at(0, 5));
    const Derivatives nowhere = f->derivatives({std::nan(""), 0});
    EXPECT_TRUE(std::isnan(nowhere.loss) && std::isnan(nowhere.gradient.x()) && std::isnan(nowhere.hessian(0, 0)));
    std::vector<double> row(5);
    f->heights(test::evenly(std::nan(""), 1, row.size()), 0, row);
    EXPECT_TRUE(std::isnan(row[4]));
    f->heights(test::evenly(-infinity, 0, row.size()), 0, row);
    EXPECT_TRUE(std::isfinite(row[0]));
}

TEST(ImageSurface, RowsAreBitForBitWhatSinglePointsAre) {
    const auto map = random_map(33, 21);
    const auto f = image_objective(map, 1.7);
    for (const double y : {-9.0, -3.1, 0.0, 1.234, 3.3, 9.0}) {
        std::vector<double> row(301), loss(301);
        std::vector<Point> theta, gradient(301);
        f->heights(test::evenly(-7, 0.047, row.size()), y, row);
        for (int i = 0; i < 301; ++i) theta.emplace_back(-7 + i * 0.047, y);
        f->evaluate(theta, gradient, loss);
        for (std::size_t i = 0; i < row.size(); ++i) ASSERT_TRUE(test::same_bits(row[i], loss[i]));
    }
}

class ImageScenario : public testing::Test {
protected:
    ImageScenario() : folder_(std::filesystem::temp_directory_path() / ("thalweg-image-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        PngWriter::write(folder_ / "hill.png", PngWriter::grey(16, 12, random_samples(192, 255, 6)));
        PngWriter::write(folder_ / "broken.png", PngWriter::grey(16, 12, random_samples(192, 255, 6)).substr(0, 150));
    }
    ~ImageScenario() override { std::filesystem::remove_all(folder_); }
    ScenarioOrError parsed(const std::string& text) { return parse_scenario(text, folder_ / "race.toml"); }
    std::filesystem::path folder_;
};

TEST_F(ImageScenario, ReadsTheFileBesideItAndWritesItsName) {
    const std::string text = "[problem]\nimage = \"hill.png\"\nstart = [1, 2]\n[problem.parameters]\nheight = 4\n[problem.transform]\nrotation = 0.5\n[[racer]]\noptimizer = \"adam\"";
    const auto result = parsed(text);
    ASSERT_TRUE(std::holds_alternative<Scenario>(result)) << std::get<1>(result);
    const Scenario& scenario = std::get<0>(result);
    EXPECT_EQ(scenario.problem.image->columns, 16);
    EXPECT_EQ(scenario.problem.parameters, std::vector<double>{4});
    EXPECT_EQ(std::get<0>(parsed(format_scenario(scenario))), scenario);
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    EXPECT_EQ(race.history(0).rows(), scenario.steps + 1);
}

TEST_F(ImageScenario, SaysWhatIsWrong) {
    for (const auto& [text, parts] : std::vector<std::pair<std::string, std::vector<std::string>>>{
             {"image = \"hil.png\"", {"race.toml:2", "image = \"hil.png\"", "cannot read", "expected a PNG image"}},
             {"image = \"broken.png\"", {"broken.png: the file ends too early"}},
             {"image = 3", {"image must be a text"}},
             {"image = \"hill.png\"\nsurface = \"beale\"", {"expected only one of surface, formula, image, data, points and network"}},
             {"image = \"hill.png\"\nbatch = 3", {"batch belongs to data, not to an image"}},
             {"image = \"hill.png\"\nloss = \"l1\"", {"loss belongs to data, not to an image"}},
             {"image = \"hill.png\"\n[problem.parameters]\nheight = -1", {"height = -1 is outside"}},
             {"image = \"hill.png\"\n[problem.parameters]\nhigh = 1", {"unknown key 'high'"}}})
        for (const std::string& part : parts) {
            const auto result = parsed("[problem]\n" + text);
            ASSERT_TRUE(std::holds_alternative<std::string>(result)) << text;
            EXPECT_TRUE(test::contains(std::get<1>(result), part)) << text;
        }
}

TEST_F(ImageScenario, FindsTheLowestPlaces) {
    const Problem problem = image_problem(std::get<0>(load_height_map(folder_ / "hill.png")), std::vector<double>{1});
    EXPECT_FALSE(problem.minima.empty() && problem.local_minima.empty());
    for (const auto* minima : {&problem.minima, &problem.local_minima})
        for (const Point& p : *minima) EXPECT_LE(problem.objective->derivatives(p).gradient.norm(), 1e-6);
}

}  // namespace
}  // namespace thalweg
