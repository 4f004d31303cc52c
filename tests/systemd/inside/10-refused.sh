# What the service cannot start with, it says, with what to do; it is not started again where that would not help, and it
# starts as soon as somebody has mended it.
systemctl stop presenced
start_slack
mkdir -p /opt/out/kept
mv $database* /opt/out/kept/
put_back() { rm -f $database*; cp -p /opt/out/kept/* /var/lib/presenced/; }

# refused WHAT STATUS PATTERN: a start that fails in this way, once.
refused() {
  local began
  began=$(moment)
  anew
  if systemctl start presenced; then echo "it started with $1"; return 1; fi
  within 5 failed
  is "exit status with $1" "$2" "$(property ExecMainStatus)"
  has "the log with $1" "$3" "$(log_since "$began")"
  sleep 6 # longer than RestartSec=: had it been tried again, it would show
  is "restarts with $1" 0 "$(property NRestarts)"
}

# A history from a newer release; it is left as it is.
put_back
sqlite3 $database 'PRAGMA user_version = 99' >/dev/null
refused 'a history from the future' 74 'newer|version 99'
is 'schema, untouched' 99 "$(ask 'PRAGMA user_version')"

# No history at all, but some file.
rm $database*
head -c 100000 /dev/urandom >$database
chown presenced:presenced $database
was=$(sha256sum $database)
refused 'a file of noise' 74 "$database"
is 'the file, untouched' "$was" "$(sha256sum $database)"

# A history of somebody else's. (The folder itself systemd gives to the service at every start.)
put_back
chown root:root $database
refused 'a history that it may not write' 74 'writable for the user'
chown presenced:presenced $database

# A second daemon for the same history: the first goes on, and is named.
anew
systemctl start presenced
began=$(moment)
sed "s#^workspaces:#history: { path: $database }\ncontrol: { socket: /run/presenced-second/control.sock }\nworkspaces:#" \
  /etc/presenced/presenced.yaml >/etc/presenced/second.yaml
cp /etc/credstore/slack-token /etc/credstore/presenced-second
mkdir -p /etc/systemd/system/presenced@second.service.d
printf '[Service]\nReadWritePaths=/var/lib/presenced\n' >/etc/systemd/system/presenced@second.service.d/path.conf
systemctl daemon-reload
if systemctl start presenced@second; then echo 'two daemons on one history'; exit 1; fi
has 'the log' "in use by process $(property MainPID)" "$(journalctl -u presenced@second --no-pager -o cat --since "@$began")"
is 'exit status' 74 "$(systemctl show --value -p ExecMainStatus presenced@second)"
active
rm -r /etc/systemd/system/presenced@second.service.d

# With a history of its own, but at the first one's control socket, which goes on answering.
began=$(moment)
sed "s#^workspaces:#control: { socket: /run/presenced/control.sock }\nworkspaces:#" \
  /etc/presenced/presenced.yaml >/etc/presenced/second.yaml
systemctl daemon-reload
systemctl reset-failed presenced@second
if systemctl start presenced@second; then echo 'two daemons at one control socket'; exit 1; fi
has 'the log' '/run/presenced/control.sock' "$(journalctl -u presenced@second --no-pager -o cat --since "@$began")"
is 'exit status' 78 "$(systemctl show --value -p ExecMainStatus presenced@second)"
presencectl status
rm -r /etc/presenced/second.yaml /var/lib/presenced/second
systemctl reset-failed presenced@second
systemctl daemon-reload
systemctl stop presenced

# A disk that is full already: this one passes without anybody at the keyboard, so it is waited for.
put_back
mkdir /opt/out/state
mv /var/lib/presenced/* /opt/out/state/
mount -t tmpfs -o size=4m,mode=0750,uid=presenced,gid=presenced tmpfs /var/lib/presenced
head -c 16M /dev/zero >/var/lib/presenced/filler 2>/dev/null || true
began=$(moment)
anew
systemctl start --no-block presenced
within 10 status_says 'waiting for room: .*(full|No space left)'
is 'state on a full disk' activating "$(property ActiveState)"
has 'the log on a full disk' 'make room on that file system' "$(log_since "$began")"
rm /var/lib/presenced/filler
within 20 active
within 20 more_than 0
systemctl stop presenced
umount /var/lib/presenced
mv /opt/out/state/* /var/lib/presenced/
