# Stopped in its tracks: the watchdog finds out, and systemd starts it anew. With a shorter watchdog, to save time.
mkdir -p /etc/systemd/system/presenced.service.d
printf '[Service]\nWatchdogSec=4s\n' >/etc/systemd/system/presenced.service.d/watchdog.conf
systemctl daemon-reload
systemctl restart presenced
sleep 9 # twice the watchdog and more: a daemon that is well is left alone
is 'restarts of one that is well' 0 "$(property NRestarts)"
main=$(property MainPID)
began=$(moment)
kill -STOP "$main"
another() { active && [[ $(property MainPID) != "$main" && $(property MainPID) != 0 ]]; }
within 40 another
has 'systemd' 'Watchdog timeout' "$(log_since "$began")"
rm -r /etc/systemd/system/presenced.service.d
systemctl daemon-reload
systemctl stop presenced
