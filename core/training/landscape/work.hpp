// How much there is to compute, counted in multiplications, so that what is left out is the same on every machine.
#pragma once

#include "core/networks/architecture.hpp"

namespace thalweg {

// A forward pass of one example.
inline double forward_work(const Architecture& architecture) {
    double work = 0;
    for (const LayerSpec& l : architecture.layers) {
        if (l.kind == LayerKind::recurrent) work += static_cast<double>(l.time_steps) * l.outputs * (l.inputs + l.outputs);
        else if (l.kind == LayerKind::linear) work += static_cast<double>(l.outputs) * l.inputs;
    }
    return work;
}

// The backward pass behind it costs two more of them.
inline double update_work(const Architecture& architecture, int batch) { return 3 * forward_work(architecture) * batch; }

}  // namespace thalweg
