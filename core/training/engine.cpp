#include "core/training/engine.hpp"

#include <cmath>
#include <map>
#include <mutex>

#include "core/networks/layers/recurrent.hpp"
#include "core/networks/network.hpp"

namespace thalweg {
namespace {

constexpr Eigen::Index chunk = 512;  // examples that go through an evaluation together

double rms(const auto& m) { return m.size() ? std::sqrt(static_cast<double>(m.squaredNorm()) / static_cast<double>(m.size())) : 0; }

// The inputs in the engine's scalar, one copy for all engines: of 60,000 images it takes hundreds of megabytes.
std::shared_ptr<const Matrix<double>> inputs_in(const std::shared_ptr<const Examples>& examples, double) { return {examples, &examples->inputs}; }
std::shared_ptr<const Matrix<float>> inputs_in(const std::shared_ptr<const Examples>& examples, float) {
    // Whoever holds a copy holds its examples, too: while the copy lives, their address is theirs.
    struct Copy {
        std::shared_ptr<const Examples> of;
        Matrix<float> inputs;
    };
    static std::mutex mutex;
    static std::map<const Examples*, std::weak_ptr<const Copy>> copies;
    const std::scoped_lock lock(mutex);
    std::erase_if(copies, [](const auto& entry) { return entry.second.expired(); });
    std::shared_ptr<const Copy> copy = copies[examples.get()].lock();
    if (!copy) copies[examples.get()] = copy = std::make_shared<const Copy>(Copy{examples, examples->inputs.cast<float>()});
    return {copy, &copy->inputs};
}

template <class S>
class EngineOf final : public Engine {
public:
    explicit EngineOf(std::shared_ptr<const TrainingProblem> problem)
        : problem_(std::move(problem)), network_(problem_->architecture), evaluator_(problem_->architecture), inputs_(inputs_in(problem_->train, S())), labels_(problem_->train->labels),
          targets_(targets_of(problem_->architecture, *problem_->train).template cast<S>()) {}

    double gradient(const double* theta, double* buffers, std::span<const std::uint32_t> chosen, const Pass& pass, double* gradient) override {
        const bool all = gather(chosen);
        const Eigen::Index n = network_.layout().size();
        if constexpr (std::is_same_v<S, double>) {
            return network_.gradient(theta, buffers, all ? *inputs_ : batch_, all ? everything() : answers_, pass, gradient);
        } else {
            gradient_.resize(n);
            const double loss = network_.gradient(cast(theta), buffers, all ? *inputs_ : batch_, all ? everything() : answers_, pass, gradient_.data());
            Eigen::Map<Vector<double>>(gradient, n) = gradient_.template cast<double>();
            return loss;
        }
    }

    double loss(const double* theta, double* buffers, std::span<const std::uint32_t> chosen, const Pass& pass) override {
        const bool all = gather(chosen);
        evaluator_.forward(cast(theta), buffers, all ? *inputs_ : batch_, pass);
        return static_cast<double>(evaluator_.loss(cast(theta), all ? everything() : answers_));
    }

    void hessian_times(const double* theta, const double* buffers, std::span<const std::uint32_t> chosen, const Pass& pass, const double* direction, double* product) override {
        if (!tangents_) tangents_ = std::make_unique<Network<Tangent>>(problem_->architecture);
        const Eigen::Index n = network_.layout().size();
        std::vector<Tangent> at(static_cast<std::size_t>(n)), gradient(at.size());
        for (std::size_t i = 0; i < at.size(); ++i) at[i] = {theta[i], direction[i]};
        const bool all = gather(chosen);
        const BatchAnswers<S>& answers = all ? everything() : answers_;
        const auto constants = [](const Matrix<S>& m) { return Matrix<Tangent>(m.unaryExpr([](S x) { return Tangent(static_cast<double>(x)); })); };
        std::vector<double> running(buffers, buffers + network_.layout().buffer_size());
        tangents_->gradient(at.data(), running.data(), constants(all ? *inputs_ : batch_), {constants(answers.targets), answers.labels}, pass, gradient.data());
        for (std::size_t i = 0; i < at.size(); ++i) product[i] = gradient[i].d;
    }

    void measure(const double* theta, const double* gradient, std::span<const FlowRow> rows, FlowSample& sample) override {
        sample.assign(rows.size() * flow_measures, 0);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const FlowRow& row = rows[r];
            const auto layer = static_cast<std::size_t>(row.layer);
            const LayerSpec& l = problem_->architecture.layers[layer];
            const auto put = [&](FlowMeasure m, double value) { flow_value(sample, r, m) = static_cast<float>(value); };
            put(FlowMeasure::weight, rms(Eigen::Map<const Vector<double>>(theta + row.weights, row.size)));
            if (l.kind == LayerKind::recurrent) {
                const Kept<S>& kept = network_.kept(layer);
                const Matrix<S>& delta = kept[Recurrent::d_at(l, row.time)];
                const double signal = rms(delta) * static_cast<double>(delta.cols());
                put(FlowMeasure::gradient, signal);
                put(FlowMeasure::signal, signal);
                look_at_units(*l.activation, l.parameter, kept[Recurrent::z_at(l, row.time)], kept[Recurrent::h_at(l, row.time)], put);
            } else {
                const Matrix<S>& delta = network_.delta(layer);
                put(FlowMeasure::gradient, rms(Eigen::Map<const Vector<double>>(gradient + row.weights, row.size)));
                put(FlowMeasure::signal, rms(delta) * static_cast<double>(delta.cols()));
                const auto after = static_cast<std::size_t>(row.activation);
                const LayerSpec& a = problem_->architecture.layers[after];
                if (a.kind == LayerKind::activation) look_at_units(*a.activation, a.parameter, network_.output(after - 1), network_.output(after), put);
                else put(FlowMeasure::activation, rms(network_.output(after)));
            }
        }
    }

    Metrics metrics(const double* theta, const double* buffers, const Examples& examples) override {
        const Matrix<S>& targets = &examples == problem_->train.get() ? targets_ : other_targets_ = targets_of(problem_->architecture, examples).template cast<S>();
        if (&examples == problem_->test.get() && !test_inputs_) test_inputs_ = inputs_in(problem_->test, S());
        const Matrix<S>* inputs = &examples == problem_->train.get() ? inputs_.get() : &examples == problem_->test.get() ? test_inputs_.get() : nullptr;
        double loss = 0, accuracy = 0;
        std::vector<double> running(buffers, buffers + network_.layout().buffer_size());
        const S* parameters = cast(theta);
        BatchAnswers<S> answers;
        for (Eigen::Index first = 0; first < examples.size(); first += chunk) {
            const Eigen::Index n = std::min(chunk, examples.size() - first);
            if (targets.rows() > 0) answers.targets = targets.middleCols(first, n);
            if (!examples.labels.empty()) answers.labels.assign(examples.labels.begin() + first, examples.labels.begin() + first + n);
            if (inputs) part_ = inputs->middleCols(first, n);
            else part_ = examples.inputs.middleCols(first, n).template cast<S>();
            const Matrix<S>& out = evaluator_.forward(parameters, running.data(), part_, {.training = false});
            const double share = static_cast<double>(n) / examples.size();
            loss += share * static_cast<double>(evaluator_.loss(parameters, answers));
            accuracy += share * accuracy_of(problem_->architecture.loss, out, answers);
        }
        return {loss, accuracy};
    }

    Matrix<double> outputs(const double* theta, const double* buffers, const Matrix<double>& inputs) override {
        Matrix<double> all(problem_->architecture.outputs(), inputs.cols());
        in_chunks(theta, buffers, inputs, [&](Eigen::Index first, Eigen::Index n) { all.middleCols(first, n) = evaluator_.output().template cast<double>(); });
        return all;
    }

    std::vector<Matrix<double>> unit_outputs(const double* theta, const double* buffers, const Matrix<double>& inputs, std::span<const FlowRow> rows) override {
        std::vector<Matrix<double>> all;
        for (const FlowRow& row : rows) all.emplace_back(problem_->architecture.layers[static_cast<std::size_t>(row.layer)].outputs, inputs.cols());
        in_chunks(theta, buffers, inputs, [&](Eigen::Index first, Eigen::Index n) {
            for (std::size_t r = 0; r < rows.size(); ++r) {
                const auto layer = static_cast<std::size_t>(rows[r].layer);
                const LayerSpec& l = problem_->architecture.layers[layer];
                const Matrix<S>& units = l.kind == LayerKind::recurrent ? evaluator_.kept(layer)[Recurrent::h_at(l, rows[r].time)] : evaluator_.output(static_cast<std::size_t>(rows[r].activation));
                all[r].middleCols(first, n) = units.template cast<double>();
            }
        });
        return all;
    }

private:
    // Evaluates some examples after others; `each(first, n)` looks at what the pass of n of them left behind.
    template <class Each>
    void in_chunks(const double* theta, const double* buffers, const Matrix<double>& inputs, Each&& each) {
        std::vector<double> running(buffers, buffers + network_.layout().buffer_size());
        for (Eigen::Index first = 0; first < inputs.cols(); first += chunk) {
            const Eigen::Index n = std::min(chunk, inputs.cols() - first);
            evaluator_.forward(cast(theta), running.data(), inputs.middleCols(first, n).template cast<S>(), {.training = false});
            each(first, n);
        }
    }

    const S* cast(const double* theta) {
        if constexpr (std::is_same_v<S, double>) {
            return theta;
        } else {
            theta_ = Eigen::Map<const Vector<double>>(theta, network_.layout().size()).template cast<S>();
            return theta_.data();
        }
    }
    const BatchAnswers<S>& everything() {
        if (everything_.targets.size() == 0 && everything_.labels.empty()) everything_ = {targets_, labels_};
        return everything_;
    }
    // The chosen examples side by side. True when they are all of them, in order.
    bool gather(std::span<const std::uint32_t> chosen) {
        if (static_cast<Eigen::Index>(chosen.size()) == inputs_->cols() && problem_->batch == 0) return true;
        batch_.resize(inputs_->rows(), static_cast<Eigen::Index>(chosen.size()));
        if (targets_.rows() > 0) answers_.targets.resize(targets_.rows(), batch_.cols());
        if (!labels_.empty()) answers_.labels.resize(chosen.size());
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const auto to = static_cast<Eigen::Index>(i);
            batch_.col(to) = inputs_->col(chosen[i]);
            if (targets_.rows() > 0) answers_.targets.col(to) = targets_.col(chosen[i]);
            if (!labels_.empty()) answers_.labels[i] = labels_[static_cast<std::size_t>(chosen[i])];
        }
        return false;
    }

    template <class Put>
    void look_at_units(const ActivationSpec& activation, double parameter, const Matrix<S>& z, const Matrix<S>& a, Put&& put) {
        put(FlowMeasure::activation, rms(a));
        if (ones_.rows() != z.rows() || ones_.cols() != z.cols()) ones_.setOnes(z.rows(), z.cols());
        slopes_.resize(z.rows(), z.cols());
        activation.code<S>().backward(parameter, z.data(), a.data(), ones_.data(), slopes_.data(), z.size());
        steepest_.setZero(z.rows());
        for (Eigen::Index i = 0; i < z.cols(); ++i) steepest_ = steepest_.cwiseMax(slopes_.col(i).cwiseAbs());
        put(FlowMeasure::dead, static_cast<double>((steepest_.array() < S(1e-6)).count()) / static_cast<double>(z.rows()));
        if (activation.high > activation.low) {
            using R = RegisterOf<S>;
            const double margin = 0.05 * (activation.high - activation.low);
            const R low = constant<R>(activation.low + margin), high = constant<R>(activation.high - margin);
            each_register<S>(a.size(), [&](const auto& load, const auto& store) {
                const R value = load(a.data());
                store(slopes_.data(), select(value < low, R(S(1)), select(value > high, R(S(1)), R(S(0)))));
            });
            put(FlowMeasure::saturated, static_cast<double>(slopes_.sum()) / static_cast<double>(a.size()));
        }
    }

    std::shared_ptr<const TrainingProblem> problem_;
    Network<S> network_, evaluator_;
    std::unique_ptr<Network<Tangent>> tangents_;  // made when first asked for
    std::shared_ptr<const Matrix<S>> inputs_, test_inputs_;
    Matrix<S> batch_, part_, ones_, slopes_;
    Vector<S> steepest_;
    std::vector<int> labels_;
    Matrix<S> targets_, other_targets_;
    BatchAnswers<S> answers_, everything_;
    Vector<S> theta_, gradient_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(std::shared_ptr<const TrainingProblem> problem) {
    if (problem->scalar == Scalar::floats) return std::make_unique<EngineOf<float>>(std::move(problem));
    return std::make_unique<EngineOf<double>>(std::move(problem));
}

}  // namespace thalweg
