# Without a credential it says what to do, once, and is not started again and again.
refused() { # PATTERN
  local began
  began=$(moment)
  anew
  if systemctl start presenced; then echo 'it started without a token'; return 1; fi
  within 5 failed
  is 'exit status' 78 "$(property ExecMainStatus)"
  has 'the log' "$1" "$(log_since "$began")"
}
refused 'put the token in /etc/credstore/slack-token'
sleep 6 # longer than RestartSec=: had it been tried again, it would show
is 'restarts' 0 "$(property NRestarts)"

# In its place an empty one, one that nobody has decrypted, and what is no token at all; none of them is told to anybody.
mkdir -p /etc/credstore
(umask 077; echo >/etc/credstore/slack-token)
refused 'slack-token is empty; put the token in /etc/credstore/slack-token'
echo xoxb-hidden | systemd-creds encrypt --with-key=host --name=slack-token - /etc/credstore/slack-token
refused 'slack-token is still encrypted; .*LoadCredentialEncrypted=slack-token'
(umask 077; echo 'my secret word' >/etc/credstore/slack-token)
refused 'slack-token'
lacks 'the journal' 'my secret word|xoxb-hidden' "$(journalctl --no-pager -o json)"

rm /etc/credstore/slack-token
