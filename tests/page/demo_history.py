"""A history for the tests of the page: two workspaces, groups, a fortnight until now, drawn from a seed.

Fills an empty history file (empty_history makes one) as the daemon would have: sessions with gaps between them, presence,
statuses, do-not-disturb, people who join and leave a group. Names and statuses include markup and text in other scripts.
`Live` goes on recording: changes and marks of life, as the running daemon does.

    demo_history.py FILE [--seed N] [--live]
"""

import argparse
import random
import sqlite3
import time

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
PRESENCE, STATUS, DND, HUDDLE = range(4)
PUSH, FIRST, RESYNC, AUDIT, SAMPLE = range(5)
RTM, SOCKET_MODE, POLL = range(3)
GOODBYE, TIMEOUT, NETWORK_ERROR, UNWATCHED, CRASH, RATE_LIMITED = 1, 3, 5, 6, 8, 13

STATUSES = [("lunch", ":pizza:"), ("In a meeting", ":spiral_calendar_pad:"), ("Working from home", ":house:"),
            ("", ":palm_tree:"), ("<b>not bold</b> & \"quoted\"", ":warning:"), ("focus <script>alert(1)</script>", ":headphones:"),
            ("Reviewing the quarterly numbers until somebody brings coffee, then back at it", ":coffee:")]

WORKSPACES = [
    ("acme", RTM, {"on-call": 4, "leads": 3, "support": 6}, [
        "Dana Diaz", "Kim Osei", "José Álvarez", "李小龙", "נועם לוי", "Mara Vogt", "Tobi Fell", "Priya Raman",
        "Anneliese von Hohenstein-Brandenburg", "<i>Bobby</i> Tables", "Sam Ode", "Ines Prado"]),
    ("globex", POLL, {"on-call": 3, "night shift": 3}, ["Lee Arden", "Yusuf Kaya", "Noor Haddad", "Olga Petrova", "Ruth Okafor"]),
]


class Filler:
    def __init__(self, file, seed, workspaces=WORKSPACES, days=14, pace=1):
        """`pace`: how many times as many changes."""
        self.workspaces, self.days, self.pace = workspaces, days, pace
        self.db = sqlite3.connect(file, isolation_level=None)
        self.random = random.Random(seed)
        self.seq = self.db.execute("SELECT seq FROM seq_last").fetchone()[0]

    def fill(self, now):
        self.db.execute("BEGIN")
        self.now = now
        begin = now - self.days * DAY
        self.db.execute("DELETE FROM run")
        self.db.execute("INSERT INTO run VALUES(1, ?, ?, 0, 'demo')", (begin, now))
        events = []
        person = 0
        for number, (workspace, feed, groups, names) in enumerate(self.workspaces):
            self.db.execute("INSERT INTO workspace VALUES(?, ?, 1)", (number, workspace))
            sessions = self.sessions(number, feed, begin, now)
            ids = []
            for name in names:
                person += 1
                user = f"U0{workspace[:3].upper()}{person:03d}"
                ids.append(user)
                self.db.execute("INSERT INTO person VALUES(?, ?)", (person, user))
                first, label = name.split(" ")[0].lower(), name.split(" ")[0] if person % 3 == 1 else ""
                self.db.execute("INSERT INTO membership VALUES(?, ?, ?, ?, ?, 'Europe/Berlin', 0, 0, 1, 1)",
                                (person, number, label, first, name))
                never_seen = name.startswith("Ines")
                if not never_seen:
                    events += self.life(person, number, feed, sessions)
            self.groups(number, groups, ids, begin, now)
        self.write(sorted(events))
        self.db.execute("COMMIT")

    def sessions(self, workspace, feed, begin, now):
        """Connections, one after the other; the last is open."""
        made, start = [], begin + self.random.randrange(HOUR)
        while start < now:
            end = start + int(self.random.expovariate(1 / (20 * HOUR))) + 2 * HOUR
            gap = self.random.choice([8_000, 40_000, 4 * MINUTE, 25 * MINUTE, 3 * HOUR])
            if end > now - 4 * HOUR:
                end = None
            reason = self.random.choice([TIMEOUT, GOODBYE, NETWORK_ERROR, CRASH, RATE_LIMITED])
            row = self.db.execute(
                "INSERT INTO session(workspace, number, connected_at, ready_at, proven_at, ended_at, end_reason, sampled_at, feed) "
                "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (workspace, len(made) + 1, start, start + 2_000, end or now, end, reason if end else None,
                 (end or now) if feed == POLL else None, feed))
            made.append((row.lastrowid, start + 2_000, end, reason))
            if end is None:
                break
            start = end + gap
        return made

    def life(self, person, workspace, feed, sessions):
        """The coverage of one person, written; their changes, returned as (at, person, facet, ...)."""
        events, draw = [], self.random
        known = {}
        begins, ends = draw.uniform(6.5, 10), draw.uniform(15, 20)
        left = self.now - 3 * HOUR if person == 17 else None  # no longer covered
        for session, start, end, reason in sessions:
            if left and (end is None or end > left):
                end, reason = left, UNWATCHED
            if end and end <= start:
                break
            for facet in (PRESENCE, STATUS, DND):
                self.db.execute("INSERT INTO coverage_span VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                                (person, facet, start, workspace, end, 1 if feed == POLL else 0, reason if end else None, session))
            last = end or self.now
            at, first = start, True
            while at < last - 2_000:
                # The test is run at any hour: it is always the afternoon of a working day now.
                hour = ((at - self.now) / HOUR + 14) % 24
                weekend = (self.now + 10 * HOUR - at) // DAY % 7 in (3, 4)
                working = begins < hour < ends and not (weekend and draw.random() < 0.9)
                active = working and draw.random() < 0.75
                uncertainty, source = 0, PUSH
                if first:
                    source = RESYNC if PRESENCE in known else FIRST
                    uncertainty = at - known[PRESENCE][1] if PRESENCE in known else 0
                elif feed == POLL:
                    source, uncertainty = SAMPLE, draw.randrange(10_000, 90_000)
                if PRESENCE not in known or known[PRESENCE][0] != active:
                    events.append((at, person, PRESENCE, workspace, source, uncertainty, session, known.get(PRESENCE, (None,))[0], active))
                if first or draw.random() < 0.12:
                    status = draw.choice(STATUSES) if working and draw.random() < 0.5 else ("", "")
                    before = known.get(STATUS)
                    if status != before:
                        events.append((at + 900, person, STATUS, workspace, source, uncertainty, session, before, status))
                        known[STATUS] = status
                if first and DND not in known:
                    events.append((at + 950, person, DND, workspace, source, 0, session, None, "0"))
                    known[DND] = "0"
                known[PRESENCE] = (active, at)
                first = False
                at += int(draw.expovariate(self.pace / ((50 if working else 150) * MINUTE))) + 20_000
            known[PRESENCE] = (known[PRESENCE][0], last)
        return events

    def groups(self, workspace, groups, ids, begin, now):
        rest = list(ids)
        for name, size in groups.items():
            group = self.db.execute("INSERT INTO watch_group(workspace, name) VALUES(?, ?)", (workspace, name)).lastrowid
            for index in range(size):
                since = begin if index else now - 5 * DAY  # the first one joined later
                self.db.execute("INSERT INTO group_membership VALUES(?, ?, ?, NULL)", (group, rest[index % len(rest)], since))
            rest = rest[max(1, size - 1):] or list(ids)

    def write(self, events):
        for at, person, facet, workspace, source, uncertainty, session, before, after in events:
            self.seq += 1
            key = (person, at, self.seq, workspace)
            if facet == PRESENCE:
                self.db.execute("INSERT INTO presence_transition VALUES(?, ?, ?, ?, ?, ?, ?)",
                                (*key, int(after) + 2 * source, uncertainty, session))
            elif facet == STATUS:
                self.db.execute("INSERT INTO status_transition VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                                (*key, source, uncertainty, session, *(before or (None, None)), *after))
            else:
                self.db.execute("INSERT INTO facet_transition VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                (person, facet, at, self.seq, workspace, source, uncertainty, session, before, after))
        self.db.execute("UPDATE seq_last SET seq = ?", (self.seq,))


class Live(Filler):
    """Goes on with a history that fill() made."""

    def alive(self):
        self.db.execute("UPDATE run SET alive_at = ?", (int(time.time() * 1000),))

    def change(self, person, active=None):
        """One change of presence, committed with a mark of life. Returns (user id, the new state)."""
        now = int(time.time() * 1000)
        workspace, code, session = self.db.execute(
            "SELECT workspace, code, session FROM presence_transition WHERE person = ? ORDER BY at DESC LIMIT 1", (person,)).fetchone()
        if active is None:
            active = not code & 1
        self.db.execute("BEGIN")
        self.write([(now, person, PRESENCE, workspace, PUSH, 0, session, None, active)])
        self.alive()
        self.db.execute("COMMIT")
        return self.db.execute("SELECT user_id FROM person WHERE id = ?", (person,)).fetchone()[0], "active" if active else "away"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--live", action="store_true", help="fill, then go on recording until interrupted")
    arguments = parser.parse_args()
    Filler(arguments.file, arguments.seed).fill(int(time.time() * 1000))
    if not arguments.live:
        return
    live = Live(arguments.file, arguments.seed + 1)
    while True:
        live.alive()
        time.sleep(5)
        if live.random.random() < 0.3:
            live.change(live.random.randrange(1, 12))


if __name__ == "__main__":
    main()
