// `thalweg card OPTIMIZER`: what the card in the window says, as text.
#include <iostream>

#include "app/commands/commands.hpp"
#include "core/facts/catalogue.hpp"
#include "core/facts/text.hpp"
#include "core/formula/text.hpp"
#include "core/optimizers/card.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg::app {
namespace {

std::size_t letters(std::string_view utf8) {  // columns on a terminal: continuation bytes and hats take none
    std::size_t n = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i) n += (static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80 && utf8.substr(i, 2) != "\xCC\x82";
    return n;
}

struct Table {
    std::vector<std::vector<std::string>> rows;

    void print() const {
        std::vector<std::size_t> widths;
        for (const auto& row : rows)
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (widths.size() <= i) widths.push_back(0);
                widths[i] = std::max(widths[i], letters(row[i]));
            }
        for (const auto& row : rows) {
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i) line += "  " + row[i] + (i + 1 < row.size() ? std::string(widths[i] - letters(row[i]), ' ') : "");
            std::cout << line << '\n';
        }
    }
};

void heading(std::string_view text) { std::cout << '\n' << text << '\n'; }

}  // namespace

int card(const std::string& id) {
    const OptimizerSpec* found = find_optimizer(id);
    if (!found) return fail(unknown("optimizer", id, ids_of(optimizer_catalogue())));
    const OptimizerSpec& o = *found;
    const auto symbols = [&](std::string_view name) { return symbol_in(o, name); };
    std::cout << o.name << " (" << o.id << ") · " << o.family << '\n';
    if (!o.warning.empty()) std::cout << "Warning: " << o.warning << '\n';

    heading("Formula");
    Table formula;
    for (const Statement& s : o.lines()) {
        const std::string condition = condition_text(s, o);
        formula.rows.push_back(condition.empty() ? std::vector{format_statement(s, symbols)} : std::vector{format_statement(s, symbols), condition});
    }
    formula.print();

    heading("Convention");
    for (const std::string& line : sentences(o.convention)) std::cout << "  " << line << '\n';
    if (const auto others = other_forms(o); !others.empty()) {
        heading("Other forms of this formula");
        Table table;
        for (const OptimizerSpec* other : others) table.rows.push_back({std::string(other->id), std::string(other->convention)});
        table.print();
    }
    heading("Reference");
    std::cout << "  " << o.reference << '\n';

    heading("Hyperparameters");
    Table hyper;
    for (const Parameter& p : o.hyperparameters) hyper.rows.push_back({std::string(p.symbol), std::string(p.id), default_text(p), range_text(p), std::string(p.meaning)});
    hyper.print();
    heading("Slots");
    Table slots;
    for (const Quantity& q : o.slots) slots.rows.push_back({std::string(q.symbol), std::string(q.id), std::string(q.meaning)});
    if (slots.rows.empty()) slots.rows.push_back({"none"});
    slots.print();

    heading("Conformance");
    std::cout << "  " << coverage_text(o) << '\n';
    return 0;
}

}  // namespace thalweg::app
