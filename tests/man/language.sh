#!/usr/bin/env bash
# What users read is plain English: messages, help, manual pages, documentation and the comments of the configuration do
# not contain the phrases below, and the prose of the documentation wraps at 100 columns.
set -euo pipefail
cd "$(dirname "$0")/../.."

# One phrase a line; the second column suggests what to write.
phrases=(
  '(?<![Tt]here )\b(is|are|was|be) no (?!longer|more)' 'is not a'
  '\bwants? (a|an|no)\b'                 'needs'
  '\bwho is\b'                           'name the person or the state'
  '\banew\b'                             'again'
  "\\bthe history's\\b"                  'of the history'
  '\band ends?(?=[.,;"]|$)'              'and exits'
  '\bfor want of\b'                      'because ... is missing'
  '\bstands? for\b'                      'resolves to'
  '\bit stands\b'                        'its state is'
  '\b(told|said) of\b'                   'name the actor'
  '\bmend(s|ed)?\b'                      'repair, correct'
  '\b(is|are) sound\b'                   'is consistent'
  '\bpretended\b'                        'simulated'
  '\w\(s\)'                              'the right plural (base::counted)'
)
# Not yet looked through.
todo='^(lib/(answers|commands|engine|feeds|rendering|time|tracker)|daemon/presencectl)/|^docs/(QUERY\.md|man/presencectl|completions/)'

pattern=
for ((i = 0; i < ${#phrases[@]}; i += 2)); do pattern+=${pattern:+|}${phrases[i]}; done

mapfile -t sources < <(find lib daemon -name '*.cpp' -o -name '*.h' | grep -vP "$todo" | sort)
mapfile -t texts < <(find README.md docs/OPERATIONS.md docs/CONFIGURATION.md docs/PRIVACY.md docs/QUERY.md docs/man config systemd cmake/debian -type f |
  grep -vP "$todo" | sort)

status=0
# In the sources string literals alone: what precedes the first quote of a comment line does not reach the user.
if grep -nP "^(?!\s*//)[^\"]*\"(.*[^\w])?($pattern)" "${sources[@]}" | grep -v '#include'; then status=1; fi
if grep -nP "$pattern" "${texts[@]}"; then status=1; fi
[[ $status -eq 0 ]] || {
  echo 'Write instead:'
  for ((i = 0; i < ${#phrases[@]}; i += 2)); do printf '  %-38s %s\n' "${phrases[i]}" "${phrases[i + 1]}"; done
}

# Tables, code and headings do not wrap.
for page in README.md docs/OPERATIONS.md docs/CONFIGURATION.md docs/man/presenced.8.scd docs/man/presenced.yaml.5.scd; do
  awk -v page="$page" '
    /^```/ { code = !code }
    { line = $0; gsub(/\t/, "    ", line) }
    !code && !/^\|/ && !/^#/ && !/^<!--/ && length(line) > 100 { print page ":" NR ": longer than 100 columns"; found = 1 }
    END { exit found }' "$page" || status=1
done
exit $status
