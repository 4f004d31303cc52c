# Without a credential it says what to do, once, and is not started again and again.
began=$(moment)
systemctl start presenced && { echo 'it started without a token'; exit 1; }
within 5 failed
is 'exit status' 78 "$(property ExecMainStatus)"
has 'the log' 'slack-token' "$(log_since "$began")"
has 'the log' '/etc/credstore/slack-token|LoadCredential' "$(log_since "$began")"
sleep 6 # longer than RestartSec=: had it been tried again, it would show
is 'restarts' 0 "$(property NRestarts)"

# In its place, an empty one, and one that nobody has decrypted.
mkdir -p /etc/credstore
for wrong in '' 'Whxqht+dQJax1aZeCGLxmiAAAAABAAAADAAAABAAAAC1lSLjW8mBnqSpOYcAAAAAWrzu'; do
  (umask 077; printf '%s\n' "$wrong" >/etc/credstore/slack-token)
  began=$(moment)
  systemctl start presenced && { echo 'it started without a token'; exit 1; }
  within 5 failed
  is 'exit status' 78 "$(property ExecMainStatus)"
  has 'the log' 'slack-token' "$(log_since "$began")"
done
