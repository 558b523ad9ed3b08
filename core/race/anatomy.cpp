#include "core/race/anatomy.hpp"

#include <algorithm>

#include "core/formula/evaluate.hpp"
#include "core/formula/text.hpp"
#include "core/optimizers/stability.hpp"

namespace thalweg {
namespace {

using Names = std::map<std::string, Value, std::less<>>;

bool is_point(const OptimizerSpec& optimizer, std::string_view name) {
    return name == "theta" || name == "theta0" || std::any_of(optimizer.slots.begin(), optimizer.slots.end(), [&](const Quantity& q) { return q.id == name && q.shape == Shape::point; });
}

// Slots as the formula names them. Two rows make a matrix.
void add_quantities(Names& names, std::span<const Quantity> facts, std::span<const Point> values) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const std::string id(facts[i].id);
        switch (facts[i].shape) {
            case Shape::scalar: names[id] = Value(values[i].x()); break;
            case Shape::vector:
            case Shape::point: names[id] = Value::from(id, values[i]); break;
            case Shape::row:
                if (!id.ends_with("_x")) break;
                Eigen::Matrix2d m;
                m << values[i].x(), values[i].y(), values[i + 1].x(), values[i + 1].y();
                names[id.substr(0, id.size() - 2)] = Value(m);
        }
    }
}

// The update as the formula sees it: what is known before it, and the problem.
class Stage {
public:
    Stage(const Race& race, std::size_t racer, const StepDetail& before, const StepDetail& after)
        : arena_(race.arena()), setup_(race.setup(racer)), before_(before), after_(after), draw_(noise_of_update(arena_.noise, arena_.seed, before.step + 1)) {}

    Scope scope() const {
        const OptimizerSpec& optimizer = *setup_.optimizer;
        Scope scope;
        for (std::size_t i = 0; i < optimizer.hyperparameters.size(); ++i) scope.names[std::string(optimizer.hyperparameters[i].id)] = before_.hyper[i];
        add_quantities(scope.names, optimizer.slots, before_.slots);
        scope.names["t"] = static_cast<double>(before_.step + 1);
        scope.names["theta"] = Value::from("theta", before_.from);
        scope.names["theta0"] = Value::from("theta0", setup_.start);
        scope.names["g"] = gradient(before_.from);
        scope.names["f"] = oracle().loss(before_.from);
        scope.problem = {.gradient = [this](const Point& p) { return gradient(p); },
                         .loss = [this](const Point& p) { return oracle().loss(p); },
                         .hessian = [this](const Point& p) { return oracle().hessian(p); }};
        scope.decays = decay_names;
        return scope;
    }

    // What a line that only names stands for: the slot after the update, or what was derived from it.
    Names given() const {
        Names names;
        add_quantities(names, setup_.optimizer->derived, after_.derived);
        add_quantities(names, setup_.optimizer->slots, after_.slots);
        return names;
    }

private:
    Oracle oracle() const {
        Oracle oracle(*arena_.problem->objective, arena_.seed, before_.step + 1, arena_.noise, draw_, setup_.clipping);
        if (const WrapperSpec* wrapper = setup_.wrapper.spec; wrapper && wrapper->ascent) oracle.set_ascent(wrapper->ascent(setup_.wrapper.values.data()));
        return oracle;
    }

    // The gradient that the rule receives at p, and what became of the exact one on the way.
    Value gradient(const Point& p) const {
        const Objective& objective = *arena_.problem->objective;
        const Noise silent;
        const Clipping open;
        const std::uint64_t seed = arena_.seed;
        const int t = before_.step + 1;
        Value g(oracle().gradient(p));
        Point exact;
        double loss;
        objective.evaluate({&p, 1}, {&exact, 1}, {&loss, 1});
        g.terms.push_back({"g", true, exact});
        Point so_far = exact;
        const auto stage = [&](const char* source, const Point& then) {
            if (then != so_far) g.terms.push_back({source, true, then - so_far});
            so_far = then;
        };
        if (objective.stochastic()) stage("sampling", Oracle(objective, seed, t, silent, Point::Zero(), open).gradient(p));
        if (arena_.noise.active()) stage("noise", Oracle(objective, seed, t, arena_.noise, draw_, open).gradient(p));
        if (const WrapperSpec* wrapper = setup_.wrapper.spec; wrapper && wrapper->ascent) {
            Oracle uphill(objective, seed, t, arena_.noise, draw_, open);
            uphill.set_ascent(wrapper->ascent(setup_.wrapper.values.data()));
            stage("ascent", uphill.gradient(p));
        }
        stage("clipping", g.vector());
        return g;
    }

    const Arena& arena_;
    const RacerSetup& setup_;
    const StepDetail &before_, &after_;
    Point draw_;
};

struct Reading {
    std::vector<AnatomyLine> lines;
    Names names;  // after the last line
    const Value& theta() const { return names.find("theta")->second; }
};

// Evaluates the formula. `uncorrected`: x̂ is x for every x that has a bias-corrected form.
Reading read(const OptimizerSpec& optimizer, Scope scope, const Names& given, bool live, bool uncorrected = false) {
    Reading reading;
    for (const Statement& statement : optimizer.lines()) {
        AnatomyLine line{&statement, true, {}, {}};
        if (!statement.condition.empty()) line.applies = evaluate(statement.condition[0], scope).scalar() != 0;
        if (line.applies) {
            if (statement.value.empty()) {
                const auto known = given.find(statement.name);
                if (known == given.end()) throw UnknownName{statement.name};
                line.value = known->second;
            } else {
                if (live) line.live = {with_numbers(statement.value[0], scope, 0), with_numbers(statement.value[0], scope, 1)};
                line.value = evaluate(statement.value[0], scope);
                const std::string raw = statement.name.ends_with("_hat") ? statement.name.substr(0, statement.name.size() - 4) : "";
                if (uncorrected && !raw.empty() && scope.names.contains(raw)) line.value = scope.names.find(raw)->second;
                // What is no sum of sources is a source itself: the search direction, the sign of a buffer.
                std::vector<Term>& terms = line.value.terms;
                for (Term& t : terms)
                    if (!t.linear && t.source == format_expression(statement.value[0])) t.source = statement.name;
                const bool atom = terms.size() == 1 && !terms[0].linear && statement.name != "theta";
                if (line.value.rank == Value::Rank::vector && (terms.empty() || atom)) {
                    line.value = Value::from(statement.name, line.value.vector());
                    line.value.terms[0].linear = !atom;
                }
            }
            scope.names[statement.name] = line.value;
        }
        reading.lines.push_back(std::move(line));
    }
    reading.names = std::move(scope.names);
    return reading;
}

std::string label_of(const OptimizerSpec& optimizer, const std::vector<AnatomyLine>& lines, const std::string& source) {
    if (source == "g") return "gradient";
    if (source == "noise") return "gradient noise";
    if (source == "sampling") return "minibatch instead of all points";
    if (source == "ascent") return "gradient uphill instead of here";
    if (source == "clipping") return "clipping";
    for (const Quantity& q : optimizer.slots)
        if (q.id == source) return std::string(q.meaning) + " so far";
    for (const Quantity& q : optimizer.derived)
        if (q.id == source) return std::string(q.meaning);
    for (const AnatomyLine& line : lines)
        if (line.applies && line.statement->name == source && !line.statement->value.empty())
            return format_expression(line.statement->value[0], [&](std::string_view name) { return symbol_in(optimizer, name); });
    return source;
}

// The hyperparameter behind a pull to 0 that stands in the factor of a point: (1 − αλ)·θ.
std::string decay_of(const OptimizerSpec& optimizer) {
    const auto named = std::find_if(decay_names.begin(), decay_names.end(), [&](std::string_view name) { return index_of(optimizer.hyperparameters, name) >= 0; });
    return named == decay_names.end() ? "" : std::string(*named);
}

// The terms of θ's new value as moves: what stems from points (θ itself, averages) belongs together, since only its
// difference from θ is a move.
std::vector<AnatomyPart> moves(const OptimizerSpec& optimizer, const std::vector<AnatomyLine>& lines, const Value& theta, const Point& from) {
    std::vector<AnatomyPart> parts;
    static constexpr const char* decays = "weight decay: pull to 0";
    Point points = -from;
    bool pulled = false;
    std::string towards;
    for (const Term& term : theta.terms) {
        if (!term.decay.empty()) {
            if (!term.amount.isZero(0)) parts.push_back({term.source, decays, term.amount, term.decay});
        } else if (is_point(optimizer, term.source)) {
            points += term.amount;
            pulled = true;
            if (term.source != "theta" && towards.empty()) towards = term.source;
        } else {
            parts.push_back({term.source, label_of(optimizer, lines, term.source), term.amount});
        }
    }
    if (pulled && !points.isZero(0)) {
        if (towards.empty()) parts.push_back({"theta", decays, points, decay_of(optimizer)});
        else parts.push_back({towards, "pull towards " + symbol_in(optimizer, towards), points});
    }
    return parts;
}

}  // namespace

std::string symbol_in(const OptimizerSpec& optimizer, std::string_view name) {
    for (const Parameter& p : optimizer.hyperparameters)
        if (p.id == name) return std::string(p.symbol);
    for (const auto* list : {&optimizer.slots, &optimizer.derived})
        for (const Quantity& q : *list)
            if (q.id == name && q.shape != Shape::row) return std::string(q.symbol);
    return usual_symbol(name);
}

std::string symbol_of(const OptimizerSpec& optimizer, const AnatomyPart& part) {
    const std::string source = symbol_in(optimizer, part.source);
    return part.decay.empty() ? source : symbol_in(optimizer, part.decay) + "·" + source;
}

std::optional<Anatomy> dissect(const Race& race, std::size_t racer, int k) {
    if (k < 0) return {};
    std::vector<StepDetail> rows;
    race.details(racer, k, k + 2, [&](const StepDetail& detail) { rows.push_back(detail); });
    if (rows.empty() || rows[0].step != k) return {};
    const RacerSetup& setup = race.setup(racer);
    const OptimizerSpec& optimizer = *setup.optimizer;
    if (rows.size() < 2) return {};
    const Stage stage(race, racer, rows[0], rows[1]);
    const Scope scope = stage.scope();
    const Names given = stage.given();

    Anatomy anatomy;
    anatomy.optimizer = &optimizer;
    anatomy.step = k;
    anatomy.theta = rows[0].theta;
    anatomy.next = rows[1].theta;
    Reading reading = read(optimizer, scope, given, true);
    anatomy.parts = moves(optimizer, reading.lines, reading.theta(), rows[0].from);
    anatomy.lines = std::move(reading.lines);
    if (setup.wrapper.spec && setup.wrapper.spec->shown) {
        const Point rest = (rows[1].theta - rows[0].theta) - (rows[0].to - rows[0].from);
        if (!rest.isZero(0)) anatomy.parts.push_back({"wrapper", std::string(setup.wrapper.spec->part), rest});
    }

    const double lr = optimizer.has_learning_rate() ? rows[0].hyper[0] : 0;
    if (lr > 0) anatomy.comparisons.push_back({"g", "plain step −α·g", -lr * rows[0].g});
    const bool corrects = std::any_of(optimizer.lines().begin(), optimizer.lines().end(), [](const Statement& s) { return s.name.ends_with("_hat"); });
    if (corrects) anatomy.comparisons.push_back({"uncorrected", "without bias correction", read(optimizer, scope, given, false, true).theta().vector() - rows[0].from});
    anatomy.names = std::move(reading.names);
    for (const auto& [name, value] : given) anatomy.names.try_emplace(name, value);
    anatomy.preconditioner = preconditioner_of(optimizer, rows[1].derived, lr);
    return anatomy;
}

}  // namespace thalweg
