#!/usr/bin/env bash
# Installs a built program for a Linux desktop: packaging/install.sh BUILD [PREFIX], PREFIX being ~/.local by default.
#
# BUILD is the folder that `make package` made. DESTDIR is put before every path, as makers of packages expect. To
# take the program away again, delete PREFIX/lib/meetapp, PREFIX/bin/meetapp and the three files in PREFIX/share that
# are called org.meetapp.Meetapp.
set -euo pipefail

build=${1:?say which build: packaging/install.sh build/package/meetapp [PREFIX]}
prefix=${2:-$HOME/.local}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
id=org.meetapp.Meetapp
to=${DESTDIR:-}$prefix

[ -x "$build/meetapp" ] || { echo "There is no program in $build: run make package first." >&2; exit 2; }
mkdir -p "$to/bin" "$to/lib"
rm -rf "$to/lib/meetapp"
cp -a "$build" "$to/lib/meetapp"
ln -sfn ../lib/meetapp/meetapp "$to/bin/meetapp"
install -D -m 644 "$root/assets/linux/$id.desktop" "$to/share/applications/$id.desktop"
install -D -m 644 "$root/assets/linux/$id.metainfo.xml" "$to/share/metainfo/$id.metainfo.xml"
install -D -m 644 "$root/assets/icons/meetapp.svg" "$to/share/icons/hicolor/scalable/apps/$id.svg"
if [ -z "${DESTDIR:-}" ] && command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$to/share/applications" || true      # only makes file managers notice sooner
fi
