# What the scenarios are made of. A step that does not come true ends its scenario, with what there was instead.

trap 'echo "ended by: $BASH_COMMAND"' ERR

database=/var/lib/presenced/history.db
watchlist=/etc/presenced/watchlist.yaml

# within SECONDS COMMAND...: waits until the command succeeds.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    if [[ $SECONDS -ge $end ]]; then
      echo "did not come true: $*"
      "$@" || true
      systemctl status presenced --no-pager --lines=15 || true
      return 1
    fi
    sleep 0.1
  done
}

# is WHAT EXPECTED ACTUAL
is() {
  [[ $2 == "$3" ]] && return
  printf '%s: expected %s, and it is %s\n' "$1" "$2" "$3"
  return 1
}

# has WHAT PATTERN TEXT: somewhere in the text.
has() {
  [[ $3 =~ $2 ]] && return
  printf '%s: expected something like %s in:\n%s\n' "$1" "$2" "$3"
  return 1
}

lacks() { # the opposite
  [[ ! $3 =~ $2 ]] && return
  printf '%s: nothing like %s was expected in:\n%s\n' "$1" "$2" "$3"
  return 1
}

property() { systemctl show --value -p "$1" presenced; }
active() { [[ $(property ActiveState) == active ]]; }
failed() { [[ $(property ActiveState) == failed ]]; }
anew() { systemctl reset-failed presenced 2>/dev/null || true; } # as if it had not failed, or been started, just now
ask() { sqlite3 -readonly -cmd '.timeout 2000' $database "$1"; }
transitions() { ask 'SELECT count(*) FROM presence_transitions'; }
more_than() { [[ $(transitions) -gt $1 ]]; } # transitions
covered() { ask 'SELECT count(*) FROM coverage WHERE ended_at IS NULL'; }
covers() { [[ $(covered) -eq $1 ]]; } # people
status_says() { [[ $(property StatusText) =~ $1 ]]; }
log_since() {
  journalctl --sync # what was said a moment ago is in it
  journalctl -u presenced --no-pager -o cat --since "@$1"
}
moment() { date +%s.%N; }

# A Slack with people who come and go all the time; its certificate authority and watchlist lie where the daemon reads them.
# It grants no more than a few connections a minute, as Slack does: before many restarts, one that has granted none yet.
start_slack() {
  systemctl stop slack 2>/dev/null || true # there may be none
  rm -f /opt/out/slack-ready
  systemd-run --quiet --collect --unit=slack --property=UMask=0022 /opt/test/fake_slack --port 8443 --token xoxb-right \
    --people 20 --flood 40000 --flood-at 1 --flood-over 1000 --ca-out /etc/presenced/ca.pem \
    --watchlist-out /opt/out/watchlist.yaml --ready-file /opt/out/slack-ready
  within 10 test -e /opt/out/slack-ready
}

configure() {
  cat >/etc/presenced/presenced.yaml <<YAML
workspaces:
  - name: acme
    token_credential: slack-token
    watchlist: watchlist.yaml
    api_url: https://127.0.0.1:8443/api/
    ca_file: ca.pem
YAML
}

# Whole at once, as editors save.
save_watchlist() {
  cp "$1" $watchlist.new
  chown root:presenced $watchlist.new
  chmod 0640 $watchlist.new
  mv $watchlist.new $watchlist
}
