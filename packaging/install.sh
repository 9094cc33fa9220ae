#!/usr/bin/env bash
# Installs a built program for a Linux desktop.
#
#   install.sh [BUILD] [PREFIX] [FOLDER]     install.sh --remove [PREFIX] [FOLDER]
#
# BUILD is the folder that `make package` made, or the one beside this script in an archive. PREFIX is ~/.local, FOLDER,
# where the program itself comes to lie, PREFIX/lib/meetapp. DESTDIR is put before every path, as makers of packages
# expect. Recordings and settings are in neither, and stay.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here
[ -d "$root/assets" ] || root=$(dirname "$here")
id=org.meetapp.Meetapp
build=${1:-$here/meetapp}
prefix=${2:-$HOME/.local}
folder=${3:-$prefix/lib/meetapp}
to=${DESTDIR:-}$prefix
files="share/applications/$id.desktop share/metainfo/$id.metainfo.xml share/icons/hicolor/scalable/apps/$id.svg
    share/man/man1/meetapp.1.gz bin/meetapp"

case $prefix in /?*) ;; *) echo "PREFIX must be the full path of a folder, not $prefix." >&2; exit 2 ;; esac
case $folder in /?*) ;; *) echo "FOLDER must be a full path, not $folder." >&2; exit 2 ;; esac

need_ours() {                                   # nothing but a program of ours is ever removed
    local place=${DESTDIR:-}$folder strangers
    [ -e "$place" ] || [ -L "$place" ] || return 0
    strangers=$(find "$place/" -mindepth 1 -maxdepth 1 ! -name meetapp ! -name _internal -print -quit)
    [ -d "$place" ] && [ -z "$strangers" ] && [ ! -d "$place/meetapp" ] && return 0
    echo "$place holds something else than this program: it is left alone. Name another FOLDER." >&2
    exit 2
}

tell_desktop() {                                # only makes file managers notice sooner
    [ -n "${DESTDIR:-}" ] || ! command -v update-desktop-database >/dev/null ||
        update-desktop-database -q "$to/share/applications" || true
}

if [ "$build" = --remove ]; then
    need_ours
    for file in $files; do rm -f "$to/$file"; done
    rm -rf "${DESTDIR:-}$folder"
    tell_desktop
    exit
fi

[ -x "$build/meetapp" ] || { echo "There is no program in $build: run make package first." >&2; exit 2; }
need_ours
mkdir -p "$to/bin" "$to/share/man/man1" "$(dirname "${DESTDIR:-}$folder")"
rm -rf "${DESTDIR:-}$folder"
cp -a "$build" "${DESTDIR:-}$folder"
chmod -R u=rwX,go=rX "${DESTDIR:-}$folder"
case $folder in
    "$prefix"/*) ln -sfn "../${folder#"$prefix"/}/meetapp" "$to/bin/meetapp" ;;
    *) ln -sfn "$folder/meetapp" "$to/bin/meetapp" ;;
esac
install -D -m 644 "$root/assets/linux/$id.desktop" "$to/share/applications/$id.desktop"
install -D -m 644 "$root/assets/linux/$id.metainfo.xml" "$to/share/metainfo/$id.metainfo.xml"
install -D -m 644 "$root/assets/icons/meetapp.svg" "$to/share/icons/hicolor/scalable/apps/$id.svg"
gzip -9 -n -c "$root/assets/man/meetapp.1" >"$to/share/man/man1/meetapp.1.gz"
chmod 644 "$to/share/man/man1/meetapp.1.gz"
tell_desktop
