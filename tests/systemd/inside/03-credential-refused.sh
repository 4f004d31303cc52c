# A token that Slack refuses: the service stays up, says so, and records nothing that it does not know.
start_slack
configure
save_watchlist /opt/out/watchlist.yaml
mkdir -p /etc/credstore
(umask 077; echo xoxb-wrong >/etc/credstore/slack-token)
began=$(moment)
systemctl start presenced
within 10 status_says 'invalid_auth|refused'
active
is 'transitions' 0 "$(transitions)"
entry=$(journalctl -u presenced --no-pager -o json --since "@$began" PRESENCED_EVENT=credential_refused | tail -n 1)
has 'the journal entry' '"MESSAGE_ID":"[0-9a-f]{32}"' "$entry"
has 'the journal entry' '"PRESENCED_WORKSPACE":"acme"' "$entry"
[[ $(journalctl --no-pager -o json) != *xoxb-wrong* ]] || { echo 'the token is in the journal'; exit 1; }
systemctl stop presenced
