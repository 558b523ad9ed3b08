#!/usr/bin/env bash
# Builds the program and its tests, after installing what they need, and runs the tests.
#   ./test.sh                  all of them
#   ./test.sh -R Regression    further words go to ctest
set -eu

cd -- "$(dirname -- "$(readlink -f -- "$0")")"

third_party/install.sh test
log=$(cmake --preset release -DTHALWEG_TESTS=ON 2>&1) || {
    printf '%s\n' "$log" >&2
    exit 1
}
if [ -t 1 ]; then
    progress=()  # one line that counts up
else
    progress=(--quiet)
    echo "Building …"
fi
NINJA_STATUS='Building [%f/%t] ' cmake --build --preset release -- "${progress[@]}"

# Window tests are marked RUN_SERIAL; all others may run side by side.
CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-2} exec ctest --preset release "$@"
