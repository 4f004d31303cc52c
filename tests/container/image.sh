#!/usr/bin/env bash
# The Dockerfile and compose.yaml keep the promises made for them. With a container engine and PRESENCED_BUILD_IMAGE=1 the
# image is built and started as well.
set -euo pipefail
cd "$(dirname "$0")/../.."

status=0
fail() { echo "$1" >&2; status=1; }

if command -v hadolint >/dev/null; then
  hadolint --ignore DL3008 Dockerfile || status=1 # DL3008: versions of Debian's packages; they come with the release
fi

# Comments aside, one instruction a line.
instructions=$(sed -e '/^#/d' -e :a -e '/\\$/{N;s/\\\n *//;ba}' Dockerfile)
last_stage=$(tac <<<"$instructions" | sed '/^FROM /q' | tac)

[[ $(grep -c '^FROM ' <<<"$instructions") -eq 2 ]] || fail 'Dockerfile: expected a build stage and a final stage'
while read -r _ image _; do
  [[ $image =~ ^debian:[0-9]+-slim$ ]] || fail "Dockerfile: $image is not a slim image of a fixed release"
done < <(grep '^FROM ' <<<"$instructions")
user=$(sed -n 's/^USER //p' <<<"$last_stage")
[[ -n $user && $user != root && $user != 0 ]] || fail 'Dockerfile: the final stage runs as root'
grep -q '^HEALTHCHECK .*CMD \[' <<<"$last_stage" || fail 'Dockerfile: no HEALTHCHECK in exec form'
grep -q '^VOLUME /var/lib/presenced$' <<<"$last_stage" || fail 'Dockerfile: no VOLUME for the history'
grep -q '^ENTRYPOINT \["presenced"\]$' <<<"$last_stage" || fail 'Dockerfile: presenced must be process 1, to get SIGTERM'
! grep -q '^ADD ' <<<"$instructions" || fail 'Dockerfile: use COPY instead of ADD'
while IFS= read -r line; do
  [[ $line == *--no-install-recommends* && $line == *'rm -rf /var/lib/apt/lists/*'* ]] ||
    fail "Dockerfile: without --no-install-recommends or with package lists left: $line"
done < <(grep 'apt-get install' <<<"$instructions")
while read -r _ source _; do
  [[ -e $source ]] || fail "Dockerfile: COPY names $source, which does not exist"
done < <(grep '^COPY ' <<<"$instructions")

uid=$(grep -oP -- '--uid \K[0-9]+' Dockerfile)
for promise in 'read_only: true' 'cap_drop: \[ALL\]' 'no-new-privileges:true' ':/etc/presenced:ro' 'history:/var/lib/presenced' \
  "/run/presenced:uid=$uid,gid=$uid"; do
  grep -q -- "$promise" compose.yaml || fail "compose.yaml: expected $promise"
done
! grep -qE 'xox|privileged: *true|network_mode: *host' compose.yaml Dockerfile || fail 'compose.yaml: a token or too much access'
for ignored in /build/ /.git/ /slack-token; do
  grep -qx -- "$ignored" .dockerignore || fail ".dockerignore: expected $ignored, which must not reach the image"
done

if [[ ${PRESENCED_BUILD_IMAGE:-} == 1 ]] && docker info >/dev/null 2>&1; then
  docker build -t presenced:test .
  [[ $(docker run --rm --read-only --entrypoint id presenced:test -u) == "$uid" ]] || fail 'the image runs as another user'
  docker run --rm --read-only presenced:test --version
fi
exit $status
