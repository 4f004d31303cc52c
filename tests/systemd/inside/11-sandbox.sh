# Inside of the sandbox: names are asked of a name server, and the metrics are there for who scrapes them on this machine.
systemd-run --quiet --collect --unit=names dnsmasq --keep-in-foreground --user=root --no-resolv --no-hosts --port=53 \
  --listen-address=127.0.0.1 --bind-interfaces --address=/slack.test/127.0.0.1
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
sed -i 's#https://127.0.0.1:#https://slack.test:#' /etc/presenced/presenced.yaml
printf 'metrics: { listen: 127.0.0.1:9723 }\n' >>/etc/presenced/presenced.yaml
began=$(moment)
systemctl start presenced
# The certificate of the tests' Slack is for other names, which shows that this one was found.
within 20 status_says 'slack.test|certificate|TLS|tls'
lacks 'the log' 'look up slack.test' "$(log_since "$began")"

answer() { # PATH: of the daemon's own HTTP
  exec 3<>/dev/tcp/127.0.0.1/9723
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}
answers() { [[ $(answer "$1") =~ $2 ]]; }
within 5 answers /healthz ' 200 '
within 5 answers /readyz ' 503 '
sed -i 's#https://slack.test:#https://127.0.0.1:#' /etc/presenced/presenced.yaml
systemctl restart presenced
within 20 answers /readyz ' 200 '
has 'the metrics' 'presenced_[a-z_]+' "$(answer /metrics)"

# An address that is in use.
began=$(moment)
systemctl stop presenced
systemd-run --quiet --collect --unit=squatter bash -c 'exec dnsmasq -k --user=root --no-resolv --no-hosts --port=9723 --listen-address=127.0.0.1 --bind-interfaces'
squats() { (exec 3<>/dev/tcp/127.0.0.1/9723); }
within 5 squats
if systemctl start presenced; then echo 'it started with its address in use'; exit 1; fi
within 5 failed
is 'exit status' 78 "$(property ExecMainStatus)"
has 'the log' '127.0.0.1:9723' "$(log_since "$began")"
systemctl stop squatter names
sed -i '/^metrics:/d' /etc/presenced/presenced.yaml
anew
