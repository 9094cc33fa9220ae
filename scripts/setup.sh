#!/usr/bin/env bash
# Sets up what a make target still misses: system packages, the environment .venv, this package in it.
#
#   scripts/setup.sh transcribe|run|test|package
#
# Says nothing and takes a tenth of a second when nothing is missing. PYTHON chooses the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

AUDIO="libportaudio2 libasound2-plugins pulseaudio-utils"
QT="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1
    libxcb-shape0 libxkbcommon-x11-0"
VIRTUAL="pulseaudio xvfb"                       # a microphone and a screen for tests
BUILDING="binutils gcc g++ libc6-dev zstd"
STAMPS=.venv/.setup
APT_LIMIT_S=300

say() { printf '%s\n' "meetapp set-up: $*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi      # no sudo: fails, and the caller says what to do
}

# --- the system ---------------------------------------------------------------------------------------------------

missing_packages() {                            # of "$@", those dpkg does not have
    local have
    have=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    local package
    for package in "$@"; do
        grep -qx "$package installed" <<<"$have" || printf '%s ' "$package"
    done
}

install_packages() {
    local install=(as_root env DEBIAN_FRONTEND=noninteractive timeout "$APT_LIMIT_S"
        apt-get install -y -qq --no-install-recommends "$@")
    "${install[@]}" >/dev/null 2>&1 && return
    as_root timeout "$APT_LIMIT_S" apt-get update -qq >/dev/null && "${install[@]}" >/dev/null
}

need_system() {                                 # the Debian packages "$@"; what cannot be had is said, and never a dead end
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        hint_elsewhere
        return
    fi
    local missing
    missing=$(missing_packages "$@")
    if [ -z "$missing" ] || [ "$(cat "$STAMPS/refused" 2>/dev/null)" = "$missing" ]; then return; fi
    say "installing system packages: $missing"
    # shellcheck disable=SC2086 # names are separate words
    if ! install_packages $missing; then        # not asked for again, so that later starts stay quick
        say "they could not be installed; if something fails, do it by hand: apt-get install $missing"
        printf '%s\n' "$missing" >"$STAMPS/refused"
    fi
}

hint_elsewhere() {                              # said once for each purpose
    [ -e "$STAMPS/hint-$purpose" ] && return
    touch "$STAMPS/hint-$purpose"
    case $purpose in
        transcribe) return ;;
        run) say "recording needs PortAudio (macOS: brew install portaudio; Fedora: dnf install portaudio;" \
            "Arch: pacman -S portaudio; Windows: nothing). On Linux the window needs the xcb libraries of Qt 6." ;;
        test) say "besides PortAudio and Qt's xcb libraries, the tests need pulseaudio and xvfb (Xvfb)." ;;
    esac
}

# --- Python -------------------------------------------------------------------------------------------------------

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python3.12."
    exit 3
}

need_venv() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need_system "$(basename "$(readlink -f "$(command -v "$python")")")-venv"      # Debian keeps it apart
    fi
    say "making the environment .venv"
    "$python" -m venv .venv
}

pip_install() {                                 # uv takes seconds where pip takes minutes; either will do
    if ! .venv/bin/python -m uv --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet uv 2>/dev/null || say "uv cannot be installed here, so pip does the work"
    fi
    if .venv/bin/python -m uv --version >/dev/null 2>&1; then
        .venv/bin/python -m uv pip install --quiet --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip install --quiet "$@"
    fi
}

need_package() {                                # need_package STAMP WHAT: WHAT is `.` with or without extras
    local key
    key=$(cat pyproject.toml constraints.txt <(pwd) | cksum)
    local stamp stamps="$1 test"                # the tests' environment holds everything but what builds programs
    [ "$1" = package ] && stamps=package
    for stamp in $stamps; do
        [ -e "$STAMPS/$stamp" ] && [ "$(cat "$STAMPS/$stamp")" = "$key" ] && return
    done
    need_venv
    say "installing the Python packages; the first time this takes a minute or a few"
    pip_install --constraint constraints.txt --editable "$2"
    printf '%s\n' "$key" >"$STAMPS/$1"
}

# --- what each target needs ---------------------------------------------------------------------------------------

purpose=${1:-}
mkdir -p "$STAMPS"
# shellcheck disable=SC2086 # the lists are separate words
case $purpose in
    transcribe) need_package base . ;;
    run)
        need_system $AUDIO $QT
        need_package base .
        ;;
    test)
        need_system $AUDIO $QT $VIRTUAL
        need_package test '.[dev,eval,encryption]'
        ;;
    package)
        need_system $AUDIO $QT $BUILDING
        need_package package '.[package]'
        ;;
    *)
        say "say what for: transcribe, run, test or package"
        exit 2
        ;;
esac
