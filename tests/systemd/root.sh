#!/usr/bin/env bash
# A minimal Debian that boots, as a tar file: made once, kept, and made anew when the packages in it change. It is of this
# machine's release and from this machine's mirrors: what was built here finds its libraries there.
#
#   root.sh FILE.tar PACKAGE...
set -euo pipefail

tar=$1
shift
packages=$(printf '%s\n' systemd systemd-sysv dbus "$@" | sort -u | paste -sd,)
if [[ -e $tar && $(cat "$tar.packages" 2>/dev/null) == "$packages" ]]; then
  exit 0
fi

mirrors=()
for sources in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
  if [[ -s $sources ]]; then
    mirrors=("$sources")
    break
  fi
done
# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "$VERSION_CODENAME")

mkdir -p "$(dirname "$tar")"
mmdebstrap --quiet --format=tar --variant=minbase --include="$packages" "$release" "$tar.new" "${mirrors[@]}"
mv "$tar.new" "$tar"
echo "$packages" >"$tar.packages"
