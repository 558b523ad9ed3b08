// Looks for the critical points of a view in the background. A search that runs is finished, then the newest wish is next.
#pragma once

#include <memory>

#include "app/session/latest_job.hpp"
#include "core/problems/critical_points.hpp"
#include "core/problems/problem.hpp"

namespace thalweg::app {

struct PointsRequest {
    std::shared_ptr<const Problem> problem;
    Box view;

    bool operator==(const PointsRequest&) const = default;
};

struct PointsFound {
    std::shared_ptr<const Problem> problem;
    CriticalPoints critical;
};

class CriticalPointsJob : public LatestJob<PointsRequest, std::shared_ptr<const PointsFound>> {
public:
    explicit CriticalPointsJob(std::function<void()> wake = {})
        : LatestJob([](const PointsRequest& request, const std::stop_token& stop, const Deliver& deliver) {
              deliver(std::make_shared<const PointsFound>(PointsFound{request.problem, find_critical_points(*request.problem->objective, request.view, stop)}));
          }, std::move(wake)) {}
};

}  // namespace thalweg::app
