# An upgrade keeps what the administrator wrote and restarts what runs; removal stops it and keeps everything.
systemctl enable --now presenced
main=$(property MainPID)
dpkg -i /opt/test/presenced.deb
another() { active && [[ $(property MainPID) != "$main" && $(property MainPID) != 0 ]]; }
within 20 another
grep -q 8443 /etc/presenced/presenced.yaml
apt-get remove -y presenced </dev/null
is 'after removal' inactive "$(property ActiveState)"
test -s $database
test -s /etc/presenced/presenced.yaml

# Purging takes the configuration, asks nothing, and leaves the history, which may be years of somebody's record.
apt-get purge -y presenced </dev/null
test ! -e /etc/presenced
test -s $database
test ! -e /etc/systemd/system/multi-user.target.wants/presenced.service

# Unless told.
apt-get install -y --no-install-recommends /opt/test/presenced.deb </dev/null
PRESENCED_PURGE_HISTORY=yes apt-get purge -y presenced </dev/null
test ! -e /var/lib/presenced
