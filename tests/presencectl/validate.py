"""Holds what presencectl says as JSON against docs/schema: validate.py PRESENCECTL HISTORY SCHEMAS

Every command of --help that answers in JSON is asked in both forms, with options that change its rows. The schemas take
no key that they do not describe, and demand every one they do, so a key that was added or lost is found.
"""

import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

import jsonschema

WINDOW = ["--since", "2026-10-22", "--until", "2026-10-26 09:30"]
# What each command is asked; several questions where the rows differ in more than their values.
QUESTIONS = {
    "now": [[]],
    "at": [["2026-10-23 13:10"], ["2026-10-22 10:00"]],
    "summary": [WINDOW, WINDOW + ["--by", "week"], WINDOW + ["--by", "all", "--idle-grace", "10m"],
                WINDOW + ["--by", "weekday", "--between", "9:00-17:00"], WINDOW + ["--by", "hour", "--weekday", "fri"]],
    "timeline": [WINDOW, ["dana", "--merge-flaps", "5m"] + WINDOW],
    "heatmap": [WINDOW, ["kim"] + WINDOW],
    "overlap": [["dana", "@leads"] + WINDOW, ["dana", "--any", "--min", "5m"] + WINDOW],
    "log": [WINDOW, ["--after", "20", "-r", "-n", "30"], ["--facet", "group"] + WINDOW],
    "intervals": [WINDOW, ["--facet", "status"] + WINDOW],
    "coverage": [WINDOW, ["dana"] + WINDOW],
    "export": [WINDOW],
    "wait": [["dana", "--state", "unknown"], ["@on-call", "--state", "unknown", "--all", "--for", "5m"]],
    "people": [[]],
    "doctor": [[]],
}
# Of these the answer of the running daemon is handed on, which has a schema of its own.
OF_THE_DAEMON = ["status", "reload", "reconnect"]
# These make or delete something, or find nothing in a history that is sound: their rows are made in `check_makers`.
MAKERS = ["backup", "verify", "repair", "purge", "forget", "token"]
# The page, whose answers are those of the other commands; and a copy.
WITHOUT_ROWS = ["serve", "replicate"]

program, history, schemas = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
daemon = pathlib.Path(program).parent / "presenced"


def ask(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def said(*words):
    done = ask(*words)
    found = done.returncode == 1 and "doctor" in words  # no daemon runs here, which is a finding
    assert done.returncode == 0 or found, f"{words}: {done.returncode}\n{done.stderr}"
    return done.stdout


# They refer to each other by the names of their files.
STORE = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in schemas.glob("*.json")}


def validator(schema):
    resolver = jsonschema.RefResolver(schema["$id"], schema, store=STORE)
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


def line_of(command):
    document = STORE[f"{command}.json"]
    return {"$id": document["$id"], "$ref": "#/$defs/line", "$defs": document["$defs"]}


def check(command, words):
    """Returns how many rows the answer has."""
    asked = ["--db", history, "--tz", "Europe/Berlin", command, *words]
    rows = check_document(command, said(*asked, "-o", "json"))
    assert rows == check_lines(command, said(*asked, "-o", "jsonl")), f"{command}: the two forms have different rows"
    return rows


def check_document(command, text):
    document = json.loads(text)
    validator(STORE[f"{command}.json"]).validate(document)
    return len(document["rows"])


def check_lines(command, text):
    schema = validator(line_of(command))
    lines = text.splitlines()
    for line in lines:
        schema.validate(json.loads(line))
    return len(lines)


def check_makers():
    """On a copy: of the daemon's lock file as of the history, so nobody records into it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = f"{folder}/history.db"
        asked = ["--db", copy, "--tz", "UTC"]
        assert check_document("backup", said("--db", history, "backup", copy, "-o", "json")) == 1
        assert check_lines("backup", said(*asked, "backup", f"{folder}/another.db", "-o", "jsonl")) == 1
        assert check_document("verify", said(*asked, "verify", "-o", "json")) == 0
        elsewhere = ["--socket", f"{folder}/nobody.sock", "--yes"]
        for command, whom in (("purge", "dana"), ("forget", "kim")):
            assert check_document(command, said(*asked, command, whom, *elsewhere, "-o", "json")) == 1
            assert check_lines(command, said(*asked, command, "U0LI00002", *elsewhere, "-o", "jsonl")) == 1
        for words, rows in ((["--list"], 2), (["--undo", "U0LI00002"], 1), (["--list"], 1)):
            assert check_document("forget", said(*asked, "forget", *words, *elsewhere, "-o", "json")) == rows
        assert check_lines("forget", said(*asked, "forget", "--list", "-o", "jsonl")) == 1
        tokens = ["--tokens", f"{folder}/tokens"]
        said("token", "add", "all", *tokens)
        said("token", "add", "some", *tokens, "--group", "on-call", "--workspace", "acme", "--until", "2100-01-01")
        assert check_document("token", said("--tz", "UTC", "token", "list", *tokens, "-o", "json")) == 2
        assert check_lines("token", said("--tz", "UTC", "token", "list", *tokens, "-o", "jsonl")) == 2
        with sqlite3.connect(copy) as jumped:  # as a clock that is a year ahead would have recorded
            jumped.execute("UPDATE run SET alive_at = alive_at + 365 * 86400000")
            jumped.execute("UPDATE session SET ended_at = ended_at + 365 * 86400000 WHERE ended_at IS NOT NULL")
        rows = check_document("repair", said(*asked, "repair", "--dry-run", "-o", "json"))
        assert rows >= 1
        assert check_lines("repair", said(*asked, "repair", *elsewhere, "-o", "jsonl")) == rows
        assert check_document("repair", said(*asked, "repair", "-o", "json")) == 0
        with sqlite3.connect(copy) as damaged:  # overlapping coverage: unsound in what it says
            damaged.execute("UPDATE coverage_span SET ended_at = ended_at + 86400000")
        assert check_lines("verify", ask(*asked, "verify", "-o", "jsonl").stdout) >= 1
        assert check_document("verify", ask(*asked, "verify", "-o", "json").stdout) >= 1


def check_daemon():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "token").write_text("xoxb-1")
        (folder / "token").chmod(0o600)
        (folder / "watchlist.yaml").write_text("groups: { team: { members: [U0DANA001] } }\n")
        (folder / "presenced.yaml").write_text(
            "history: { path: history.db }\ncontrol: { socket: control.sock }\nworkspaces:\n"
            "  - { name: acme, token_file: token, watchlist: watchlist.yaml, api_url: 'http://127.0.0.1:1/api/' }\n")
        with subprocess.Popen([daemon, "--config", folder / "presenced.yaml"], stderr=subprocess.DEVNULL) as running:
            deadline = time.monotonic() + 30
            while ask("status", "--socket", str(folder / "control.sock")).returncode != 0:
                assert running.poll() is None and time.monotonic() < deadline, "the daemon does not answer"
                time.sleep(0.05)
            for command in OF_THE_DAEMON:
                answer = json.loads(said(command, "--socket", str(folder / "control.sock"), "-o", "json"))
                schema = json.loads((schemas / "control" / f"{command}.json").read_text(encoding="utf-8"))
                jsonschema.Draft202012Validator(schema).validate(answer)
            running.terminate()


def commands():
    return set(re.findall(r"^  ([a-z]+)  ", said("--help").split("Commands:")[1], re.MULTILINE)) - {"help"}


def main():
    told = set(QUESTIONS) | set(MAKERS) | set(OF_THE_DAEMON) | set(WITHOUT_ROWS)
    assert commands() == told, f"commands without a question here, or the other way round: {commands() ^ told}"
    rows = 0
    for command, questions in QUESTIONS.items():
        found = sum(check(command, words) for words in questions)
        assert found > 0, f"{command}: no rows, so nothing was checked"
        rows += found
    for schema in STORE.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    files = {file.stem for file in schemas.glob("*.json")} - {"common"}
    with_rows = told - set(OF_THE_DAEMON) - set(WITHOUT_ROWS)
    assert files == with_rows, f"schemas without a command, or the other way round: {files ^ with_rows}"
    check_makers()
    check_daemon()
    print(f"{len(told)} commands, {rows} rows are as docs/schema says")


main()
