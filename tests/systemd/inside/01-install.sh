# The package installs without a question, and starts nothing that nobody has configured.
apt-get install -y --no-install-recommends /opt/test/presenced.deb </dev/null
is 'the service' inactive "$(property ActiveState)"
is 'at the next boot' disabled "$(systemctl is-enabled presenced || true)"
is 'the folder' '750 root:presenced' "$(stat -c '%a %U:%G' /etc/presenced)"
for file in presenced.yaml watchlist.yaml; do
  is $file '640 root:presenced' "$(stat -c '%a %U:%G' /etc/presenced/$file)"
done
has 'presenced --version' '^presenced [0-9]' "$(presenced --version)"
