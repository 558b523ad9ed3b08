#!/usr/bin/env bash
# Builds Thalweg, after installing what it needs, and opens it.
#   ./run.sh                     the window
#   ./run.sh SCENARIO.toml       the window with this scenario
#   ./run.sh trace|render|…      any other command of the program; see ./run.sh --help
set -euo pipefail

root=$(dirname -- "$(readlink -f -- "$0")")
build=$root/build/release

"$root/third_party/install.sh" build >&2
if [ ! -f "$build/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$build/CMakeCache.txt" ]; then
    echo "Configuring …" >&2
    log=$(cd "$root" && cmake --preset release -DTHALWEG_TESTS=OFF 2>&1) || {  # to open the program GoogleTest is not needed
        printf '%s\n' "$log" >&2
        exit 1
    }
fi
compile() {
    NINJA_STATUS='Building [%f/%t] ' cmake --build "$build" --target thalweg -- "$@"
}
if [ -t 2 ]; then
    compile >&2  # one line that counts up
else
    [ -x "$build/thalweg" ] || echo "Building …" >&2
    compile --quiet 2>&1 | sed '/^ninja: no work to do/d' >&2
fi

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    case ${1:-} in
    trace | render | eval | anatomy | card | list | -*) ;;
    *)
        name=default
        [ $# -eq 0 ] || name=$(basename -- "$1" .toml)
        picture=$build/$name.png
        echo "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so here is a picture instead of the window:" >&2
        "$build/thalweg" render "$@" -o "$picture" >/dev/null
        echo "$picture"
        exit 0
        ;;
    esac
fi
exec "$build/thalweg" "$@"
