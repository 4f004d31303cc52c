#!/usr/bin/env bash
# docs/OPERATIONS.md speaks of every event that the log can have, of every reason why coverage ends, and of no other event.
set -euo pipefail
cd "$(dirname "$0")/../.."

# LogLevel::warning, "lost"; also over the end of a line, and of a choice between two.
events=$(find lib daemon \( -name '*.cpp' -o -name '*.h' \) -exec cat {} + | tr '\n' ' ' | grep -oE 'LogLevel::[a-z]+\)?, +([a-z_]+ \? "[a-z_]+" : )?"[a-z_]+"' |
  grep -oE '"[a-z_]+"' | tr -d '"' | sort -u)
reasons=$(sed -n 's/.*{EndReason::[a-z_]*, "\([a-z_]*\)"}.*/\1/p' lib/history/end_reason.h)

# The words in backticks of the first cell, of the rows between this heading and the next.
table() { sed -n "/^## $1/,/^## /s/^| \(\`[^|]*\) |.*/\1/p" docs/OPERATIONS.md | grep -oE '[a-z_]+' | sort -u; }

status=0
same() { # WHAT ACTUAL DOCUMENTED
  local differing
  differing=$(diff <(sort <<<"$2") <(sort <<<"$3") | sed -n 's/^< /not described: /p; s/^> /there is no such one: /p' || true)
  [[ -n $2 && -z $differing ]] || { printf '%s of docs/OPERATIONS.md\n%s\n' "$1" "$differing"; status=1; }
}
same 'events' "$events" "$(table 'Events in the log')"
same 'reasons' "$reasons" "$(table 'Why coverage ended' | grep -v '^end_reason$')"
exit $status
