// The gradient flow x′ = −∇f(x): where descent with infinitely small steps would go. Where the slope has a jump that it cannot cross, it
// slides along it, as Filippov's solution does.
#pragma once

#include <vector>

#include "core/problems/objective.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {

struct FlowLine {
    enum class Ending {
        stationary,  // as near to a stationary point as the numbers allow, or at a kink from which no direction leads down
        left,        // at the border of the box
        undefined,   // the function or its derivatives end there
        stalled,     // after most_flow_steps, or where numbers are too coarse to go on
    };
    std::vector<Point> points;  // from the start on; the loss never rises along them
    Ending ending = Ending::stalled;
};

inline constexpr int most_flow_steps = 4000;

// Followed within the box, its points so close that straight lines between them look like the curve. `tolerance`: error of one
// step, as a share of the box. Valleys are stiff (the flow along them is κ times slower than across), so the method is implicit.
FlowLine gradient_flow(const Objective& objective, const Point& from, const Box& box, double tolerance = 1e-6);

}  // namespace thalweg
