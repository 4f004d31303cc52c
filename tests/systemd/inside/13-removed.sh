# An upgrade keeps what the administrator wrote and restarts what runs.
systemctl enable presenced
dpkg --install --force-downgrade /opt/test/presenced-before.deb
active
main=$(property MainPID)
other=$(systemctl show --value -p MainPID presenced@other)
chmod 0600 /etc/presenced/watchlist.yaml # theirs to decide
chown presenced /etc/presenced/watchlist.yaml
apt-get install -y --no-install-recommends /opt/test/presenced.deb </dev/null
another() { active && [[ $(property MainPID) != "$main" && $(property MainPID) != 0 ]]; }
within 20 another
[[ $(systemctl show --value -p MainPID presenced@other) != "$other" ]]
grep -q 8443 /etc/presenced/presenced.yaml
is 'the watchlist' '600 presenced:presenced' "$(stat -c '%a %U:%G' /etc/presenced/watchlist.yaml)"

# Removal stops it, and keeps everything.
apt-get remove -y presenced </dev/null
is 'after removal' inactive "$(property ActiveState)"
is 'the other one' inactive "$(systemctl is-active presenced@other || true)"
is 'open coverage' 0 "$(covered)"
test -s $database
test -s /etc/presenced/presenced.yaml

# What comes back is as it was.
apt-get install -y --no-install-recommends /opt/test/presenced.deb </dev/null
is 'at the next boot' enabled "$(systemctl is-enabled presenced)"
grep -q 8443 /etc/presenced/presenced.yaml
systemctl start presenced

# Purging takes the configuration, asks nothing, and leaves the history, which may be years of somebody's record.
apt-get purge -y presenced </dev/null
test ! -e /etc/presenced
test -s $database
links=$(find /etc/systemd -name 'presenced*')
is 'links' '' "$links"
is 'failed units' '' "$(systemctl list-units --plain --no-legend --state=failed)"

# Unless told.
apt-get install -y --no-install-recommends /opt/test/presenced.deb </dev/null
PRESENCED_PURGE_HISTORY=yes apt-get purge -y presenced </dev/null
test ! -e /var/lib/presenced
