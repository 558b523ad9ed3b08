#include "app/widgets/search.hpp"

#include <algorithm>
#include <string>

namespace thalweg::app {
namespace {

// Small letters; what separates the words of an id is a blank. Letters beyond ASCII stay as they are.
std::string folded(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        else if (c == '_' || c == '-') c = ' ';
    }
    return out;
}

bool has_every_word(std::string_view query, const std::string& text) {
    while (!query.empty()) {
        const std::string_view word = query.substr(0, query.find(' '));
        if (text.find(word) == std::string::npos) return false;
        query.remove_prefix(std::min(query.size(), word.size() + 1));
    }
    return true;
}

}  // namespace

Match match(std::string_view query, std::initializer_list<std::string_view> names, std::initializer_list<std::string_view> others) {
    std::string wanted = folded(query);
    while (!wanted.empty() && wanted.back() == ' ') wanted.pop_back();
    if (wanted.empty()) return Match::about;
    Match best = Match::none;
    std::string all;
    for (const std::string_view name : names) {
        const std::string here = folded(name);
        best = std::max(best, here == wanted ? Match::exact : here.starts_with(wanted) ? Match::begins : has_every_word(wanted, here) ? Match::within : Match::none);
        all += here + '\n';
    }
    for (const std::string_view other : others) all += folded(other) + '\n';
    return best == Match::none && has_every_word(wanted, all) ? Match::about : best;
}

}  // namespace thalweg::app
