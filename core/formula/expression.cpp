#include "core/formula/expression.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

namespace thalweg {
namespace {

using Kind = Expression::Kind;

constexpr int max_depth = 200;  // of nested brackets: a formula is read by recursion

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Expression expression() { return both(); }
    void expect_end() {
        if (!at_end()) fail_beside("an operator");
    }
    bool at_end() {
        skip_blanks();
        return at_ == text_.size();
    }
    bool accept_word(std::string_view word) {
        skip_blanks();
        const std::size_t end = at_ + word.size();
        if (text_.substr(at_, word.size()) != word || (end < text_.size() && is_name(text_[end]))) return false;
        at_ = end;
        return true;
    }
    bool accept(std::string_view symbol) {
        skip_blanks();
        if (text_.substr(at_, symbol.size()) != symbol) return false;
        at_ += symbol.size();
        return true;
    }
    std::string name() {
        skip_blanks();
        const std::size_t first = at_;
        while (at_ < text_.size() && is_name(text_[at_])) ++at_;
        if (at_ == first || std::isdigit(static_cast<unsigned char>(text_[first]))) {
            at_ = first;
            fail("expected a name");
        }
        return std::string(text_.substr(first, at_ - first));
    }
    std::string rest() {
        skip_blanks();
        return std::string(text_.substr(std::exchange(at_, text_.size())));
    }
    [[noreturn]] void fail(std::string message) { throw FormulaError{at_, std::move(message)}; }

private:
    // Something else stands where `wanted` or an operator belongs.
    [[noreturn]] void fail_beside(const std::string& wanted) {
        if (at_end()) fail("expected " + wanted);
        const char next = text_[at_];
        if (next == '=') fail("'=' cannot stand here; to compare write ==");
        if (next == '<' || next == '>') fail("comparisons do not chain; join them with 'and'");
        if (!is_name(next) && next != '(' && next != '.') fail("expected " + wanted + ", not '" + std::string(character()) + "'");
        const auto word = [&](std::size_t first) {
            std::size_t end = first;
            while (end < text_.size() && is_name(text_[end])) ++end;
            return std::string(text_.substr(first, std::max(end, first + 1) - first));
        };
        std::size_t end = at_;
        while (end > 0 && std::isspace(static_cast<unsigned char>(text_[end - 1]))) --end;
        std::size_t first = end;
        while (first > 0 && is_name(text_[first - 1])) --first;
        const std::string before(text_.substr(first, end - first));
        fail("expected an operator before '" + word(at_) + "'; to multiply write " + (before.empty() ? "*" : before + "*") + word(at_));
    }
    // The whole of a character that takes several bytes.
    std::string_view character() const {
        std::size_t end = at_ + 1;
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
        return text_.substr(at_, end - at_);
    }
    static bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
    void skip_blanks() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    }
    static Expression joined(Kind kind, Expression a, Expression b) {
        Expression e{.kind = kind, .name = {}, .arguments = {}};
        e.arguments.push_back(std::move(a));
        e.arguments.push_back(std::move(b));
        return e;
    }

    Expression both() {
        Expression left = comparison();
        while (accept_word("and")) left = joined(Kind::both, std::move(left), comparison());
        return left;
    }
    Expression comparison() {
        Expression left = sum();
        struct Sign {
            std::string_view text;
            Kind kind;
        };
        for (const Sign& sign : std::array<Sign, 5>{{{"<=", Kind::at_most}, {">=", Kind::at_least}, {"==", Kind::equal}, {"<", Kind::less}, {">", Kind::greater}}})
            if (accept(sign.text)) return joined(sign.kind, std::move(left), sum());
        return left;
    }
    Expression sum() {
        Expression left = product();
        for (;;) {
            if (accept("+")) left = joined(Kind::sum, std::move(left), product());
            else if (accept("-") || accept("−")) left = joined(Kind::difference, std::move(left), product());
            else return left;
        }
    }
    Expression product() {
        Expression left = unary();
        for (;;) {
            if (accept("*") || accept("·") || accept("×")) left = joined(Kind::product, std::move(left), unary());
            else if (accept("/")) left = joined(Kind::quotient, std::move(left), unary());
            else return left;
        }
    }
    Expression unary() {
        const Nested deeper(*this);
        if (accept("+")) return unary();
        if (!accept("-") && !accept("−")) return power();
        Expression e{.kind = Kind::negative, .name = {}, .arguments = {}};
        e.arguments.push_back(unary());
        return e;
    }
    Expression power() {
        Expression base = primary();
        for (const auto& [sign, exponent] : {std::pair{"²", 2.0}, std::pair{"³", 3.0}})
            if (accept(sign)) base = joined(Kind::power, std::move(base), {.kind = Kind::number, .number = exponent, .name = {}, .arguments = {}});
        return accept("^") || accept("**") ? joined(Kind::power, std::move(base), unary()) : base;
    }
    Expression primary() {
        if (at_end()) fail("expected a number, a name or '('");
        if (accept("(")) {
            Expression inner = expression();
            if (!accept(")")) fail_beside("')'");
            return inner;
        }
        if (accept("π")) return {.kind = Kind::name, .name = "pi", .arguments = {}, .position = at_ - 2};
        const char c = text_[at_];
        if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') {
            double value = 0;
            const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
            if (error != std::errc{} || !std::isfinite(value)) fail("expected a number");
            at_ = static_cast<std::size_t>(end - text_.data());
            return {.kind = Kind::number, .number = value, .name = {}, .arguments = {}};
        }
        if (!is_name(c)) fail("expected a number, a name or '(', not '" + std::string(character()) + "'");
        const std::size_t position = at_;
        Expression e{.kind = Kind::name, .name = name(), .arguments = {}, .position = position};
        if (!accept("(")) return e;
        e.kind = Kind::call;
        do e.arguments.push_back(expression());
        while (accept(","));
        if (!accept(")")) fail_beside("',' or ')'");
        return e;
    }

    struct Nested {
        explicit Nested(Parser& p) : parser(p) {
            if (++parser.depth_ > max_depth) parser.fail("too many brackets within brackets");
        }
        ~Nested() { --parser.depth_; }
        Parser& parser;
    };

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

Statement parse_statement(std::string_view line) {
    Parser parser(line);
    Statement statement;
    statement.name = parser.name();
    if (parser.accept(":")) {
        statement.remark = parser.rest();
        return statement;
    }
    if (!parser.accept("=")) parser.fail("expected '=' or ':'");
    statement.value.push_back(parser.expression());
    if (parser.accept_word("if")) statement.condition.push_back(parser.expression());
    parser.expect_end();
    return statement;
}

}  // namespace

std::variant<Expression, FormulaError> parse_expression(std::string_view text) {
    try {
        Parser parser(text);
        Expression e = parser.expression();
        parser.expect_end();
        return e;
    } catch (const FormulaError& error) {
        return error;
    }
}

std::variant<std::vector<Statement>, FormulaError> parse_statements(std::string_view text) {
    std::vector<Statement> statements;
    for (std::size_t first = 0; first < text.size();) {
        const std::size_t end = std::min(text.find('\n', first), text.size());
        const std::string_view line = text.substr(first, end - first);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            try {
                statements.push_back(parse_statement(line));
            } catch (FormulaError& error) {
                return FormulaError{first + error.position, error.message};
            }
        }
        first = end + 1;
    }
    return statements;
}

}  // namespace thalweg
