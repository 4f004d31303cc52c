# With the right token, events are in the database, under the whole sandbox.
(umask 077; echo xoxb-right >/etc/credstore/slack-token)
systemctl start presenced
is 'once started' active "$(property ActiveState)"
systemd-analyze security --threshold=12 presenced | tail -n 1
within 20 status_says '20 of 20 people covered'
within 20 more_than 40
is 'who owns the history' '640 presenced:presenced' "$(stat -c '%a %U:%G' $database)"
is 'its folder' '750 presenced:presenced' "$(stat -c '%a %U:%G' /var/lib/presenced)"
is 'the control socket' '660 presenced:presenced' "$(stat -c '%a %U:%G' /run/presenced/control.sock)"
has 'status' 'acme' "$(presencectl status)"
# doctor finds nothing where all is well. The clock is the host's, and may not be synchronised.
nothing_found() {
  presencectl doctor >/opt/out/doctor || true
  ! grep '^!' /opt/out/doctor | grep -v synchronised
}
within 20 nothing_found
entry=$(journalctl -u presenced --no-pager -o json PRESENCED_EVENT=connected | tail -n 1)
has 'the journal entry' '"MESSAGE_ID":"[0-9a-f]{32}"' "$entry"
has 'the journal entry' '"SYSLOG_IDENTIFIER":"presenced"' "$entry"

# The same token, encrypted at rest.
mkdir -p /etc/credstore.encrypted /etc/systemd/system/presenced.service.d
systemd-creds encrypt --with-key=host --name=slack-token /etc/credstore/slack-token /etc/credstore.encrypted/slack-token
mv /etc/credstore/slack-token /opt/out/slack-token
printf '[Service]\nLoadCredentialEncrypted=slack-token\n' >/etc/systemd/system/presenced.service.d/encrypted.conf
systemctl daemon-reload
systemctl restart presenced
within 20 covers 20
mv /opt/out/slack-token /etc/credstore/slack-token
rm -r /etc/systemd/system/presenced.service.d /etc/credstore.encrypted
systemctl daemon-reload
systemctl restart presenced
