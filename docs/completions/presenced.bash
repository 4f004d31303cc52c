# Completion of presenced for bash, with the package bash-completion. Install it as
# /usr/share/bash-completion/completions/presenced; or try it: source docs/completions/presenced.bash
#
# Commands and options are read from --help, so they are always those of the installed program.

_presenced() {
  local cur prev words cword
  _init_completion || return
  # shellcheck disable=SC2154  # cword and words are set by _init_completion
  local program=${words[0]} command='' i
  for ((i = 1; i < cword; ++i)); do
    case ${words[i]} in
      --config) ((++i)) ;;
      -*) ;;
      *) command=${words[i]} && break ;;
    esac
  done
  case $prev in
    --config | --token-file | --app-token-file | --ca-file) _filedir && return ;;
    --directory) _filedir -d && return ;;
    --workspace | --user | --api-url) return ;;
  esac
  local choices
  if [[ -z $command && $cur != -* ]]; then
    choices=$("$program" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
  else
    # shellcheck disable=SC2086  # without a command there is no word
    choices=$("$program" $command --help 2>/dev/null | grep -oE '^  (-[a-zA-Z],)?--[a-z-]+' | grep -oE -- '--.*')
    [[ -z $command || $command == setup ]] || choices+=' --config'
  fi
  mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
} && complete -F _presenced presenced
