#!/usr/bin/env bash
# Installs what is missing and nothing else.
#
#   tools/install_dependencies.sh GROUP...    groups of packages.txt, and `web` for Node and npm
#
# Sourced by ./run and ./test, because a Node fetched from npm must come onto their PATH.
# Without root it prints the command for somebody who has it, and ends with 1.

soc_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The packages of the groups given, one line each, alternatives separated by blanks.
packages_of() {
    local groups=" $* " group rest
    while read -r group rest; do
        [[ $group == "#"* || -z $group ]] && continue
        [[ $groups == *" $group "* ]] && printf '%s\n' "${rest//|/ }"
    done <"$soc_top/tools/packages.txt"
    return 0
}

# Reads lines of alternatives; prints those of which none is installed.
without_installed() {
    local lines installed line name found
    mapfile -t lines
    # shellcheck disable=SC2048,SC2086 # the alternatives of a line are words
    installed=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' ${lines[*]} 2>/dev/null) "
    for line in "${lines[@]}"; do
        found=no
        for name in $line; do
            [[ $installed == *" installed:$name "* ]] && found=yes
        done
        [[ $found == yes ]] || printf '%s\n' "$line"
    done
}

# Of a line of alternatives, the first that this system offers.
first_offered() {
    local name
    for name in "$@"; do
        if apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "$1"
}

# Reads lines of alternatives; installs those that are missing.
install_packages() {
    local missing offered=() line
    missing=$(without_installed)
    [[ -n $missing ]] || return 0
    if ((EUID == 0)); then
        echo "Installing $(wc -l <<<"$missing") missing Debian packages" >&2
        apt-get -o DPkg::Lock::Timeout=400 -qq update || return 1
    fi
    while read -r line; do
        # shellcheck disable=SC2086 # the alternatives of a line are words
        offered+=("$(first_offered $line)")
    done <<<"$missing"
    if ((EUID != 0)); then
        echo "Some Debian packages are missing. As root, or with sudo, run this once:" >&2
        echo "  sudo apt-get update &&" >&2
        echo "  sudo apt-get install -y --no-install-recommends ${offered[*]}" >&2
        return 1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=400 -qq install -y \
        --no-install-recommends "${offered[@]}" >&2
}

# Vite needs Node 20.19, 22.12 or newer.
node_is_new_enough() {
    local version major minor
    version=$(node --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    ((major > 22 || (major == 22 && minor >= 12) || (major == 20 && minor >= 19)))
}

# Debian 12 has Node 18: its npm then fetches a newer Node, as the npm package that holds one.
fetch_node() {
    local machine folder
    machine=$(uname -m)
    case $machine in
        x86_64) machine=x64 ;;
        aarch64) machine=arm64 ;;
    esac
    folder=$soc_top/build/node/node_modules/node-linux-$machine/bin
    if [[ ! -x $folder/node ]]; then
        echo "Node $(node --version) is too old for Vite: fetching Node 22 from npm" >&2
        npm install --loglevel=error --no-save --no-package-lock --prefix "$soc_top/build/node" \
            "node-linux-$machine@22" >&2
    fi
    export PATH=$folder:$PATH
    node_is_new_enough || {
        echo "The web pages need Node 20.19, 22.12 or newer, and npm has none to fetch." >&2
        return 1
    }
}

install_dependencies() {
    local wanted
    wanted=$(packages_of "$@")
    if [[ " $* " == *" web "* ]] && ! command -v npm >/dev/null; then
        wanted+=$'\nnodejs\nnpm'
    fi
    install_packages <<<"$wanted" || return 1
    if [[ " $* " == *" web "* ]] && ! node_is_new_enough; then
        fetch_node || return 1
    fi
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    set -euo pipefail
    install_dependencies "$@"
fi
