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
  '\w+\(s\)'                             'the right plural (base::counted)'
)

pattern=
for ((i = 0; i < ${#phrases[@]}; i += 2)); do pattern+=${pattern:+|}${phrases[i]}; done

mapfile -t sources < <(find lib daemon -name '*.cpp' -o -name '*.h' | sort)
mapfile -t texts < <(find README.md docs/OPERATIONS.md docs/CONFIGURATION.md docs/PRIVACY.md docs/QUERY.md docs/man docs/completions \
  config systemd cmake/debian -type f | sort)

status=0
# In the sources string literals alone: what precedes the first quote of a comment line does not reach the user.
if grep -nP "^(?!\s*//)[^\"]*\"(.*[^\w])?($pattern)" "${sources[@]}" | grep -v '#include'; then status=1; fi
if grep -nP "$pattern" "${texts[@]}"; then status=1; fi
[[ $status -eq 0 ]] || {
  echo 'Write instead:'
  for ((i = 0; i < ${#phrases[@]}; i += 2)); do printf '  %-38s %s\n' "${phrases[i]}" "${phrases[i + 1]}"; done
}

# Tables, code, headings and the synopsis of a command do not wrap. Of a character of several bytes the first counts.
for page in README.md CONTRIBUTING.md CHANGELOG.md docs/*.md docs/man/{presenced.8,presenced.yaml.5,presencectl.1}.scd; do
  LC_ALL=C sed 's/[\x80-\xBF]//g' "$page" | awk -v page="$page" '
    /^```/ { code = !code }
    { line = $0; gsub(/\t/, "    ", line) }
    !code && !/^\|/ && !/^#/ && !/^<!--/ && !/^\*[a-z]+\*.* \[/ && length(line) > 100 { print page ":" NR ": longer than 100 columns"; found = 1 }
    END { exit found }' || status=1
done
exit $status
