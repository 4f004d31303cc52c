#!/usr/bin/env bash
# A minimal Debian that boots, as a tar file: made once, kept under build/systemd/, made anew when its packages change.
#
#   root.sh FILE.tar
set -euo pipefail

packages=systemd,systemd-sysv,dbus,procps,ca-certificates,tzdata,sqlite3,init-system-helpers
packages+=,libsystemd0,libssl3,libsqlite3-0,libfmt9,libspdlog1.10-fmt9,libyaml-cpp0.7,libsimdjson14,libutf8proc2,libdate-tz3

tar=$1
if [[ -e $tar && $(cat "$tar.packages" 2>/dev/null) == "$packages" ]]; then
  exit 0
fi
mkdir -p "$(dirname "$tar")"
mmdebstrap --quiet --format=tar --variant=minbase --include=$packages bookworm "$tar.new"
mv "$tar.new" "$tar"
echo $packages >"$tar.packages"
