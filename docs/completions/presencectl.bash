# Completion of presencectl for bash, with the package bash-completion. Install it as
# /usr/share/bash-completion/completions/presencectl; or try it: source docs/completions/presencectl.bash
#
# Commands and options are read from --help, so they are always those of the installed program.

# __presencectl_help PROGRAM [COMMAND]: a line for each word of the help: its kind, itself, the type of its value.
__presencectl_help() {
  "$@" --help 2>/dev/null | awk -F '  +' '
    /^[A-Z][a-z]+:$/ { kind = $0 }
    /^$/ { kind = "" }
    kind != "" && /^  [^ ]/ {
      split($2, words, /[ =:]/)
      count = split(words[1], names, ",")
      for (i = 1; i <= count; ++i) print kind, names[i], words[2]
    }'
}

# All facets: log takes every one, and its --help lists them.
__presencectl_facets() {
  "$1" log --help 2>/dev/null | awk -F '  +' '$2 ~ /^--facet / { sub(/ \(.*/, "", $3); gsub(/,| or /, " ", $3); print $3 }'
}

# What WHO can be: groups, and people by their label or name if that is one plain word, else by their id.
__presencectl_who() {
  "$@" people -o jsonl 2>/dev/null | awk '
    function value(key) {
      if (!match($0, "\"" key "\":\"[A-Za-z0-9._-]+\"")) return ""
      return substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 5)
    }
    {
      who = value("label"); if (who == "") who = value("name"); if (who == "") who = value("user_id")
      print who
      if (!match($0, "\"groups\":\\[[^]]*\\]")) next
      count = split(substr($0, RSTART + 10, RLENGTH - 11), groups, ",")
      for (i = 1; i <= count; ++i) if (groups[i] ~ /^"[A-Za-z0-9._-]+"$/) print "@" substr(groups[i], 2, length(groups[i]) - 2)
    }' | sort -u
}

_presencectl() {
  local cur prev words cword split=false
  _init_completion -s -n @ || return
  # shellcheck disable=SC2154  # cword and words are set by _init_completion
  local program=${words[0]} command='' type='' known place=0 i
  local -a database=()
  known=$(__presencectl_help "$program")
  for ((i = 1; i < cword; ++i)); do
    case ${words[i]} in
      -*=*) ;;
      -*)
        type=$(awk -v option="${words[i]}" '$1 == "Options:" && $2 == option { print $3; exit }' <<<"$known")
        [[ -n $type ]] || continue
        ((++i < cword)) || break
        [[ ${words[i - 1]} != --db ]] || database=(--db "${words[i]}")
        type=''
        ;;
      *)
        if [[ -z $command ]]; then
          command=${words[i]}
          known+=$'\n'$(__presencectl_help "$program" "$command")
        else
          ((++place))
        fi
        ;;
    esac
  done
  $split && type=$(awk -v option="$prev" '$1 == "Options:" && $2 == option { print $3; exit }' <<<"$known")

  local choices=''
  if [[ -z $type && $cur == -* ]]; then
    choices=$(awk '$1 == "Options:" && !seen[$2]++ { print $2 }' <<<"$known")
  elif [[ -z $type && -z $command ]]; then
    choices=$(awk '$1 == "Commands:" { print $2 }' <<<"$known")
  elif [[ -z $type ]]; then
    type=$(awk -v place="$place" '$1 == "Positionals:" { last = $2; if (place-- == 0) exit } END { print last }' <<<"$known")
  fi
  case $type in
    FILE | PROGRAM) _filedir && return ;;
    ACTION) choices='add list revoke' ;;
    ADDRESS) choices='127.0.0.1:8420' ;;
    CLOCK) choices='09:00-17:00 13:00-17:00 22:00-06:00' ;;
    COMMAND) choices=$(awk '$1 == "Commands:" { print $2 }' <<<"$known") ;;
    DAYS) choices='mon-fri sat,sun monday tuesday wednesday thursday friday saturday sunday' ;;
    FACET) choices=$(__presencectl_facets "$program") ;;
    FORMAT) choices='table json jsonl csv' ;;
    ADDRESS) choices='postgresql:///presenced' ;;
    HISTORY) choices="$HOSTNAME=/var/lib/presenced/history.db" ;;
    PERIOD) choices='hour day weekday week month year all' ;;
    SOURCE) choices='first push resync audit sample expiry late' ;;
    SPAN) choices='30s 5m 10m 1h' ;;
    STATE) choices='active away unknown' ;;
    URL) choices=https:// ;;
    TIME) choices='now today yesterday monday tuesday wednesday thursday friday saturday sunday -2h 3d' ;;
    WHEN) choices='auto always never' ;;
    WHO) choices=$(__presencectl_who "$program" "${database[@]}") ;;
    ZONE) choices="UTC $(awk '!/^#/ { print $3 }' /usr/share/zoneinfo/zone1970.tab 2>/dev/null)" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
  # Readline treats the text after @ as a word of its own.
  [[ $cur != @* || $COMP_WORDBREAKS != *@* ]] || COMPREPLY=("${COMPREPLY[@]#@}")
} && complete -F _presencectl presencectl
