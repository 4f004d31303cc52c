# Inside of the sandbox, names are asked of a name server.
systemd-run --quiet --collect --unit=names dnsmasq --keep-in-foreground --user=root --no-resolv --no-hosts --port=53 \
  --listen-address=127.0.0.1 --bind-interfaces --address=/slack.test/127.0.0.1
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
sed -i 's#https://127.0.0.1:#https://slack.test:#' /etc/presenced/presenced.yaml
began=$(moment)
systemctl start presenced
# The certificate of the tests' Slack is for other names, which shows that this one was found.
within 20 status_says 'TLS|certificate'
lacks 'the log' 'look up slack.test' "$(log_since "$began")"

sed -i 's#https://slack.test:#https://unheard-of.test:#' /etc/presenced/presenced.yaml
systemctl restart presenced
within 20 status_says 'look up unheard-of.test'

sed -i 's#https://unheard-of.test:#https://127.0.0.1:#' /etc/presenced/presenced.yaml
systemctl stop presenced names
