# The package installs without a question, and starts nothing that nobody has configured.
said=$(apt-get install -y --no-install-recommends /opt/test/presenced-before.deb </dev/null)
has 'the last word' 'still needs a token and a watchlist, see (/usr/share/doc/presenced/docs/OPERATIONS.md)' "$said"
test -s "${BASH_REMATCH[1]}"
is 'the service' inactive "$(property ActiveState)"
is 'at the next boot' disabled "$(systemctl is-enabled presenced || true)"
is 'the folder' '2750 root:presenced' "$(stat -c '%a %U:%G' /etc/presenced)"
for file in presenced.yaml watchlist.yaml; do
  is $file '640 root:presenced' "$(stat -c '%a %U:%G' /etc/presenced/$file)"
done
has 'presenced --version' '^presenced [0-9]' "$(presenced --version)"
has 'presencectl --version' '^presencectl [0-9]' "$(presencectl --version)"
systemd-analyze verify --man=no presenced.service presenced@other.service

# An upgrade of what nobody has touched and nothing runs of: no question, and it still does not run.
said=$(apt-get install -y --no-install-recommends /opt/test/presenced.deb </dev/null)
lacks 'the upgrade' 'wants a token' "$said"
is 'the service' inactive "$(property ActiveState)"
is 'presenced.yaml' '640 root:presenced' "$(stat -c '%a %U:%G' /etc/presenced/presenced.yaml)"
