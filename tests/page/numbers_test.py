"""The numbers of the page are those of `presencectl -o json`, on histories of two workspaces drawn from seeds."""

import math
import unittest
from datetime import datetime

from serving import PageTest

WINDOW = ["--since", "last week", "--until", "this week"]
QUERY = "since=last+week&until=this+week"
CERTAINTIES = {"exact": "seen", "at_latest": "or earlier"}


def duration(ms):
    if 0 < ms < 1000:
        return "<1s"
    if ms < 60_000:
        return f"{ms // 1000}s"
    minutes = ms // 60_000
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60:,}h {minutes % 60:02d}m"


def adding_up(parts):
    """In minutes, so that they add up as displayed: the largest remainders are rounded up."""
    units = [part // 60_000 for part in parts]
    missing = math.floor(sum(parts) / 60_000 + 0.5) - sum(units)
    for index in sorted(range(len(parts)), key=lambda i: -(parts[i] % 60_000))[:missing]:
        units[index] += 1
    return [f"{unit // 60}h {unit % 60:02d}m" for unit in units]


def percent(share):
    hundredths = share * 100
    if 0 < hundredths < 1:
        return "<1%"
    if 99 < hundredths < 100:
        return ">99%"
    return f"{math.floor(hundredths + 0.5)}%"


def moment(time):
    """"Fri 27 Nov 08:12:03" of an RFC 3339 time, which is in the zone of the answer."""
    at = datetime.fromisoformat(time[:19])
    return f"{at:%a} {at.day} {at:%b} {at:%H:%M:%S}"


class Numbers(PageTest):
    def cells(self, caption):
        return self.browser.run("""
            const table = Array.from(document.querySelectorAll('main table')).find((one) => one.caption.textContent.startsWith(arguments[0]));
            return Array.from(table?.tBodies[0].rows ?? []).map((row) => Array.from(row.cells).map((cell) => cell.textContent));""", caption)

    def opened(self, caption):
        """The rows of the table behind a picture."""
        self.browser.run("Array.from(document.querySelectorAll('details.behind')).find((one) => one.innerText.startsWith(arguments[0])).open = true", caption)
        self.browser.until("return document.querySelector('details.behind table')", "the table is made")
        return self.cells(caption)

    def test_now(self):
        self.browser.open("/now")
        answer = self.served.ask("now")["rows"]
        cards = self.browser.run("""return Array.from(document.querySelectorAll('.card')).map((one) => [one.dataset.who,
            one.querySelector('.state').textContent, one.querySelector('.sure').textContent, one.querySelector('time')?.getAttribute('datetime') ?? null,
            one.querySelector('.status')?.textContent ?? ''])""")
        for row in answer:
            shown = [card for card in cards if card[0] == row["user_id"]]
            self.assertTrue(shown, row["name"])
            for _, state, sure, since, status in shown:
                self.assertEqual((state, since), (row["presence"], row["since"]))
                self.assertEqual(status, (row["status_emoji"] or "") + (row["status_text"] or ""))
                if row["certainty"] in CERTAINTIES:
                    self.assertEqual(sure, CERTAINTIES[row["certainty"]])
                elif row["certainty"] == "between":
                    self.assertTrue(sure.startswith("after ") and sure.endswith(row["earliest"][11:16]), sure)
                else:
                    self.assertEqual(sure, f"was {row['last_known']}" if row["last_known"] else "never seen")
        for state in ("active", "away", "unknown"):
            self.assertIn(f"{sum(row['presence'] == state for row in answer)} {state}", self.browser.text(".lead"))

    def test_timeline(self):
        self.browser.open(f"/day?{QUERY}&who=%40on-call")
        rows = self.served.ask("timeline", "@on-call", *WINDOW)["rows"]
        self.assertEqual(self.opened("Timelines"), [
            [row["name"], row["workspace"], row["presence"], moment(row["from"]), moment(row["to"]), duration(row["duration_ms"])] for row in rows[:500]])

    def test_summary_of_a_person(self):
        for user in ("U0ACM001", "U0GLO014"):
            self.browser.open(f"/person?{QUERY}&who={user}")
            rows = self.served.ask("summary", user, "--by", "day", *WINDOW)["rows"]
            clock = {row["date"]: [row[word][11:16] if row[word] else "\u2013" for word in ("first_active", "last_active")] for row in rows}
            self.assertEqual([row[2:5] for row in self.cells("Each day")], [adding_up([row["active_ms"], row["away_ms"], row["unknown_ms"]]) for row in rows])
            self.assertEqual([row[5:] for row in self.cells("Each day")], [[one.replace("00:00", "24:00") if i else one for i, one in enumerate(pair)] for pair in clock.values()])
            statuses = [row for row in self.served.ask("intervals", user, "--facet", "status", *WINDOW)["rows"] if row["known"] and (row["text"] or row["emoji"])]
            self.assertEqual([[row[0], row[2]] for row in self.cells("Statuses")],
                             [[" ".join(part for part in (row["emoji"], row["text"]) if part) if row["text"] else row["emoji"] + " ", duration(row["duration_ms"])] for row in reversed(statuses)])
            gaps = [row for row in self.served.ask("coverage", user, *WINDOW)["rows"] if row["kind"] == "gap"]
            self.assertEqual([row[:2] for row in self.cells("Gaps")], [[moment(row["from"]), duration(row["duration_ms"])] for row in gaps])

    def test_heatmap(self):
        for words, who in (("", []), ("&who=U0ACM002", ["U0ACM002"])):
            self.browser.open(f"/heatmap?{QUERY}{words}")
            rows = self.served.ask("heatmap", *who, *WINDOW)["rows"]
            shown = [cell for line in self.cells("Share of watched time") for cell in line[1:]]
            self.assertEqual(shown, ["unknown" if row["share"] is None else percent(row["share"]) for row in rows])
            table = self.opened("Hours")
            self.assertEqual([line[2:] for line in table], [[duration(row["active_ms"]), duration(row["covered_ms"])] for row in rows])

    def test_overlap(self):
        for words, options in (("", []), ("&any=1", ["--any"]), ("&min=30m", ["--min", "30m"])):
            self.browser.open(f"/overlap?{QUERY}&who=U0ACM001&who=U0ACM002{words}")
            answer = self.served.ask("overlap", "U0ACM001", "U0ACM002", *options, *WINDOW)
            total = answer["any_ms"] if "--any" in options else answer["together_ms"]
            self.assertIn(f"for {duration(total)}, undecided for {duration(answer['undecided_ms'])}", self.browser.text(".lead"))
            self.assertEqual([row[2:] for row in self.cells("Periods")],
                             [[duration(row["duration_ms"]), row["overlap"]] for row in reversed(answer["rows"])])

    def test_overlap_by_hour_of_the_week(self):
        self.browser.open(f"/overlap?{QUERY}&who=U0ACM001&who=U0ACM002")
        answer = self.served.ask("overlap", "U0ACM001", "U0ACM002", *WINDOW)
        hour = 3_600_000
        expected = []
        for begin in range(answer["since_ms"], answer["until_ms"], hour):  # a Monday, a whole week
            parts = {"together": 0, "undecided": 0}
            for row in answer["rows"]:
                parts[row["overlap"]] += max(0, min(begin + hour, row["to_ms"]) - max(begin, row["from_ms"]))
            decided = hour - parts["undecided"]
            expected.append(percent(parts["together"] / decided) if decided else "unknown")
        if len(expected) != 168:
            self.skipTest("clocks changed in that week")
        self.assertEqual([cell for line in self.cells("Share of the time") for cell in line[1:]], expected)

    def test_coverage(self):
        self.browser.open(f"/coverage?{QUERY}")
        rows = self.served.ask("coverage", *WINDOW)["rows"]
        sums = self.served.ask("summary", "--by", "all", *WINDOW)["rows"]
        unknown = sum(row["unknown_ms"] for row in sums)
        whole = unknown + sum(row["active_ms"] + row["away_ms"] for row in sums)
        self.assertIn(f"{percent(1 - unknown / whole)} of the time of {len(sums)} people is known; {duration(unknown)} is not", self.browser.text(".lead"))
        gaps = {(row["from"], row["to"], row["reason"], row["workspace"]): row for row in rows if row["kind"] == "gap"}
        self.assertEqual(sorted(row[:3] for row in self.cells("Gaps")),
                         sorted([moment(row["from"]), duration(row["duration_ms"]), row["workspace"]] for row in gaps.values()))
        sessions = [row for row in rows if row["kind"] == "session"]
        self.assertEqual([row[0] for row in self.cells("Sessions")], [moment(row["from"]) for row in reversed(sessions)])
        self.assertEqual([row[4] for row in self.cells("Sessions")], [duration(row["duration_ms"]) for row in reversed(sessions)])

    def test_log(self):
        for words, options in (("", []), ("&facet=status", ["--facet", "status"]), ("&source=sample&state=away", ["--source", "sample", "--state", "away"]),
                               ("&grep=lunch", ["--grep", "lunch"]), ("&who=%40support", ["@support"])):
            self.browser.open(f"/log?{QUERY}{words}")
            rows = self.served.ask("log", *options, *WINDOW, "--reverse", "--lines", "100")["rows"]
            shown = self.cells("Changes")
            self.assertEqual([line[:2] for line in shown], [[moment(row["at"]), row["name"]] for row in rows])
            self.assertEqual([line[-1].split(" ")[0] for line in shown], [row["source"] for row in rows])

    def test_people(self):
        self.browser.open("/person")
        rows = self.served.ask("people")["rows"]
        self.assertEqual([[line[1], line[2], line[3]] for line in self.cells("People")],
                         [[row["real_name"], row["workspace"], ", ".join(f"@{group}" for group in row["groups"] or [])] for row in rows])

    def test_a_person_now(self):
        for user in ("U0ACM001", "U0GLO014", "U0ACM012"):
            self.browser.open(f"/person?who={user}")
            row = self.served.ask("now", user)["rows"][0]
            self.assertTrue(self.browser.text(".present").strip().startswith(row["presence"]))
            if row["since"]:
                self.assertIn(row["since"][11:16], self.browser.text(".present"))

    def test_what_presencectl_says_beside_an_answer(self):
        for path, command, *arguments in (
                ("/log?grep=zaphod", "log", "--grep", "zaphod"), ("/log?facet=group&since=-1m", "log", "--facet", "group", "--since=-1m")):
            self.browser.open(path)
            self.assertTrue(self.served.said(command, *arguments))
            self.assertEqual(self.browser.texts("main .remarks li"), self.served.said(command, *arguments))
        for path in ("/day?since=last+month", "/heatmap?since=last+month", "/coverage?since=last+month", "/person?who=U0ACM001&since=last+month"):
            self.browser.open(path)
            self.assertIn("recording began ", self.browser.texts("main .remarks li")[0])
        self.browser.open("/overlap?who=%40on-call&workspace=acme")
        self.assertIn("Dana joined @on-call ", self.browser.text("main .remarks"))

    def test_markup_in_names_and_statuses_is_text(self):
        for path in ("/now", f"/day?{QUERY}", f"/log?{QUERY}&facet=status", "/person", f"/coverage?{QUERY}"):
            self.browser.open(path)
            self.assertEqual(self.browser.run("return document.querySelectorAll('main script, main b, main i:not([class]):not([aria-hidden])').length"), 0)
        self.assertIn("<i>Bobby</i>", self.browser.text("main"))


class NumbersOfAnotherHistory(Numbers):
    seed = 77


if __name__ == "__main__":
    unittest.main()
