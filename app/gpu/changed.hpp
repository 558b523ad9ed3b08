#pragma once

namespace thalweg::app {

// Stores the value; true if it is a new one.
template <class T>
bool changed(T& stored, const T& value) {
    if (stored == value) return false;
    stored = value;
    return true;
}

}  // namespace thalweg::app
