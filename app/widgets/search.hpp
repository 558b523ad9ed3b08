// How well an entry of a catalogue answers what was typed. No ImGui.
#pragma once

#include <initializer_list>
#include <string_view>

namespace thalweg::app {

enum class Match {
    none,
    about,   // every word occurs somewhere: in the group, the note, …
    within,  // in the names
    begins,  // a name begins with it
    exact,
};

// `names`: what the entry is called, as people and as files say it. Case does not matter. An empty query matches everything `about`.
Match match(std::string_view query, std::initializer_list<std::string_view> names, std::initializer_list<std::string_view> others = {});

}  // namespace thalweg::app
