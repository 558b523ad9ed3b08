// Nesterov momentum as first written: the gradient is taken at the point to which the momentum alone would lead.
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

struct NesterovLookahead {
    struct Hyper { double lr, momentum; };
    template <class V>
    struct Slots { V velocity, ahead; };
    static constexpr std::size_t shown = 1;
    using Clock = NoClock;

    static void update(const Hyper& h, int, auto& oracle, auto& theta, auto& s, Clock&) {
        s.ahead = theta + h.momentum * s.velocity;
        s.velocity = h.momentum * s.velocity - h.lr * oracle.gradient(s.ahead);
        theta += s.velocity;
    }
};

}  // namespace

OptimizerSpec nesterov_lookahead() {
    return whole_vector<NesterovLookahead>({.id = "nesterov_lookahead",
                                            .name = "Nesterov, look-ahead",
                                            .family = family::momentum,
                                            .hyperparameters = {hyper::lr(1e-3), hyper::momentum()},
                                            .slots = {{"velocity", "v", "velocity"}},
                                            .figures = {{.kind = Figure::Kind::segment, .of = "ahead", .meaning = "look-ahead point"}},
                                            .formula = R"(ahead = theta + momentum*velocity
velocity = momentum*velocity - lr*grad(ahead)
theta = theta + velocity)",
                                             .stability = {.limit = "2*(1 + momentum)/(1 + 2*momentum)"},
                                            .convention = "The recorded point is θ, not the look-ahead point. The same sequence as nesterov after a change of variable, as long as α and μ stay.",
                                            .reference = "Nesterov 1983; Sutskever et al. 2013, equations 3 and 4",
                                            .rule = {}});
}

}  // namespace thalweg
