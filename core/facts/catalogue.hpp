// What all catalogues have in common: a list of entries, each with an id.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

// The entry with this id, or null.
template <class Entry>
const Entry* find_by_id(std::span<const Entry> catalogue, std::string_view id) {
    for (const Entry& entry : catalogue)
        if (entry.id == id) return &entry;
    return nullptr;
}

template <class Entry>
std::vector<std::string> ids_of(std::span<const Entry> catalogue) {
    std::vector<std::string> ids;
    for (const Entry& entry : catalogue) ids.emplace_back(entry.id);
    return ids;
}

}  // namespace thalweg
