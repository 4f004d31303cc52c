#!/usr/bin/env bash
# The units are valid, closed off as far as promised, and the template is the unit but for its instance.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v systemd-analyze >/dev/null; then
  echo "skipped: systemd-analyze is not installed"
  exit 77
fi

# `verify` fails if a program is missing, and these come with the package.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
units=(presenced.service presenced@.service presenced-backup.service presenced-hook@.service presenced-web.service presenced-replicate.service)
for unit in "${units[@]}" presenced-backup.timer; do
  sed -E 's#^(Exec[A-Z][a-z]+)=/usr/(bin/presenced|bin/presencectl|libexec/presenced/backup)#\1=/bin/true#' systemd/"$unit" >"$work/$unit"
done
said=$(cd "$work" && systemd-analyze verify --man=no "${units[@]/#/./}" ./presenced-backup.timer 2>&1)
if [[ -n $said ]]; then
  echo "systemd-analyze verify: $said"
  exit 1
fi

# 12 stands for an exposure of 1.2.
for unit in "${units[@]}"; do
  systemd-analyze security --offline=true --threshold=12 systemd/"$unit" | tail -n 1
done

# Everything that differs carries the instance's name, or speaks of where its credential is.
differing=$(diff systemd/presenced.service systemd/presenced@.service | grep '^>' | grep -v -e '%i' -e '^> #' || true)
if [[ -n $differing ]]; then
  echo "presenced@.service differs from presenced.service in more than its instance: $differing"
  exit 1
fi
