#!/usr/bin/env bash
# The example of a hook sends one message when nobody of the group is active any more, none while somebody is unknown,
# and fails when it cannot know or cannot send, so that the change comes again.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/state" "$work/credentials"
# now GROUP --state STATE -o jsonl: as many lines as the file STATE says.
cat >"$work/bin/presencectl" <<'TEXT'
#!/bin/sh
here=$(dirname "$0")/..
[ "$1 $2 $3 $5 $6" = 'now @sre --state -o jsonl' ] && [ ! -e "$here/broken" ] || exit 1
for i in $(seq "$(cat "$here/$4")"); do echo "{\"row\":$i}"; done
TEXT
cat >"$work/bin/curl" <<'TEXT'
#!/bin/sh
here=$(dirname "$0")/..
[ ! -e "$here/refuses" ] || exit 22
case " $* " in *s3cret*) exit 99 ;; esac
[ "$1 $2" = "--config $here/credentials/hook-secret" ] || [ "$1" = --config ]
cat >>"$here/posted"
TEXT
chmod +x "$work/bin/presencectl" "$work/bin/curl"

hook() {
  echo '{"schema":1,"seq":1}' |
    PATH=$work/bin:$PATH HOOK_GROUP=@sre STATE_DIRECTORY=$work/state CREDENTIALS_DIRECTORY=$work/credentials config/hook-on-call
}
states() { echo "$1" >"$work/active"; echo "$2" >"$work/unknown"; }
is() { [[ $2 == "$3" ]] || { printf '%s: expected %q, and it is %q\n' "$1" "$2" "$3" >&2; exit 1; }; }

states 1 0
is 'somebody active' '' "$(hook)"
states 0 1
is 'nobody active, somebody unknown' '' "$(hook)"
states 0 0
is 'nobody active' 'nobody of @sre is active' "$(hook)"
is 'still nobody' '' "$(hook)"
states 2 0
is 'active again' '' "$(hook)"
states 0 0
is 'nobody once more' 'nobody of @sre is active' "$(hook)"

states 1 0
hook
states 0 0
echo 'url = "https://hooks.example/s3cret"' >"$work/credentials/hook-secret"
touch "$work/refuses"
if hook; then echo 'a refused message was taken for a sent one' >&2; exit 1; fi
rm "$work/refuses"
is 'with a url' '' "$(hook)"
hook
is 'the message' '{"text":"nobody of @sre is active"}' "$(cat "$work/posted")"
states 1 0
touch "$work/broken"
if hook; then echo 'a history that cannot be asked was taken for an answer' >&2; exit 1; fi
