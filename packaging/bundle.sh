#!/usr/bin/env bash
# Makes what is given to others out of a built program: an archive with an install script, and a Debian package.
#
#   packaging/bundle.sh BUILD [FOLDER]       into FOLDER, the one of BUILD when absent
#
# LEVEL chooses how hard Zstandard tries, 1 to 19; 6 when absent.
set -euo pipefail

build=${1:?say which build: packaging/bundle.sh build/package/meetapp [FOLDER]}
out=${2:-$(dirname "$build")}
level=${LEVEL:-6}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ -x "$build/meetapp" ] || { echo "There is no program in $build: run make package first." >&2; exit 2; }
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/meetapp/__init__.py")
umask 022
mkdir -p "$out"
stage=$(mktemp -d "$out/.bundle-XXXXXX")
trap 'rm -rf "$stage"' EXIT

archive() {                                     # what a person unpacks and installs, or starts where it lies
    local name="meetapp-$version-linux-$(uname -m)"
    mkdir -p "$stage/$name/assets/man" "$stage/$name/assets/icons"
    cp -a "$build" "$stage/$name/meetapp"
    cp -r "$root/assets/linux" "$stage/$name/assets/linux"
    cp "$root/assets/icons/meetapp.svg" "$stage/$name/assets/icons/"
    cp "$root/assets/man/meetapp.1" "$stage/$name/assets/man/"
    cp "$root/packaging/install.sh" "$root/LICENSE" "$stage/$name/"
    tar --create --owner=0 --group=0 --numeric-owner --sort=name --directory "$stage" "$name" |
        zstd --quiet --force "-$level" --threads=0 -o "$out/$name.tar.zst"
    rm -rf "${stage:?}/$name"
}

control() {                                     # control SIZE_KIB ARCHITECTURE
    local line libc
    libc=$(ldd --version | sed -n '1s/.* //p')
    while IFS= read -r line; do
        line=${line//@VERSION@/$version}
        line=${line//@LIBC@/$libc}
        line=${line//@SIZE@/$1}
        printf '%s\n' "${line//@ARCHITECTURE@/$2}"
    done <"$root/packaging/debian/control"
}

debian() {
    local architecture tree="$stage/debian"
    architecture=$(dpkg --print-architecture)
    DESTDIR="$tree" "$root/packaging/install.sh" "$build" /usr /opt/meetapp
    install -D -m 644 "$root/packaging/debian/copyright" "$tree/usr/share/doc/meetapp/copyright"
    gzip -9 -n -c "$root/CHANGELOG.md" >"$tree/usr/share/doc/meetapp/changelog.gz"
    mkdir "$tree/DEBIAN"
    (cd "$tree" && find opt usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    control "$(du -sk --apparent-size "$tree" | cut -f1)" "$architecture" >"$tree/DEBIAN/control"
    dpkg-deb --root-owner-group -Zzstd -z"$level" --build "$tree" "$out/meetapp_${version}_$architecture.deb" >/dev/null
}

archive
if command -v dpkg-deb >/dev/null; then debian; else echo "no dpkg-deb here: no Debian package is made" >&2; fi
