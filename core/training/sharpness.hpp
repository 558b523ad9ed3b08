// How sharply the training loss curves where a racer stands, against how sharply it may curve for the racer's learning rate: the edge of
// stability (Cohen et al. 2021, "Gradient descent on neural networks typically occurs at the edge of stability"; for rules with a
// preconditioner Cohen et al. 2022, "Adaptive gradient methods at the edge of stability").
//
// H is the Hessian of the loss over all training examples (evenly spread ones where there are more than most_sharpness_examples),
// batch norms with the statistics of these, without dropout. P⁻¹ is what the rule multiplies gradients by in the update that follows, apart
// from α: effective rate/α. The limits are those of the optimizer's facts, in which bias corrections are over.
#pragma once

#include <optional>
#include <stop_token>

#include "core/numerics/largest_eigenvalue.hpp"
#include "core/training/learner.hpp"

namespace thalweg {

inline constexpr int most_sharpness_examples = 300;
int sharpness_examples(const TrainingProblem& problem);  // how many that are

struct Sharpness {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    int step = 0;
    double hessian = unknown;    // λmax of H
    double effective = unknown;  // what α is multiplied by: λmax of P^−½·(H + l2·I)·P^−½, and decoupled decay; unknown where no limit is
    double limit = unknown;      // α·effective must stay below it
    double lr = unknown;         // α of the update that follows
    bool converged = true;       // every eigenvalue to the tolerance of EigenSearch

    double largest() const { return limit / lr; }             // effective sharpness that is stable
    double ratio() const { return lr * effective / limit; }   // 1 is the edge
};

// Measures one racer at one step after another: each search begins at the vector of the last one.
class SharpnessMeter {
public:
    SharpnessMeter(const TrainingArena& arena, const RacerSetup& setup);

    // Where the learner stands. Leaves it one update further. Nothing where a stop was asked for.
    std::optional<Sharpness> measure(Learner& learner, const std::stop_token& stop = {});

private:
    RacerSetup setup_;
    std::unique_ptr<Engine> engine_;
    std::vector<std::uint32_t> chosen_;
    Eigen::VectorXd of_hessian_, of_preconditioned_;  // the latest vectors
};

// Why no limit is known for a racer, or an empty text.
std::string sharpness_gap(const RacerSetup& setup);

}  // namespace thalweg
