# A hook gets each change once where nothing is killed, in order, also what was recorded while it was stopped; and it
# runs apart from the daemon.
mkdir -p /etc/presenced/hooks
cat >/etc/presenced/hooks/tell <<'SH'
#!/bin/sh
# Fails the first time, and then tells what it got, and what it could reach.
set -eu
change=$(cat)
if [ ! -e "$STATE_DIRECTORY/failed" ]; then touch "$STATE_DIRECTORY/failed"; exit 1; fi
ls /run/presenced >/dev/null 2>&1 && echo 'the hook can see the control socket' >>"$STATE_DIRECTORY/reached"
[ -s "$STATE_DIRECTORY/secret" ] || cat "$CREDENTIALS_DIRECTORY/hook-secret" >"$STATE_DIRECTORY/secret"
printf '%s\n' "$change" >>"$STATE_DIRECTORY/got"
SH
chown root:presenced /etc/presenced/hooks/tell
chmod 750 /etc/presenced/hooks/tell
echo 'HOOK_OPTIONS=--facet presence' >/etc/presenced/hooks/tell.conf
(umask 077; echo of-the-hook >/etc/credstore/presenced-hook-tell)
hook=/var/lib/presenced-hook/tell
got() { grep -o '"seq":[0-9]*' $hook/got | cut -d: -f2; }
got_more_than() { [[ $(got | wc -l) -gt $1 ]]; }
systemctl start presenced-hook@tell
within 30 got_more_than 20
is 'its credential' of-the-hook "$(cat $hook/secret)"
is 'what it could reach' 'nothing' "$(cat $hook/reached 2>/dev/null || echo nothing)"
is 'its state' '750 presenced:presenced' "$(stat -c '%a %U:%G' $hook)"

systemctl stop presenced-hook@tell
before=$(transitions)
within 20 more_than $((before + 20))
systemctl stop presenced
systemctl start presenced-hook@tell
newest=$(ask 'SELECT max(seq) FROM presence_transitions')
got_all() { [[ $(got | tail -n 1) -eq $newest ]]; }
within 60 got_all
first=$(got | head -n 1)
is 'what it got' "$(ask "SELECT seq FROM presence_transitions WHERE seq >= $first ORDER BY seq")" "$(got)"
systemctl stop presenced-hook@tell
rm -r /etc/presenced/hooks /etc/credstore/presenced-hook-tell
systemctl start presenced
within 20 covers 20
