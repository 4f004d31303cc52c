#!/usr/bin/env bash
# The completions of presenced offer each command and option of its --help, and nothing more, in the three shells.
#
#   completions.sh PRESENCED
set -euo pipefail
presenced=$(realpath "$1")
cd "$(dirname "$0")/../../docs/completions"
PATH=$(dirname "$presenced"):$PATH

# shellcheck disable=SC2016,SC2317  # the shells expand what is in quotes; the functions are called by their names
in_bash() {
  bash -c 'source /usr/share/bash-completion/bash_completion; source ./presenced.bash
           COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
           _presenced; printf "%s\n" "${COMPREPLY[@]}"' bash presenced "$@"
}
# shellcheck disable=SC2016,SC2317
in_fish() {
  fish --no-config -c 'source ./presenced.fish; complete -C (string join " " -- $argv)' presenced "$@" | cut -f 1
}
# shellcheck disable=SC2016,SC2317
in_zsh() {
  zsh -f -c 'words=("$@") CURRENT=$#
             compadd() { shift; print -rl -- ${(M)@:#$words[CURRENT]*} }
             _files() { print -r -- FILE }
             source ./_presenced' zsh presenced "$@"
}

options_of() { presenced "$@" --help | grep -oE '^  (-[a-zA-Z],)?--[a-z-]+' | grep -oE -- '--.*'; }

status=0
same() { # WHAT EXPECTED ACTUAL
  [[ $(sort -u <<<"$2") == "$(sort -u <<<"$3")" ]] && return
  printf '%s: expected %s, and it is %s\n' "$1" "$(xargs <<<"$2")" "$(xargs <<<"$3")" >&2
  status=1
}
for shell in bash fish zsh; do
  same "$shell: commands" $'run\ncheck\nsetup' "$("in_$shell" '')"
  same "$shell: options" "$(options_of)" "$("in_$shell" --)"
  same "$shell: check" "$(options_of check; echo --config)" "$("in_$shell" check --)"
  same "$shell: run" "$(options_of run; echo --config)" "$("in_$shell" run --)"
  same "$shell: setup" "$(options_of setup)" "$("in_$shell" setup --)"
  same "$shell: after a value" $'--resolve' "$("in_$shell" --config x check --res)"
  [[ -n $("in_$shell" --config '') ]] || { echo "$shell: no files for --config" >&2; status=1; }
  same "$shell: nothing for --user" '' "$("in_$shell" setup --user '')"
done
exit $status
