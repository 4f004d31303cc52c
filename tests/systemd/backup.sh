#!/usr/bin/env bash
# The daily backup keeps the newest files, replaces one of the same day, and touches nothing else in its folder.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/backups"
cat >"$work/bin/presencectl" <<'TEXT'
#!/bin/sh
[ "$1" = backup ] && [ ! -e "$2" ] && [ ! -e "$(dirname "$0")/fails" ] && echo a backup >"$2"
TEXT
chmod +x "$work/bin/presencectl"
run() { PATH=$work/bin:$PATH systemd/backup "$work/backups" 3; }
names() { (cd "$work/backups" && echo *); }
expect() { [[ $(names) == "$1" ]] || { echo "expected $1, found $(names)" >&2; exit 1; }; }

today=history-$(date +%F).db
for day in 01 02 03 04; do touch "$work/backups/history-2020-01-$day.db"; done
touch "$work/backups/mine.db"
run
expect "history-2020-01-03.db history-2020-01-04.db $today mine.db"
[[ $(cat "$work/backups/$today") == 'a backup' ]] || { echo 'the backup is empty' >&2; exit 1; }
run
expect "history-2020-01-03.db history-2020-01-04.db $today mine.db"
touch "$work/bin/fails"
if run; then echo 'a failed backup was reported as done' >&2; exit 1; fi
expect "history-2020-01-03.db history-2020-01-04.db $today mine.db"
