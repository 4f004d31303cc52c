# The page reads the history as a user of its own, also while the daemon is stopped; it answers loopback, and it cannot
# reach the control socket, which its group may use.
page() { # TARGET
  exec 3<>/dev/tcp/127.0.0.1/8420 || return 1
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

# As an administrator changes its command: with tokens, then on a socket for a proxy.
override=/etc/systemd/system/presenced-web.service.d
serves_with() { # OPTION...
  mkdir -p $override
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/presencectl serve --db %s %s\n' $database "$*" >$override/options.conf
  systemctl daemon-reload
  systemctl restart presenced-web
}
link=$(presencectl token add lee --tokens /etc/presenced/page.tokens 2>/dev/null | grep -o '/open/.*')
is 'the tokens' '640 root:presenced' "$(stat -c '%a %U:%G' /etc/presenced/page.tokens)"
serves_with --tokens /etc/presenced/page.tokens
within 20 answers
has 'without a token' '^HTTP/1.1 401 ' "$(page /api/people)"
has 'a link' '^HTTP/1.1 302 .*Set-Cookie: presenced=' "$(page "$link")"
has 'the same link again' '^HTTP/1.1 410 ' "$(page "$link")"
is 'opened links' '640 presenced-web:presenced-web' "$(stat -c '%a %U:%G' /var/lib/presenced-web/opened-links)"
serves_with --unix /run/presenced-web/page.sock --trust-header X-Remote-User
within 20 test -S /run/presenced-web/page.sock
is 'the socket' '660 presenced-web:presenced-web' "$(stat -c '%a %U:%G' /run/presenced-web/page.sock)"
systemctl stop presenced-web
rm -r $override /etc/presenced/page.tokens
systemctl daemon-reload
systemctl stop presenced
