#!/usr/bin/env bash
# The commands in README.md and docs/CONFIGURATION.md exist and parse: presencectl accepts its options, presenced its
# command, and scripts, files and links are there. The answers are presencectl_readme's to check.
#
#   readme.sh PRESENCECTL PRESENCED
set -euo pipefail
presencectl=$(realpath "$1")
presenced=$(realpath "$2")
cd "$(dirname "$0")/../.."

status=0
fail() { echo "$1" >&2; status=1; }

# The commands in code blocks, without their comments and prompts.
commands() {
  awk '/^```/ { code = !code; next } code' "$1" | sed -E 's/^\$ //; s/ +#.*//; s/ \| .*//' | grep -E "^$2( |$)" || true
}
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
for page in README.md docs/CONFIGURATION.md; do
  while IFS= read -r command; do
    [[ -n $command ]] || continue
    mapfile -t words < <(xargs -n 1 <<<"${command#presencectl}")
    # Away from any history and daemon of this machine.
    [[ $command == *--db* || $command == *--socket* ]] || words+=(--db "$empty/none.db")
    result=0
    (cd "$empty" && timeout 60 "$presencectl" "${words[@]}" </dev/null >said 2>&1) || result=$?
    # There is nothing to read: that is 1. A wrong command line is 2, and comes first.
    [[ $result -ne 2 ]] || fail "$page: $command: $(cat "$empty/said")"
  done < <(commands "$page" presencectl)
  while IFS= read -r command; do
    [[ -n $command ]] || continue
    word=$(awk '{ print $2 }' <<<"$command")
    help=$("$presenced" --help && "$presenced" "$word" --help)
    grep -q "^  $word " <<<"$help" || fail "$page: $command: presenced has no command $word"
    while IFS= read -r option; do
      grep -q -- "$option" <<<"$help" || fail "$page: $command: no option $option"
    done < <(grep -oE -- '--[a-z-]+' <<<"$command")
  done < <(commands "$page" presenced)
  while IFS= read -r script; do
    [[ -x $script ]] || fail "$page: $script is not a script"
  done < <(grep -oE '\bscripts/[a-z-]+' "$page" | sort -u)
  while IFS= read -r link; do
    [[ -e $(dirname "$page")/$link ]] || fail "$page: the link $link leads nowhere"
  done < <(grep -oP '\]\(\K[^):#]+(?=\))' "$page")
done
exit $status
