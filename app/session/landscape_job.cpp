#include "app/session/landscape_job.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

#include "app/scene/field_sampler.hpp"
#include "app/scene/surface_mesh.hpp"
#include "app/session/landscape_plane.hpp"

namespace thalweg::app {
namespace {

constexpr int usable_level = 2;   // 33²: then the paths get their turn
constexpr double beyond = 0.06;   // of the view on every side: a picture is interpolated up to its border, and pulls a little in with it

Box widened(const ViewRect& v) {
    const double dx = beyond * v.width(), dy = beyond * v.height();
    return {v.x_lo - dx, v.x_hi + dx, v.y_lo - dy, v.y_hi + dy};
}

// The grid's points in the middle of the field's cells.
std::shared_ptr<const HeightField> field_of(const LossGrid& grid) {
    const double dx = grid.a(1) - grid.a(0), dy = grid.b(1) - grid.b(0);
    const Box& r = grid.range;
    const auto nearest = [&](double at, double first, double step) { return std::clamp(static_cast<int>(std::lround((at - first) / step)), 0, grid.side - 1); };
    const RowSampler sampler = [&](std::span<const double> x, double y, double* out) {
        const int j = nearest(y, r.y_min, dy);
        for (std::size_t i = 0; i < x.size(); ++i) out[i] = grid.at(nearest(x[i], r.x_min, dx), j);
    };
    auto field = std::make_shared<HeightField>(sample_height_field({sampler, {r.x_min - 0.5 * dx, r.x_max + 0.5 * dx, r.y_min - 0.5 * dy, r.y_max + 0.5 * dy}, grid.side, grid.side, 0.0}));
    field->preview = grid.side < finest_side;
    return field;
}

std::optional<WorldPoint> lowest_of(const LossGrid& grid) {
    int best_i = -1, best_j = -1;
    for (int j = 0; j < grid.side; ++j)
        for (int i = 0; i < grid.side; ++i)
            if (std::isfinite(grid.at(i, j)) && (best_i < 0 || grid.at(i, j) < grid.at(best_i, best_j))) best_i = i, best_j = j;
    if (best_i <= 0 || best_j <= 0 || best_i == grid.side - 1 || best_j == grid.side - 1) return std::nullopt;
    return WorldPoint{grid.a(best_i), grid.b(best_j)};
}

// While runs still train, they need a processor, too.
int threads(const Training& training) { return training.done() ? std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 2) : 1; }

}  // namespace

LandscapeJob::LandscapeJob(std::function<void()> wake)
    : job_([this](const LandscapeRequest& request, const std::stop_token& stop, const Deliver& deliver) { run(request, stop, deliver); }, std::move(wake), Superseded::stops) {}

void LandscapeJob::run(const LandscapeRequest& request, const std::stop_token& stop, const Deliver& deliver) {
    if (!plane_ || plane_->of != request.plane) {
        auto plane = make_plane(request.plane, stop);
        if (!plane) return;
        plane_ = std::move(plane);
        replayed_ = false;
    }
    if (const auto& problem = request.plane.race->built.problem; problem_ != problem) {
        landscape_ = std::make_unique<Landscape>(problem);
        problem_ = problem;
    }
    const std::shared_ptr<const LandscapePlane> base = plane_;  // lives on when finer paths take its place
    LandscapeResult result{plane_, request.view.value_or(fit(plane_->domain, AspectPolicy::equal, request.size)), nullptr, nullptr, {}, 0, landscape_->examples(), landscape_->all_examples()};
    deliver(result);
    landscape_->levels(base->projector.plane(), widened(result.view), grid_levels - 1, [&](const LossGrid& grid) {
        result.field = field_of(grid);
        result.relief = std::make_shared<const HeightField>(sample_height_field(surface_request(interpolated(result.field), result.view, 0.0)));
        result.lowest = lowest_of(grid);
        result.side = grid.side;
        deliver(result);
        if (grid.side != grid_side(usable_level) || replayed_) return;
        replayed_ = true;
        if (auto finer = replay(*plane_, stop)) {
            result.plane = plane_ = std::move(finer);
            deliver(result);
        } else if (stop.stop_requested()) {
            replayed_ = false;
        }
    }, threads(request.plane.race->training), stop);
}

}  // namespace thalweg::app
