# Killed: it comes back by itself, the gap is in the history, and what follows is recorded.
start_slack
systemctl start presenced
before=$(transitions)
within 20 more_than "$before"
before=$(transitions) # and something more, so that what is covered since has lasted
within 20 more_than "$before"
main=$(property MainPID)
kill -9 "$main"
another() { active && [[ $(property MainPID) != "$main" && $(property MainPID) != 0 ]]; }
within 20 another
has 'why coverage ended' crash "$(ask 'SELECT DISTINCT end_reason FROM coverage')"
before=$(transitions)
within 20 more_than "$before"
