# A history of the previous schema is brought up to date by the new version, and goes on.
systemctl stop presenced
start_slack
mkdir -p /opt/out/kept
mv $database* /opt/out/kept/
sqlite3 $database </opt/test/schema_1.sql
chown presenced:presenced $database*
chmod 0640 $database*
was=$(transitions)
is 'schema before' 1 "$(ask 'PRAGMA user_version')"
systemctl start presenced
within 20 more_than "$was"
is 'schema after' 9 "$(ask 'PRAGMA user_version')"
presencectl verify
systemctl stop presenced
rm $database*
mv /opt/out/kept/* /var/lib/presenced/
