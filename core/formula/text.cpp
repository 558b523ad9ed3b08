#include "core/formula/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <map>

namespace thalweg {
namespace {

using Kind = Expression::Kind;

constexpr std::string_view hat = "\u0302", minus = "−";

std::string digits_as(std::string_view digits, const std::array<std::string_view, 10>& glyphs) {
    std::string out;
    for (const char c : digits) out += c == '-' ? std::string("⁻") : std::string(glyphs[static_cast<std::size_t>(c - '0')]);
    return out;
}

constexpr std::array<std::string_view, 10> superscripts{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
constexpr std::array<std::string_view, 10> subscripts{"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};

const std::map<std::string_view, std::string_view>& known_symbols() {
    static const std::map<std::string_view, std::string_view> symbols{
        {"theta", "θ"}, {"lr", "α"}, {"alpha", "α"}, {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"}, {"Delta", "Δ"}, {"eps", "ε"}, {"eta", "η"}, {"lambda", "λ"}, {"mu", "μ"}, {"nu", "ν"}, {"momentum", "μ"},
        {"rho", "ρ"}, {"sigma", "σ"}, {"tau", "τ"}, {"kappa", "κ"}, {"zeta", "ζ"}, {"chi", "χ"}, {"psi", "ψ"}, {"omega", "ω"}, {"phi", "φ"}, {"xi", "ξ"}, {"pi", "π"}, {"weight_decay", "λ"}, {"inf", "∞"}, {"f", "f"}};
    return symbols;
}

// Binding strengths.
constexpr int of_both = 0, of_comparison = 1, of_sum = 2, of_product = 3, of_negative = 4, of_power = 5, of_primary = 6;

std::string bracketed(const Expression& e, int least, const Symbols& symbols) {
    const std::string text = format_expression(e, symbols);
    return binding(e) < least ? "(" + text + ")" : text;
}

std::string called(const Expression& e, const Symbols& symbols) {
    const auto list = [&] {
        std::string text;
        for (const Expression& a : e.arguments) text += (text.empty() ? "" : ", ") + format_expression(a, symbols);
        return text;
    };
    if (e.name == "sqrt") return "√" + bracketed(e.arguments[0], of_primary, symbols);
    if (e.name == "abs") return "|" + list() + "|";
    if (e.name == "norm") return "‖" + list() + "‖";
    if (e.name == "norm1") return "‖" + list() + "‖₁";
    if (e.name == "norminf") return "‖" + list() + "‖∞";
    if (e.name == "eigmin") return "λmin(" + list() + ")";
    if (e.name == "part") return list();
    if (e.name == "dot") return "⟨" + list() + "⟩";
    if (e.name == "grad") return "∇f(" + list() + ")";
    if (e.name == "hess") return "∇²f(" + list() + ")";
    if (e.name == "loss") return "f(" + list() + ")";
    if (e.name == "inv") return bracketed(e.arguments[0], of_primary, symbols) + "⁻¹";
    if (e.name == "invsqrt") return bracketed(e.arguments[0], of_primary, symbols) + "^(−½)";
    if (e.name == "transpose") return bracketed(e.arguments[0], of_primary, symbols) + "ᵀ";
    if (e.name == "outer") return bracketed(e.arguments[0], of_product, symbols) + "·" + bracketed(e.arguments[1], of_primary, symbols) + "ᵀ";
    if (e.name == "where") return format_expression(e.arguments[1], symbols) + " if " + format_expression(e.arguments[0], symbols) + ", else " + format_expression(e.arguments[2], symbols);
    return e.name + "(" + list() + ")";
}

std::string raised(const Expression& e, const Symbols& symbols) {
    const std::string base = bracketed(e.arguments[0], of_primary, symbols);
    const Expression& exponent = e.arguments[1];
    if (exponent.kind == Kind::number && exponent.number >= 0 && exponent.number == std::floor(exponent.number) && exponent.number < 1000)
        return base + digits_as(std::to_string(static_cast<int>(exponent.number)), superscripts);
    if (exponent.kind == Kind::name && exponent.name == "t") return base + "ᵗ";
    return base + "^" + bracketed(exponent, of_primary, symbols);
}

// Written as 1.5·10⁻⁷.
bool has_power_of_ten(double value) { return value != 0 && std::isfinite(value) && (std::abs(value) < 1e-3 || std::abs(value) >= 1e6); }

}  // namespace

int binding(const Expression& e) {
    switch (e.kind) {
        case Kind::both: return of_both;
        case Kind::less: case Kind::greater: case Kind::at_most: case Kind::at_least: case Kind::equal: return of_comparison;
        case Kind::sum: case Kind::difference: return of_sum;
        case Kind::product: case Kind::quotient: return of_product;
        case Kind::negative: return of_negative;
        case Kind::power: return of_power;
        case Kind::number: return e.number < 0 ? of_negative : has_power_of_ten(e.number) ? of_product : of_primary;
        case Kind::call: return e.name == "where" ? of_both : of_primary;
        case Kind::name: return of_primary;
    }
    return of_primary;
}

std::string usual_symbol(std::string_view name) {
    if (const auto known = known_symbols().find(name); known != known_symbols().end()) return std::string(known->second);
    if (name.ends_with("_hat")) return usual_symbol(name.substr(0, name.size() - 4)) + std::string(hat);
    const std::size_t last = name.find_last_not_of("0123456789");
    if (last != std::string_view::npos && last + 1 < name.size()) return usual_symbol(name.substr(0, last + 1)) + digits_as(name.substr(last + 1), subscripts);
    const std::size_t bar = name.find('_');
    if (bar != std::string_view::npos && bar > 0 && bar + 1 < name.size()) {
        const std::string index = usual_symbol(name.substr(bar + 1));
        return usual_symbol(name.substr(0, bar)) + (index == "t" ? "ₜ" : "_" + index);
    }
    return std::string(name);
}

std::string format_live(double value, int digits) {
    if (std::isnan(value)) return "NaN";
    if (value == 0) return "0";  // and not −0
    if (std::isinf(value)) return value > 0 ? "∞" : std::string(minus) + "∞";
    std::array<char, 64> buffer;
    const double size = std::abs(value);
    std::string text;
    if (has_power_of_ten(value)) {
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific, digits - 1).ptr;
        text.assign(buffer.data(), end);
        const std::size_t e = text.find('e');
        std::string mantissa = text.substr(0, e);
        if (mantissa.find('.') != std::string::npos) mantissa.erase(mantissa.find_last_not_of('0') + 1);
        if (mantissa.back() == '.') mantissa.pop_back();
        text = mantissa + "·10" + digits_as(std::to_string(std::stoi(text.substr(e + 1))), superscripts);
    } else {
        const int whole = size < 1 ? 0 : static_cast<int>(std::floor(std::log10(size)));
        const int places = size == 0 ? 0 : std::max(0, digits - 1 - (size < 1 ? static_cast<int>(std::floor(std::log10(size))) : whole));
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, places).ptr;
        text.assign(buffer.data(), end);
        if (text.find('.') != std::string::npos) text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    if (text.front() == '-') text = std::string(minus) + text.substr(1);
    return text;
}

std::string format_expression(const Expression& e, const Symbols& symbols) {
    const auto pair = [&](std::string_view sign, int left, int right) {
        const std::string second = bracketed(e.arguments[1], right, symbols);
        const bool two_signs = (e.kind == Kind::sum || e.kind == Kind::difference) && second.starts_with(minus);  // a + (−b)
        return bracketed(e.arguments[0], left, symbols) + std::string(sign) + (two_signs ? "(" + second + ")" : second);
    };
    switch (e.kind) {
        case Kind::number: return format_live(e.number);
        case Kind::name: return symbols(e.name);
        case Kind::negative: return std::string(minus) + bracketed(e.arguments[0], of_negative, symbols);
        case Kind::sum: return pair(" + ", of_sum, of_product);
        case Kind::difference: return pair(" − ", of_sum, of_product);
        case Kind::product: return pair("·", of_product, e.arguments[1].kind == Kind::number && e.arguments[1].number > 0 ? of_product : of_power);  // 0.9·5.9·10⁻⁸
        case Kind::quotient: return pair("/", of_product, of_power);
        case Kind::power: return raised(e, symbols);
        case Kind::less: return pair(" < ", of_sum, of_sum);
        case Kind::greater: return pair(" > ", of_sum, of_sum);
        case Kind::at_most: return pair(" ≤ ", of_sum, of_sum);
        case Kind::at_least: return pair(" ≥ ", of_sum, of_sum);
        case Kind::equal: return pair(" = ", of_sum, of_sum);
        case Kind::both: return pair(" and ", of_both, of_comparison);
        case Kind::call: return called(e, symbols);
    }
    return {};
}

std::string format_statement(const Statement& statement, const Symbols& symbols) {
    std::string text = symbols(statement.name);
    if (statement.value.empty()) return text + ": " + statement.remark;
    return text + " ← " + format_expression(statement.value[0], symbols);
}

}  // namespace thalweg
