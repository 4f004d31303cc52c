# The page reads the history as a user of its own, also while the daemon is stopped; it answers loopback, and it cannot
# reach the control socket, which its group may use.
page() { # TARGET
  exec 3<>/dev/tcp/127.0.0.1/8420
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:8420\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}
systemctl start presenced-web
answers() { (page /now) >/dev/null 2>&1; }
within 20 answers
has 'the page' 'text/html' "$(page /now)"
has 'its answer' '"user_id"' "$(page /api/people)"
has 'while the daemon is stopped' '"alive":false' "$(page /api/page)"
page_pid=$(systemctl show --value -p MainPID presenced-web)
is 'its user' presenced-web "$(ps -o user:32= -p "$page_pid" | tr -d ' ')"
systemctl start presenced
alive() { [[ $(page /api/page) == *'"alive":true'* ]]; }
within 20 alive
if nsenter --target "$page_pid" --mount ls /run/presenced/control.sock; then echo 'the page can see the control socket'; exit 1; fi
systemctl stop presenced-web
systemctl stop presenced
