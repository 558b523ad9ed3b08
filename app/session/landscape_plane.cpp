#include "app/session/landscape_plane.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/training/landscape/principal_plane.hpp"
#include "core/training/landscape/random_plane.hpp"
#include "core/training/landscape/weight_plane.hpp"

namespace thalweg::app {
namespace {

constexpr double most_replay_work = 2e10;  // multiplications for all runs together: a few seconds
constexpr double air = 0.14, weight_air = 0.5;  // around the paths, of their extent

using Kept = std::vector<std::vector<std::shared_ptr<const Keyframe>>>;

bool counts(const PlaneRequest& request, std::size_t racer) { return request.runs[racer].visible && request.runs[racer].rows > 0; }

// The keyframes of every run that is shown, and where its last row is none, that row, too.
std::optional<Kept> kept_of(const PlaneRequest& request, const std::stop_token& stop) {
    const Training& training = request.race->training;
    assert(request.runs.size() == training.size());
    Kept kept(request.runs.size());
    for (std::size_t r = 0; r < kept.size(); ++r) {
        if (!counts(request, r)) continue;
        const int rows = request.runs[r].rows;
        kept[r] = kept_points(training.history(r), rows);
        if (kept[r].empty() || kept[r].back()->step == rows - 1) continue;
        if (const auto learner = training.learner_at(r, rows - 1, stop)) kept[r].push_back(std::make_shared<const Keyframe>(Keyframe{rows - 1, {learner->theta().begin(), learner->theta().end()}, {}, {}}));
        if (stop.stop_requested()) return std::nullopt;
    }
    return kept;
}

// One that diverges, or runs off much farther than the others, leaves them their scale; where all do, they have to do.
constexpr double run_off = 10;  // times as far from the start as the racer in the middle
std::vector<bool> scale_givers(const PlaneRequest& request, const Kept& kept) {
    const Training& training = request.race->training;
    std::vector<bool> give(request.runs.size());
    std::vector<double> reach(give.size(), 0), sorted;
    for (std::size_t r = 0; r < give.size(); ++r) {
        give[r] = counts(request, r) && !kept[r].empty() && training.ending(r) != Ending::diverged;
        if (!give[r]) continue;
        const auto theta = [&](std::size_t k) { return Eigen::Map<const Vector<double>>(kept[r][k]->theta.data(), static_cast<Eigen::Index>(kept[r][k]->theta.size())); };
        for (std::size_t k = 0; k < kept[r].size(); ++k) reach[r] = std::max(reach[r], (theta(k) - theta(0)).norm());
        sorted.push_back(reach[r]);
    }
    if (sorted.empty()) {
        for (std::size_t r = 0; r < give.size(); ++r) give[r] = counts(request, r);
        return give;
    }
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    for (std::size_t r = 0; r < give.size(); ++r) give[r] = give[r] && (*middle == 0 || reach[r] <= run_off * *middle);  // where most have not moved yet, nothing is far
    return give;
}

// θ of the selected racer at its row.
std::optional<Vector<double>> selected_theta(const PlaneRequest& request, const std::stop_token& stop) {
    const auto learner = request.race->training.learner_at(request.selected, request.row, stop);
    if (!learner) return std::nullopt;
    return Eigen::Map<const Vector<double>>(learner->theta().data(), static_cast<Eigen::Index>(learner->theta().size()));
}

struct Found {
    Plane plane;
    double share_u = 0, share_v = 0;
    bool found = true;
};

std::optional<Found> principal(const PlaneRequest& request, const Kept& kept, const std::vector<bool>& give, const std::stop_token& stop) {
    std::vector<std::span<const double>> rows;
    for (std::size_t r = 0; r < kept.size(); ++r)
        if (give[r])
            for (const auto& k : kept[r]) rows.emplace_back(k->theta);
    const auto found = principal_plane(rows, stop);
    if (!found || rows.empty()) return std::nullopt;
    Found result{found->plane, found->share_u, found->share_v, found->rank == 2};
    const Architecture& architecture = request.race->built.problem->architecture;
    if (found->rank == 0) result.plane = random_plane(architecture, result.plane.origin, request.seed);
    if (found->rank == 1) {  // they move to and fro along one line: across it any direction will do
        Vector<double> across = filter_normalised_direction(architecture, result.plane.origin, request.seed, 1);
        across -= across.dot(result.plane.u) * result.plane.u;
        if (across.norm() > 0) result.plane.v = across.normalized();
        else return std::nullopt;
    }
    return result;
}

std::optional<Found> plane_of(const PlaneRequest& request, const Kept& kept, const std::vector<bool>& give, const std::stop_token& stop) {
    if (request.kind == PlaneKind::principal) return principal(request, kept, give, stop);
    const auto theta = selected_theta(request, stop);
    if (!theta) return std::nullopt;
    if (request.kind == PlaneKind::random) return Found{random_plane(request.race->built.problem->architecture, *theta, request.seed)};
    return Found{weight_plane(*theta, request.weights[0], request.weights[1])};
}

// What the paths cover, with air around it.
ViewRect extent_of(const std::vector<ProjectedPath>& paths, const std::vector<bool>& give, double part) {
    ViewRect all{HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    for (std::size_t r = 0; r < paths.size(); ++r) {
        if (!give[r]) continue;
        for (std::size_t i = 0; i < paths[r].size(); ++i) {
            const double a = paths[r].a[i], b = paths[r].b[i];
            if (!std::isfinite(a) || !std::isfinite(b)) continue;
            all = {std::min(all.x_lo, a), std::max(all.x_hi, a), std::min(all.y_lo, b), std::max(all.y_hi, b)};
        }
    }
    if (!(all.x_lo <= all.x_hi)) return {-1, 1, -1, 1};
    double longer = std::max(all.width(), all.height());
    if (!(longer > 0)) longer = std::max({1.0, std::abs(all.x_lo), std::abs(all.y_lo)});  // nothing has moved
    const double dx = std::max(part * longer, 0.5 * (0.2 * longer - all.width())), dy = std::max(part * longer, 0.5 * (0.2 * longer - all.height()));
    return {all.x_lo - dx, all.x_hi + dx, all.y_lo - dy, all.y_hi + dy};
}

void set_domain(LandscapePlane& plane, const std::vector<bool>& give) {
    const bool as_in_the_paper = plane.of.kind == PlaneKind::random || (plane.of.kind == PlaneKind::principal && plane.share_u == 0);
    plane.domain = as_in_the_paper ? ViewRect{-1, 1, -1, 1} : extent_of(plane.paths, give, plane.of.kind == PlaneKind::weights ? weight_air : air);
    plane.reach = 0.5 * std::hypot(plane.domain.width() * plane.projector.plane().u.norm(), plane.domain.height() * plane.projector.plane().v.norm());
}

}  // namespace

std::shared_ptr<const LandscapePlane> make_plane(const PlaneRequest& request, const std::stop_token& stop) {
    const auto kept = kept_of(request, stop);
    if (!kept) return nullptr;
    const std::vector<bool> give = scale_givers(request, *kept);
    auto found = plane_of(request, *kept, give, stop);
    if (!found) return nullptr;
    auto plane = std::make_shared<LandscapePlane>(LandscapePlane{request, Projector(std::move(found->plane)), found->share_u, found->share_v, found->found, std::vector<ProjectedPath>(kept->size()), {}});
    for (std::size_t r = 0; r < kept->size(); ++r)
        for (const auto& k : (*kept)[r]) {
            if (stop.stop_requested()) return nullptr;
            plane->paths[r].add(k->step, plane->projector(k->theta));
        }
    set_domain(*plane, give);
    return plane;
}

std::shared_ptr<const LandscapePlane> replay(const LandscapePlane& plane, const std::stop_token& stop) {
    const PlaneRequest& request = plane.of;
    const Training& training = request.race->training;
    double work = 0;
    for (std::size_t r = 0; r < request.runs.size(); ++r)
        if (counts(request, r)) work += replay_work(training.arena(), request.runs[r].rows);
    if (work > most_replay_work) return nullptr;
    auto finer = std::make_shared<LandscapePlane>(plane);
    for (std::size_t r = 0; r < request.runs.size(); ++r) {
        if (!counts(request, r)) continue;
        auto path = replayed_path(training, r, request.runs[r].rows, plane.projector, stop);
        if (!path) return nullptr;
        finer->paths[r] = std::move(*path);
    }
    return finer;
}

}  // namespace thalweg::app
