# A configuration of its own, with a token and a history of its own, beside the first one; neither minds the other's end.
start_slack
cp /etc/presenced/presenced.yaml /etc/presenced/other.yaml
cp /etc/credstore/slack-token /etc/credstore/presenced-other
systemctl start presenced presenced@other
others() { sqlite3 -readonly -cmd '.timeout 2000' /var/lib/presenced/other/history.db "$1"; }
others_cover() { [[ $(others 'SELECT count(*) FROM coverage WHERE ended_at IS NULL') -eq 20 ]]; }
within 20 others_cover
is 'its history' '640 presenced:presenced' "$(stat -c '%a %U:%G' /var/lib/presenced/other/history.db)"

systemctl stop presenced
is 'the other one' active "$(systemctl is-active presenced@other)"
presencectl status --socket /run/presenced-other/control.sock
systemctl start presenced
systemctl stop presenced@other
active
presencectl status
systemctl enable presenced@other
systemctl start presenced@other
