#include "app/shell/panes.hpp"

#include "app/widgets/number.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace thalweg::app {
namespace {

constexpr int deepest = 32;  // a file by a hostile hand must not exhaust the stack

void write(const Pane& pane, std::string& out) {
    if (pane.is_leaf()) {
        if (pane.folded) out += '~';
        out += pane.view;
        return;
    }
    out += pane.axis == SplitAxis::row ? "(row " : "(column ";
    out += format_exact(std::round(pane.ratio * 1e4) / 1e4);
    for (const Pane& child : pane.children) {
        out += ' ';
        write(child, out);
    }
    out += ')';
}

class Reader {
public:
    Reader(std::string_view text, const std::vector<std::string>& known) : text_(text), known_(known) {}

    Pane read() {
        Pane root = pane(0);
        if (problem_.empty() && !word().empty()) problem_ = "there is something after the last bracket";
        return root;
    }
    const std::string& problem() const { return problem_; }

private:
    // A bracket, or everything up to the next blank or bracket.
    std::string_view word() {
        const std::size_t start = text_.find_first_not_of(" \t\r\n", at_);
        if (start == std::string_view::npos) return {};
        at_ = start + 1;
        if (text_[start] != '(' && text_[start] != ')') at_ = std::min(text_.find_first_of(" \t\r\n()", start), text_.size());
        return text_.substr(start, at_ - start);
    }

    Pane fail(std::string why) {
        if (problem_.empty()) problem_ = std::move(why);
        return {};
    }

    Pane pane(int depth) {
        if (!problem_.empty()) return {};
        if (depth > deepest) return fail("the panes are nested too deeply");
        const std::string_view first = word();
        if (first.empty()) return fail("the text ends too early");
        if (first == ")") return fail("a pane is missing before ')'");
        if (first != "(") return view(first);

        const std::string_view axis = word();
        if (axis != "row" && axis != "column") return fail("expected row or column, found '" + std::string(axis) + "'");
        const std::string_view number = word();
        const auto ratio = parse_number(number);
        if (!ratio || *ratio <= 0 || *ratio >= 1) return fail("expected a ratio between 0 and 1, found '" + std::string(number) + "'");
        Pane one = pane(depth + 1), two = pane(depth + 1);
        if (problem_.empty() && word() != ")") return fail("expected ')' after two panes");
        return split(axis == "row" ? SplitAxis::row : SplitAxis::column, *ratio, std::move(one), std::move(two));
    }

    Pane view(std::string_view name) {
        const bool folded = name.starts_with('~');
        if (folded) name.remove_prefix(1);
        if (std::find(known_.begin(), known_.end(), name) == known_.end()) return fail("there is no view '" + std::string(name) + "'");
        if (!seen_.insert(std::string(name)).second) return fail("the view '" + std::string(name) + "' appears twice");
        return leaf(std::string(name), folded);
    }

    std::string_view text_;
    const std::vector<std::string>& known_;
    std::size_t at_ = 0;
    std::set<std::string> seen_;
    std::string problem_;
};

}  // namespace

std::string format_panes(const Pane& root) {
    std::string out;
    write(root, out);
    return out;
}

ParsedPanes parse_panes(std::string_view text, const Pane& fallback, const std::vector<std::string>& known) {
    Reader reader(text, known);
    Pane root = reader.read();
    if (!reader.problem().empty()) return {fallback, "layout: " + reader.problem()};
    return {std::move(root), {}};
}

}  // namespace thalweg::app
