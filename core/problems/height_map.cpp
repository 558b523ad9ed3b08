#include "core/problems/height_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace thalweg {
namespace {

// The weights of the four pixels around a place t ∈ [0, 1) between the second and the third, and their derivatives. Mirrored, with
// u = 1 − t: GCC 12 fuses alternating + and − into one operation even where contraction is off, and only where it makes vectors;
// rows would then differ from single points.
struct Weights {
    std::array<double, 4> value, slope, curvature;
    explicit Weights(double t) {
        const double u = 1 - t;
        const auto outer = [](double near, double far) { return -0.5 * far * (near * near); };
        const auto inner = [](double a) { return 1 + a * a * (1.5 * a - 2.5); };
        const auto outer_slope = [](double near, double far) { return -0.5 * near * (near - 2 * far); };
        const auto inner_slope = [](double a) { return a * (4.5 * a - 5); };
        value = {outer(u, t), inner(t), inner(u), outer(t, u)};
        slope = {outer_slope(u, t), inner_slope(t), -inner_slope(u), -outer_slope(t, u)};
        curvature = {3 * u - 1, 9 * t - 5, 9 * u - 5, 3 * t - 1};
    }
};

double dot(const std::array<double, 4>& a, const std::array<double, 4>& b) { return ((a[0] * b[0] + a[1] * b[1]) + a[2] * b[2]) + a[3] * b[3]; }

// Where a coordinate in pixels lies: the cell, and the place in it. Far outside nothing changes any more.
struct Place {
    int cell;
    double t;
    Place(double at, int count) {
        const double within = std::min(std::max(at, -3.0), count + 1.0);
        const double floor = std::floor(within);
        cell = static_cast<int>(floor);
        t = within - floor;
    }
};

class Image final : public Objective {
public:
    Image(std::shared_ptr<const HeightMap> map, double height) : map_(std::move(map)), frame_(*map_), height_(height) {}

    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        for (std::size_t i = 0; i < theta.size(); ++i) {
            const double x = column_of(theta[i].x()), y = row_of(theta[i].y());
            if (std::isnan(x) || std::isnan(y)) {
                loss[i] = x + y;
                gradient[i] = Point::Constant(loss[i]);
                continue;
            }
            const Place column(x, map_->columns), row(y, map_->rows);
            const Weights across(column.t), up(row.t);
            std::array<double, 4> value, slope;
            for (int k = 0; k < 4; ++k) {
                const std::array<double, 4> pixels = column_of_pixels(column.cell - 1 + k, row.cell);
                value[static_cast<std::size_t>(k)] = dot(up.value, pixels);
                slope[static_cast<std::size_t>(k)] = dot(up.slope, pixels);
            }
            loss[i] = height_ * dot(across.value, value);
            gradient[i] = height_ * frame_.pixels_per_unit * Point(dot(across.slope, value), dot(across.value, slope));
        }
    }

    Derivatives derivatives(const Point& theta) const override {
        Derivatives result{};
        evaluate({&theta, 1}, {&result.gradient, 1}, {&result.loss, 1});
        if (std::isnan(result.loss)) return {result.loss, result.gradient, Eigen::Matrix2d::Constant(result.loss)};
        const Place column(column_of(theta.x()), map_->columns), row(row_of(theta.y()), map_->rows);
        const Weights across(column.t), up(row.t);
        std::array<double, 4> value, slope, curvature;
        for (int k = 0; k < 4; ++k) {
            const std::array<double, 4> pixels = column_of_pixels(column.cell - 1 + k, row.cell);
            const auto at = static_cast<std::size_t>(k);
            value[at] = dot(up.value, pixels), slope[at] = dot(up.slope, pixels), curvature[at] = dot(up.curvature, pixels);
        }
        const double mixed = dot(across.slope, slope);
        result.hessian << dot(across.curvature, value), mixed, mixed, dot(across.value, curvature);
        result.hessian *= height_ * frame_.pixels_per_unit * frame_.pixels_per_unit;
        return result;
    }

    // Along a row the pixels of each column are weighed once.
    void heights(std::span<const double> x, double y, std::span<double> loss) const override {
        const double at = row_of(y);
        if (std::isnan(at)) return std::fill(loss.begin(), loss.end(), at);
        const Place row(at, map_->rows);
        const Weights up(row.t);
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        std::vector<double> columns(static_cast<std::size_t>(map_->columns) + 8, unknown);  // from column −4 to columns + 3, as far as places reach
        const auto value = [&](int column) {
            double& known = columns[static_cast<std::size_t>(column + 4)];
            if (std::isnan(known)) known = dot(up.value, column_of_pixels(column, row.cell));
            return known;
        };
        for (std::size_t i = 0; i < loss.size(); ++i) {
            const double at_column = column_of(x[i]);
            if (std::isnan(at_column)) {
                loss[i] = at_column;
                continue;
            }
            const Place column(at_column, map_->columns);
            const int c = column.cell;
            loss[i] = height_ * dot(Weights(column.t).value, {value(c - 1), value(c), value(c + 1), value(c + 2)});
        }
    }

private:
    double column_of(double x) const { return (x + frame_.half_width) * frame_.pixels_per_unit; }
    double row_of(double y) const { return (y + frame_.half_height) * frame_.pixels_per_unit; }
    // The four pixels of one column around a cell's row.
    std::array<double, 4> column_of_pixels(int column, int cell) const {
        const auto pixel = [&, c = std::clamp(column, 0, map_->columns - 1)](int row) { return map_->at(c, std::clamp(row, 0, map_->rows - 1)); };
        return {pixel(cell - 1), pixel(cell), pixel(cell + 1), pixel(cell + 2)};
    }

    std::shared_ptr<const HeightMap> map_;
    ImageFrame frame_;
    double height_;
};

}  // namespace

ImageFrame::ImageFrame(const HeightMap& map) {
    constexpr double longer_half = 5;
    pixels_per_unit = 0.5 * (std::max(map.columns, map.rows) - 1) / longer_half;
    half_width = 0.5 * (map.columns - 1) / pixels_per_unit;
    half_height = 0.5 * (map.rows - 1) / pixels_per_unit;
}

std::span<const Parameter> image_parameters() {
    static const std::array all{Parameter{"height", "h", "how high white lies above black", 1, {1e-3, 1e3}, Scale::log, {0.1, 100}}};
    return all;
}

std::shared_ptr<const Objective> image_objective(std::shared_ptr<const HeightMap> image, double height) { return std::make_shared<const Image>(std::move(image), height); }

}  // namespace thalweg
