#!/bin/sh
# Installs what Thalweg needs from the system's packages, and nothing when all is there.
#   third_party/install.sh run | build | test      each includes the ones before it; README.md lists what each holds
set -eu

case ${1:-} in
run) purposes="run" ;;
build) purposes="run build" ;;
test) purposes="run build test" ;;
*)
    echo "usage: ${0##*/} run|build|test" >&2
    exit 2
    ;;
esac
table=$(dirname -- "$(readlink -f -- "$0")")/README.md

# One column of the table's rows for these purposes: 3 holds packages, 4 libraries.
column() {
    awk -F'|' -v wanted="$purposes" -v column="$1" '
        BEGIN { split(wanted, list, " "); for (i in list) ours[list[i]] = 1 }
        { purpose = $2; gsub(/ /, "", purpose) }
        purpose in ours { text = $column; gsub(/^ +| +$|`/, "", text); print text }' "$table"
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "Not a Debian-like system: nothing was installed. Thalweg needs, from your own packages:" >&2
    column 4 | sed 's/^/    /' >&2
    exit 0  # they may well be there; CMake names the first one that is not
fi

missing() {
    for package in $(column 3); do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

needed=$(missing | tr '\n' ' ')
needed=${needed% }
[ -n "$needed" ] || exit 0

by_hand="apt-get update && apt-get install -y --no-install-recommends $needed"
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=sudo
else
    echo "Missing: $needed" >&2
    echo "Installing them needs root. Run as root:" >&2
    echo "    $by_hand" >&2
    exit 1
fi

echo "Installing: $needed"
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@"
}
apt update >/dev/null || echo "The package lists could not be brought up to date; trying with the old ones." >&2
# shellcheck disable=SC2086  # one word per package
apt install -y --no-install-recommends $needed || {
    echo "The packages could not be installed. The names are those of Debian 12, Debian 13 and Ubuntu 24.04" >&2
    echo "(on Ubuntu most of them are in 'universe': add-apt-repository universe). By hand, as root:" >&2
    echo "    $by_hand" >&2
    exit 1
}
