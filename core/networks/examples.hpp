// What a network learns from: inputs with the answers that belong to them. Immutable once made and shared by all racers.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

namespace thalweg {

struct Examples {
    Eigen::MatrixXd inputs;   // features × examples: one column each; a sequence is stacked in time, its first step on top
    Eigen::MatrixXd targets;  // outputs × examples: the values of a regression; 0 or 1 in one row for two classes; without rows for more classes
    std::vector<int> labels;  // the class 0 … classes − 1 of each example; empty for a regression
    int classes = 0;          // 0: a regression
    int time_steps = 1;       // of a sequence
    std::vector<double> class_values = {};  // what a table calls its classes, rising; empty where they are numbered as they stand

    int size() const { return static_cast<int>(inputs.cols()); }
    int features() const { return static_cast<int>(inputs.rows()); }

    bool operator==(const Examples& other) const {
        const auto same = [](const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) { return a.rows() == b.rows() && a.cols() == b.cols() && a == b; };  // Eigen takes the sizes for granted
        return same(inputs, other.inputs) && same(targets, other.targets) && labels == other.labels && classes == other.classes && time_steps == other.time_steps && class_values == other.class_values;
    }
};

}  // namespace thalweg
