# A member of the group reads the history while the service writes and after it has stopped; nobody else does.
useradd --groups presenced lee
useradd kim
reads() { su -s /bin/sh "$1" -c "sqlite3 -readonly $database 'SELECT count(*) FROM people'"; }
is 'people' 20 "$(reads lee)"
has 'presencectl' 'active|away' "$(su -s /bin/sh lee -c 'presencectl now')"
if reads kim; then echo 'anybody can read the history'; exit 1; fi
said=$(su -s /bin/sh lee -c "sqlite3 $database 'DELETE FROM presence_transition'" 2>&1 || true)
has 'what a reader who writes is told' 'readonly database' "$said"

# Within 5 s, with the coverage closed, and without the tail of its log left over for a reader to mend.
began=$SECONDS
systemctl stop presenced
[[ $((SECONDS - began)) -le 5 ]] || { echo "stopping took $((SECONDS - began)) s"; exit 1; }
is 'result' success "$(property Result)"
is 'open coverage' 0 "$(covered)"
is 'why it ended' shutdown "$(ask 'SELECT end_reason FROM coverage ORDER BY ended_at DESC LIMIT 1')"
is 'a clean end' 1 "$(ask 'SELECT clean FROM recorder')"
is 'people, read after the stop' 20 "$(reads lee)"
