#include "app/widgets/math_text.hpp"

#include "app/widgets/text.hpp"

namespace thalweg::app {
namespace {

using Kind = Expression::Kind;

Expression joined(Kind kind, Expression a, Expression b) {
    Expression e{.kind = kind, .name = {}, .arguments = {}};
    e.arguments.push_back(std::move(a));
    e.arguments.push_back(std::move(b));
    return e;
}

// a/b·g/c is read as ((a/b)·g)/c; on paper the last fraction is g/c, else fractions would stand within fractions.
Expression unstacked(const Expression& e) {
    if (e.kind != Kind::quotient || e.arguments[0].kind != Kind::product) return e;
    const Expression &front = e.arguments[0].arguments[0], &last = e.arguments[0].arguments[1];
    const bool stacks = front.kind == Kind::quotient || (front.kind == Kind::product && unstacked(front).kind == Kind::product && front.arguments[0].kind == Kind::quotient);
    return stacks ? joined(Kind::product, front, joined(Kind::quotient, last, e.arguments[1])) : e;
}

class Setter {
public:
    Setter(const MathStyle& style, const Symbols& symbols) : style_(style), symbols_(symbols) {}

    MathBox set(const Expression& given) const {
        const Expression e = unstacked(given);
        switch (e.kind) {
            case Kind::number: return text(format_live(e.number));
            case Kind::name: return math_symbol(style_, symbols_(e.name));
            case Kind::negative: {
                MathBox box = text("−");
                append(box, operand(e.arguments[0], Kind::negative));
                return box;
            }
            case Kind::sum: return infix(e, "+", Kind::sum, Kind::product);
            case Kind::difference: return infix(e, "−", Kind::sum, Kind::product);
            case Kind::product: return infix(e, "·", Kind::product, Kind::power, 0.06f);
            case Kind::quotient: return math_fraction(style_, set(e.arguments[0]), set(e.arguments[1]));
            case Kind::power: return power(e);
            case Kind::less: return infix(e, "<", Kind::sum, Kind::sum);
            case Kind::greater: return infix(e, ">", Kind::sum, Kind::sum);
            case Kind::at_most: return infix(e, "≤", Kind::sum, Kind::sum);
            case Kind::at_least: return infix(e, "≥", Kind::sum, Kind::sum);
            case Kind::equal: return infix(e, "=", Kind::sum, Kind::sum);
            case Kind::both: return infix(e, "and", Kind::both, Kind::less);
            case Kind::call: return call(e);
        }
        return {};
    }

    // As an operand of what binds as tightly as `kind`: in brackets where it binds less.
    MathBox operand(const Expression& e, Kind kind) const {
        if (e.kind == Kind::call && e.name == "part") return operand(e.arguments[0], kind);
        if (e.kind == Kind::quotient && kind == Kind::power) return set(e);  // a fraction holds itself together in a product
        return binding(e) < binding({.kind = kind, .name = {}, .arguments = {}}) ? math_fenced(style_, set(e)) : set(e);
    }

    MathBox text(std::string_view words) const { return math_text(style_.text, words); }
    MathBox sign(std::string_view symbol, float air = 0.26f) const {
        MathBox box = math_gap(std::round(air * style_.text->FontSize));
        append(box, text(symbol));
        append(box, math_gap(std::round(air * style_.text->FontSize)));
        return box;
    }

private:
    MathBox infix(const Expression& e, std::string_view symbol, Kind left, Kind right, float air = 0.26f) const {
        MathBox box = operand(e.arguments[0], left);
        append(box, sign(symbol, air));
        append(box, operand(e.arguments[1], right));
        return box;
    }

    MathBox index(const Expression& e) const { return Setter({style_.index, style_.index, style_.scale}, symbols_).set(e); }
    MathBox index(std::string_view words) const { return math_text(style_.index, words); }

    MathBox raised(const Expression& base, const MathBox& exponent) const {
        if (base.kind == Kind::name) return math_symbol(style_, symbols_(base.name), &exponent);
        const bool bare = base.kind == Kind::number ? base.number >= 0 : base.kind == Kind::call && base.name != "sqrt" && base.name != "where";
        return math_raised(style_, bare ? set(base) : math_fenced(style_, set(base)), exponent);
    }
    MathBox power(const Expression& e) const { return raised(e.arguments[0], index(e.arguments[1])); }

    MathBox list(const Expression& e) const {
        MathBox box;
        for (std::size_t i = 0; i < e.arguments.size(); ++i) {
            if (i > 0) append(box, text(", "));
            append(box, set(e.arguments[i]));
        }
        return box;
    }
    MathBox named(MathBox name, const Expression& e) const {
        append(name, math_fenced(style_, list(e)));
        return name;
    }

    MathBox call(const Expression& e) const {
        const auto& a = e.arguments;
        if (e.name == "sqrt") return math_root(style_, set(a[0]));
        if (e.name == "abs") return math_fenced(style_, list(e), Fence::bar);
        if (e.name == "norm") return math_fenced(style_, list(e), Fence::double_bar);
        if (e.name == "part") return set(a[0]);  // what the anatomy keeps together looks like what it is
        if (e.name == "eigmin") return named(math_symbol(style_, "λ_min"), e);
        if (e.name == "norm1" || e.name == "norminf") {
            MathBox box = math_fenced(style_, list(e), Fence::double_bar);
            append(box, index(e.name == "norm1" ? "1" : "∞"), -std::round(std::max(0.36f * style_.text->FontSize, box.below - 0.3f * style_.index->FontSize)));
            return box;
        }
        if (e.name == "dot") {
            MathBox box = text("⟨");
            append(box, list(e));
            append(box, text("⟩"));
            return box;
        }
        if (e.name == "grad") return named(text("∇f"), e);
        if (e.name == "loss") return named(text("f"), e);
        if (e.name == "hess") {
            MathBox box = math_raised(style_, text("∇"), index("2"));
            append(box, text("f"));
            return named(box, e);
        }
        if (e.name == "inv") return raised(a[0], index("−1"));
        if (e.name == "invsqrt") return raised(a[0], index("−1/2"));
        if (e.name == "transpose") return raised(a[0], index("T"));
        if (e.name == "outer") {
            MathBox box = operand(a[0], Kind::product);
            append(box, math_gap(std::round(0.12f * style_.text->FontSize)));
            append(box, raised(a[1], index("T")));
            return box;
        }
        if (e.name == "exp" && !set(a[0]).tall(style_)) return math_raised(style_, text("e"), index(a[0]));
        if (e.name == "where") {
            MathBox yes = set(a[1]), no = set(a[2]);
            const float column = std::max(yes.width, no.width) + std::round(0.8f * style_.text->FontSize);
            append(yes, math_gap(column - yes.width));
            append(yes, text("if "));
            append(yes, set(a[0]));
            append(no, math_gap(column - no.width));
            append(no, text("else"));
            return math_cases(style_, {yes, no});
        }
        return named(text(e.name), e);
    }

    MathStyle style_;
    const Symbols& symbols_;
};

struct SignedTerm {
    bool minus;
    const Expression* term;
};

void collect(const Expression& e, bool minus, std::vector<SignedTerm>& terms) {
    if (e.kind == Kind::sum || e.kind == Kind::difference) {
        collect(e.arguments[0], minus, terms);
        terms.push_back({e.kind == Kind::difference, &e.arguments[1]});
    } else {
        terms.push_back({minus, &e});
    }
}

}  // namespace

MathBox set_expression(const MathStyle& style, const Expression& expression, const Symbols& symbols) { return Setter(style, symbols).set(expression); }

std::optional<MathBox> set_statement(const MathStyle& style, const Statement& statement, const Symbols& symbols, float width) {
    const Setter setter(style, symbols);
    MathBox row = math_symbol(style, symbols(statement.name));
    if (statement.value.empty()) {
        append(row, setter.text(": " + statement.remark));
        return row.width <= width ? std::optional(row) : std::nullopt;
    }
    append(row, setter.sign("←"));
    const float further_in = std::round(1.2f * style.text->FontSize);
    std::vector<SignedTerm> terms;
    collect(statement.value[0], false, terms);
    std::vector<MathBox> rows;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        MathBox term = i > 0 ? setter.sign(terms[i].minus ? "−" : "+") : MathBox{};
        append(term, i > 0 ? setter.operand(*terms[i].term, Kind::product) : setter.set(*terms[i].term));
        if (i > 0 && row.width + term.width > width) {
            rows.push_back(std::move(row));
            row = math_gap(further_in);
        }
        append(row, term);
        if (row.width > width) return std::nullopt;
    }
    if (rows.empty()) return row;
    rows.push_back(std::move(row));
    return math_rows(rows, std::round(0.12f * style.text->FontSize));
}

float draw_statement(ImDrawList& list, std::span<const MathStyle> styles, const Statement& statement, const Symbols& symbols, float x, float top, float width, ImU32 colour) {
    for (const MathStyle& style : styles)
        if (const auto box = set_statement(style, statement, symbols, width)) {
            if ((colour & IM_COL32_A_MASK) != 0) draw_math(list, *box, x, top + box->above, colour);
            return top + box->height();
        }
    return draw_text_wrapped(list, styles.back().text, x, top, width, colour, format_statement(statement, symbols));
}

}  // namespace thalweg::app
