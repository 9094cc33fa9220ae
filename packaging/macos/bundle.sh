#!/usr/bin/env bash
# UNTESTED: nobody has run this yet. Signs build/package/meetapp.app, has it notarised and puts it into a disk image.
#
#   IDENTITY="Developer ID Application: ..." PROFILE=notary packaging/macos/bundle.sh
#
# IDENTITY is a certificate in the keychain (`-` signs for this machine alone), PROFILE what `xcrun notarytool
# store-credentials` was told; without it nothing is sent to Apple.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
app=$root/build/package/meetapp.app
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/meetapp/__init__.py")
image=$root/build/package/meetapp-$version-macos-$(uname -m).dmg
[ -d "$app" ] || { echo "There is no $app: build the program first (packaging/README.md)." >&2; exit 2; }

options=(--force --options runtime --entitlements "$here/entitlements.plist" --sign "${IDENTITY:--}")
find "$app" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 | xargs -0 codesign "${options[@]}"
codesign "${options[@]}" "$app"
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -quiet -ov -volname meetapp -srcfolder "$stage" -format UDZO "$image"
if [ -n "${PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
    xcrun stapler staple "$image"
fi
