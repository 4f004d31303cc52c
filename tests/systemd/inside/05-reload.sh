# A good edit is in force, a bad one is reported with its place and changes nothing; the session goes on.
main=$(property MainPID)
within 20 covers 20

head -n 13 /opt/out/watchlist.yaml >/opt/out/ten.yaml # three lines of head, ten people
save_watchlist /opt/out/ten.yaml
systemctl reload presenced
within 10 covers 10
within 10 status_says '10 of 10 people covered'

began=$(moment)
echo 'gruops: {}' >/opt/out/bad.yaml
save_watchlist /opt/out/bad.yaml
if systemctl reload presenced 2>/opt/out/refused; then
  echo 'a reload of a bad edit succeeded'
  exit 1
fi
has 'what systemctl prints' 'presenced.service' "$(cat /opt/out/refused)"
has 'the status' 'presencectl: .*watchlist.yaml:1:1: gruops' "$(systemctl status presenced --no-pager --lines=30)"
within 10 status_says 'watchlist.yaml:1'
has 'the log' 'gruops' "$(log_since "$began")"
entry=$(journalctl -u presenced --no-pager -o json --since "@$began" PRESENCED_EVENT=configuration_rejected | tail -n 1)
has 'the journal entry' '"MESSAGE_ID":"[0-9a-f]{32}"' "$entry"
is 'people covered' 10 "$(covered)"
active

save_watchlist /opt/out/watchlist.yaml
systemctl reload presenced
within 10 covers 20
is 'the process' "$main" "$(property MainPID)"
is 'sessions' 1 "$(ask 'SELECT count(*) FROM sessions WHERE ended_at IS NULL')"
