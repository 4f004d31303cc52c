# A history of the previous schema is brought up to date by the new version, and goes on.
systemctl stop presenced
mkdir /opt/out/kept
mv $database* /opt/out/kept/
sqlite3 $database </opt/test/schema_1.sql
chown presenced:presenced $database*
chmod 0640 $database*
was=$(transitions)
is 'schema before' 1 "$(ask 'PRAGMA user_version')"
systemctl start presenced
within 20 more_than "$was"
is 'schema after' 2 "$(ask 'PRAGMA user_version')"
presencectl verify
systemctl stop presenced

# A history from a newer release is refused, and left as it is; trying again and again would not help.
sqlite3 $database 'PRAGMA user_version = 99' >/dev/null
systemctl start presenced && { echo 'it started on a history from the future'; exit 1; }
within 5 failed
is 'exit status' 74 "$(property ExecMainStatus)"
sleep 6
is 'restarts' 0 "$(property NRestarts)"
is 'schema, untouched' 99 "$(ask 'PRAGMA user_version')"
rm $database*
mv /opt/out/kept/* /var/lib/presenced/
