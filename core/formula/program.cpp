#include "core/formula/program.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <tuple>

#include "core/facts/text.hpp"
#include "core/formula/interpret.hpp"

namespace thalweg {
namespace {

using Kind = Expression::Kind;

constexpr double most_multiplied = 64;  // whole powers beyond are left to pow

struct Function {
    std::string_view name;
    std::size_t arguments;
    Operation operation;
    bool more = false;  // takes further arguments, two by two
};
constexpr Function functions[] = {
    {"sqrt", 1, Operation::sqrt}, {"cbrt", 1, Operation::cbrt}, {"abs", 1, Operation::abs}, {"sign", 1, Operation::sign}, {"exp", 1, Operation::exp},
    {"log", 1, Operation::log}, {"ln", 1, Operation::log}, {"log2", 1, Operation::log2}, {"log10", 1, Operation::log10}, {"log1p", 1, Operation::log1p},
    {"sin", 1, Operation::sin}, {"cos", 1, Operation::cos}, {"tan", 1, Operation::tan}, {"asin", 1, Operation::asin}, {"acos", 1, Operation::acos}, {"atan", 1, Operation::atan},
    {"sinh", 1, Operation::sinh}, {"cosh", 1, Operation::cosh}, {"tanh", 1, Operation::tanh}, {"sigmoid", 1, Operation::sigmoid}, {"softplus", 1, Operation::softplus},
    {"relu", 1, Operation::relu}, {"floor", 1, Operation::floor}, {"step", 1, Operation::step}, {"min", 2, Operation::min, true}, {"max", 2, Operation::max, true},
    {"pow", 2, Operation::power}, {"atan2", 2, Operation::atan2}, {"mod", 2, Operation::mod}, {"where", 3, Operation::where}, {"if", 3, Operation::where}};

const Function* find_function(std::string_view name) {
    const auto at = std::find_if(std::begin(functions), std::end(functions), [&](const Function& f) { return f.name == name; });
    return at == std::end(functions) ? nullptr : at;
}

std::optional<double> find_constant(std::string_view name) {
    if (name == "pi") return std::numbers::pi;
    if (name == "tau") return 2 * std::numbers::pi;
    if (name == "e") return std::numbers::e;
    return {};
}

void check_call(const Expression& e) {
    const Function* f = find_function(e.name);
    if (!f) {
        if (e.name.size() == 1 || find_constant(e.name)) throw FormulaError{e.position, "'" + e.name + "' is not a function; to multiply write " + e.name + "*(…)"};
        std::vector<std::string> known;
        for (const Function& each : functions) known.emplace_back(each.name);
        throw FormulaError{e.position, unknown("function", e.name, known)};
    }
    const std::size_t n = e.arguments.size();
    if (n == f->arguments || (f->more && n > f->arguments)) return;
    throw FormulaError{e.position, e.name + " takes " + std::to_string(f->arguments) + (f->more ? " or more" : "") + (f->arguments == 1 ? " argument" : " arguments") + ", not " + std::to_string(n)};
}

void collect_names(const Expression& e, std::vector<std::string>& names) {
    if (e.kind == Kind::call) check_call(e);
    if (e.kind == Kind::name && e.name != "x" && e.name != "y" && !find_constant(e.name)) {
        if (find_function(e.name)) throw FormulaError{e.position + e.name.size(), "expected '(': " + e.name + " is a function, as in " + e.name + "(x)"};
        if (std::find(names.begin(), names.end(), e.name) == names.end()) names.push_back(e.name);
    }
    for (const Expression& argument : e.arguments) collect_names(argument, names);
}

// A value under construction: a known number, or what an instruction will yield.
struct Operand {
    bool known;
    double value = 0;
    int node = 0;
};
struct Node {
    Operation operation;
    std::array<int, 3> from{-1, -1, -1};
    double k = 0;
    bool on_x = false;
};

class Builder {
public:
    explicit Builder(const std::map<std::string, double, std::less<>>& values) : values_(values) { nodes_ = {{Operation::constant, {-1, -1, -1}, 0, true}, {Operation::constant}}; }

    Operand build(const Expression& e) {
        const auto argument = [&](std::size_t i) { return build(e.arguments[i]); };
        switch (e.kind) {
            case Kind::number: return {true, e.number};
            case Kind::name: return name(e.name);
            case Kind::negative: return unary(Operation::negate, argument(0));
            case Kind::sum: return sum(argument(0), argument(1));
            case Kind::difference: return difference(argument(0), argument(1));
            case Kind::product: return product(argument(0), argument(1));
            case Kind::quotient: return quotient(argument(0), argument(1));
            case Kind::power: return power(argument(0), argument(1));
            case Kind::less: return plain(Operation::less, {argument(0), argument(1)});
            case Kind::greater: {
                const Operand a = argument(0);
                return plain(Operation::less, {argument(1), a});
            }
            case Kind::at_most: return plain(Operation::at_most, {argument(0), argument(1)});
            case Kind::at_least: {
                const Operand a = argument(0);
                return plain(Operation::at_most, {argument(1), a});
            }
            case Kind::equal: return plain(Operation::equal, {argument(0), argument(1)});
            case Kind::both: return plain(Operation::both, {argument(0), argument(1)});
            case Kind::call: return call(e);
        }
        return {true, 0};
    }

    Program finish(Operand result) {
        const int root = node_of(result);
        fuse(root);
        Program program;
        std::vector<int> order;  // what the result needs, y's part first
        std::vector<bool> needed(nodes_.size());
        needed[static_cast<std::size_t>(root)] = true;
        for (std::size_t i = nodes_.size(); i-- > 2;)
            if (needed[i])
                for (const int from : nodes_[i].from)
                    if (from >= 0) needed[static_cast<std::size_t>(from)] = true;
        for (const bool on_x : {false, true})
            for (std::size_t i = 2; i < nodes_.size(); ++i)
                if (needed[i] && nodes_[i].on_x == on_x) order.push_back(static_cast<int>(i));

        // A register is free again after the last instruction that reads it. What x's part reads of y's part stays for all blocks of a row.
        std::vector<std::size_t> last(nodes_.size(), 0);
        for (std::size_t at = 0; at < order.size(); ++at)
            for (const int from : nodes_[index(order[at])].from)
                if (from >= 0) last[index(from)] = !nodes_[index(from)].on_x && nodes_[index(order[at])].on_x ? order.size() : std::max(last[index(from)], at);
        last[index(root)] = order.size();

        std::array<Pool, 2> pools;  // of y's part, of x's part
        std::vector<std::uint16_t> place(nodes_.size());
        place[0] = pools[1].take();
        place[1] = pools[0].take();
        std::vector<int> defined{0, 1};
        for (std::size_t at = 0; at < order.size(); ++at) {
            const Node& node = nodes_[index(order[at])];
            std::array<std::uint16_t, 3> r{};
            for (std::size_t i = 0; i < 3; ++i)
                if (node.from[i] >= 0) r[i] = place[index(node.from[i])];
            for (std::size_t i = 0; i < 3; ++i) {
                const int from = node.from[i];
                const bool seen = std::find(node.from.begin(), node.from.begin() + static_cast<std::ptrdiff_t>(i), from) != node.from.begin() + static_cast<std::ptrdiff_t>(i);
                if (from > 1 && !seen && last[index(from)] == at) pools[nodes_[index(from)].on_x].give(place[index(from)]);  // x and y themselves stay: the next block needs them
            }
            place[index(order[at])] = pools[node.on_x].take();
            sources_.push_back({order[at], {node.operation, place[index(order[at])], r[0], r[1], r[2], node.k}});
        }
        program.wide = pools[1].used;
        program.registers = static_cast<std::uint16_t>(pools[1].used + pools[0].used);
        const auto shifted = [&](int node, std::uint16_t r) { return nodes_[index(node)].on_x ? r : static_cast<std::uint16_t>(r + program.wide); };
        for (auto& [node, instruction] : sources_) {
            const auto& from = nodes_[index(node)].from;
            instruction.out = shifted(node, instruction.out);
            instruction.a = from[0] >= 0 ? shifted(from[0], instruction.a) : instruction.out;
            instruction.b = from[1] >= 0 ? shifted(from[1], instruction.b) : instruction.a;
            instruction.c = from[2] >= 0 ? shifted(from[2], instruction.c) : instruction.a;
            (nodes_[index(node)].on_x ? program.of_x : program.of_y).push_back(instruction);
        }
        program.result = shifted(root, place[index(root)]);
        return program;
    }

private:
    // Pairs of instructions that often follow each other become one, where nothing else reads what lies between. The arithmetic stays the same.
    void fuse(int root) {
        std::vector<int> readers(nodes_.size(), 0);
        for (const Node& node : nodes_)
            for (const int from : node.from)
                if (from >= 0) ++readers[index(from)];
        ++readers[index(root)];
        const auto alone = [&](int i) { return i > 1 && readers[index(i)] == 1; };
        for (std::size_t i = 2; i < nodes_.size(); ++i) {
            Node& node = nodes_[i];
            if (node.operation == Operation::square && alone(node.from[0])) {
                const Node inner = nodes_[index(node.from[0])];
                const auto become = [&](Operation operation) { node = {operation, inner.from, inner.k, node.on_x}; };
                if (inner.operation == Operation::add) become(Operation::square_sum);
                if (inner.operation == Operation::subtract) become(Operation::square_difference);
                if (inner.operation == Operation::add_constant) become(Operation::square_add_constant);
                if (inner.operation == Operation::subtract_from) become(Operation::square_subtract_from);
            } else if (node.operation == Operation::add) {
                for (const std::size_t side : {1U, 0U}) {
                    const int part = node.from[side], other = node.from[1 - side];
                    if (!alone(part) || nodes_[index(part)].on_x != node.on_x) continue;  // what depends on y alone is better kept apart
                    const Node inner = nodes_[index(part)];
                    if (inner.operation == Operation::multiply_constant) node = {Operation::add_scaled, {other, inner.from[0], -1}, inner.k, node.on_x};
                    else if (inner.operation == Operation::multiply) node = {Operation::add_product, {other, inner.from[0], inner.from[1]}, 0, node.on_x};
                    else continue;
                    break;
                }
            }
        }
    }
    struct Pool {
        std::uint16_t used = 0;
        std::vector<std::uint16_t> free;
        std::uint16_t take() {
            if (free.empty()) return used++;
            const std::uint16_t r = free.back();
            free.pop_back();
            return r;
        }
        void give(std::uint16_t r) { free.push_back(r); }
    };
    static std::size_t index(int i) { return static_cast<std::size_t>(i); }

    // The same instruction is never made twice.
    int add(Operation operation, std::array<int, 3> from, double k = 0) {
        const auto [at, fresh] = known_.try_emplace({operation, from, std::bit_cast<std::uint64_t>(k)}, static_cast<int>(nodes_.size()));
        if (!fresh) return at->second;
        bool on_x = false;
        for (const int i : from) on_x = on_x || (i >= 0 && nodes_[index(i)].on_x);
        nodes_.push_back({operation, from, k, on_x});
        return at->second;
    }
    int node_of(const Operand& a) { return a.known ? add(Operation::constant, {-1, -1, -1}, a.value) : a.node; }

    static double fold(Operation operation, double k, double a, double b = 0, double c = 0) {
        std::array<double, 4> registers{0, a, b, c};
        const Instruction one{operation, 0, 1, 2, 3, k};
        run<double>({&one, 1}, {registers.data(), registers.size(), 1, 1}, 1);
        return registers[0];
    }
    Operand unary(Operation operation, const Operand& a, double k = 0) {
        if (a.known) return {true, fold(operation, k, a.value)};
        return {false, 0, add(operation, {a.node, -1, -1}, k)};
    }
    // Without a form of its own for a number as an operand.
    Operand plain(Operation operation, std::array<Operand, 2> a) {
        if (a[0].known && a[1].known) return {true, fold(operation, 0, a[0].value, a[1].value)};
        const int first = node_of(a[0]);
        return {false, 0, add(operation, {first, node_of(a[1]), -1})};
    }
    Operand commutative(Operation operation, const Operand& a, const Operand& b) { return {false, 0, add(operation, {std::min(a.node, b.node), std::max(a.node, b.node), -1})}; }

    Operand sum(const Operand& a, const Operand& b) {
        if (a.known && b.known) return {true, a.value + b.value};
        if (a.known) return unary(Operation::add_constant, b, a.value);
        if (b.known) return unary(Operation::add_constant, a, b.value);
        return commutative(Operation::add, a, b);
    }
    Operand difference(const Operand& a, const Operand& b) {
        if (a.known && b.known) return {true, a.value - b.value};
        if (a.known) return unary(Operation::subtract_from, b, a.value);
        if (b.known) return unary(Operation::add_constant, a, -b.value);
        return {false, 0, add(Operation::subtract, {a.node, b.node, -1})};
    }
    Operand product(const Operand& a, const Operand& b) {
        if (a.known && b.known) return {true, a.value * b.value};
        if (a.known) return a.value == 1 ? b : unary(Operation::multiply_constant, b, a.value);
        if (b.known) return product(b, a);
        return a.node == b.node ? unary(Operation::square, a) : commutative(Operation::multiply, a, b);
    }
    Operand quotient(const Operand& a, const Operand& b) {
        if (a.known && b.known) return {true, a.value / b.value};
        if (a.known) return unary(Operation::divide_constant, b, a.value);
        if (b.known) return b.value == 1 ? a : unary(Operation::divide_by_constant, a, b.value);
        return {false, 0, add(Operation::divide, {a.node, b.node, -1})};
    }
    // a^n, n ≥ 1, by repeated squaring.
    Operand whole_power(const Operand& a, int n) {
        if (n == 1) return a;
        const Operand half = whole_power(a, n / 2), even = product(half, half);
        return n % 2 ? product(even, a) : even;
    }
    Operand power(const Operand& a, const Operand& b) {
        if (!b.known) return plain(Operation::power, {a, b});
        const double p = std::abs(b.value), whole = std::floor(p);
        if (p == 0) return {true, 1};
        if (p > most_multiplied || (p != whole && p - whole != 0.5)) return unary(Operation::power_constant, a, b.value);
        const Operand root = p == whole ? Operand{true, 1} : unary(Operation::sqrt, a);
        const Operand raised = whole == 0 ? root : product(root, whole_power(a, static_cast<int>(whole)));
        return b.value > 0 ? raised : quotient({true, 1}, raised);
    }
    Operand name(const std::string& id) {
        if (id == "x") return {false, 0, 0};
        if (id == "y") return {false, 0, 1};
        if (const auto constant = find_constant(id)) return {true, *constant};
        const auto at = values_.find(id);
        assert(at != values_.end());
        return {true, at->second};
    }
    Operand call(const Expression& e) {
        const Function& f = *find_function(e.name);
        std::vector<Operand> a;
        for (const Expression& argument : e.arguments) a.push_back(build(argument));
        if (f.operation == Operation::power) return power(a[0], a[1]);
        if (f.arguments == 1) return unary(f.operation, a[0]);
        if (f.operation == Operation::where) {
            if (a[0].known) return a[0].value != 0 ? a[1] : a[2];
            const int yes = node_of(a[1]), no = node_of(a[2]);
            return {false, 0, add(Operation::where, {a[0].node, yes, no})};
        }
        Operand all = plain(f.operation, {a[0], a[1]});
        for (std::size_t i = 2; i < a.size(); ++i) all = plain(f.operation, {all, a[i]});
        return all;
    }

    const std::map<std::string, double, std::less<>>& values_;
    std::vector<Node> nodes_;  // 0 is x, 1 is y
    std::map<std::tuple<Operation, std::array<int, 3>, std::uint64_t>, int> known_;
    std::vector<std::pair<int, Instruction>> sources_;
};

}  // namespace

std::variant<std::vector<std::string>, FormulaError> parameter_names(const Expression& expression) {
    std::vector<std::string> names;
    try {
        collect_names(expression, names);
    } catch (const FormulaError& error) {
        return error;
    }
    return names;
}

Program compile(const Expression& expression, const std::map<std::string, double, std::less<>>& values) {
    Builder builder(values);
    const Operand result = builder.build(expression);
    return builder.finish(result);
}

}  // namespace thalweg
