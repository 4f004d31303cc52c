"""Holds what presencectl says as JSON against docs/schema: validate.py PRESENCECTL HISTORY SCHEMAS

Every command of --help that answers in JSON is asked in both forms, with options that change its rows. The schemas take
no key that they do not describe, and demand every one they do, so a key that was added or lost is found.
"""

import json
import pathlib
import re
import subprocess
import sys

import jsonschema

WINDOW = ["--since", "2026-10-22", "--until", "2026-10-26 09:30"]
# What each command is asked; several questions where the rows differ in more than their values.
QUESTIONS = {
    "now": [[]],
    "at": [["2026-10-23 13:10"], ["2026-10-22 10:00"]],
    "summary": [WINDOW, WINDOW + ["--by", "week"], WINDOW + ["--by", "all", "--idle-grace", "10m"]],
    "timeline": [WINDOW, ["dana", "--merge-flaps", "5m"] + WINDOW],
    "heatmap": [WINDOW, ["kim"] + WINDOW],
    "overlap": [["dana", "@leads"] + WINDOW],
}
# Those that do not answer with rows of the history.
ELSEWHERE = {}

program, history, schemas = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def said(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


def schema_of(command):
    schema = json.loads((schemas / f"{command}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def check(command, words):
    """Returns how many rows the answer has."""
    schema = schema_of(command)
    asked = ["--db", history, "--tz", "Europe/Berlin", command, *words]
    document = json.loads(said(*asked, "-o", "json"))
    jsonschema.Draft202012Validator(schema).validate(document)
    lines = [json.loads(line) for line in said(*asked, "-o", "jsonl").splitlines()]
    of_a_line = jsonschema.Draft202012Validator({"$ref": "#/$defs/line", "$defs": schema["$defs"]})
    for line in lines:
        of_a_line.validate(line)
    assert len(lines) == len(document["rows"]), f"{command}: the two forms have different rows"
    return len(lines)


def commands():
    return re.findall(r"^  ([a-z]+)  ", said("--help").split("Commands:")[1], re.MULTILINE)


def main():
    told = set(QUESTIONS) | set(ELSEWHERE)
    assert set(commands()) == told, f"commands without a question here, or the other way round: {set(commands()) ^ told}"
    rows = 0
    for command, questions in QUESTIONS.items():
        found = sum(check(command, words) for words in questions)
        assert found > 0, f"{command}: no rows, so nothing was checked"
        rows += found
    files = {file.stem for file in schemas.glob("*.json")}
    assert files == told, f"schemas without a command, or the other way round: {files ^ told}"
    print(f"{len(QUESTIONS)} commands, {rows} rows are as docs/schema says")


main()
