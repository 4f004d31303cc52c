"""Holds the manual page and the completions against --help of every command: documents.py PRESENCECTL HISTORY DOCS

They have each command and option of the program, and nothing more. The completions are run by the shells that they are
for. Help, manual page, docs/QUERY.md and the messages in the sources avoid phrases that readers found hard to
understand.
"""

import os
import pathlib
import re
import subprocess
import sys

program, history, docs = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], pathlib.Path(sys.argv[3])
environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}


def output(*words):
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr, f"{words[:2]}: {done.returncode}\n{done.stderr}"
    return done.stdout


class Help:
    """What --help says; of a command without what every command has."""

    def __init__(self, *command):
        text = output(program, *command, "--help")
        self.types = {}  # option: the type of its value, or nothing
        for names, kind in re.findall(r"^  (-[-a-zA-Z,]+)(?: ([A-Z]+))?", text, re.MULTILINE):
            for name in names.split(","):
                self.types[name] = kind
        self.options = set(self.types)
        commands = text.split("Commands:")[1] if "Commands:" in text else ""
        self.commands = re.findall(r"^  ([a-z]+)  ", commands, re.MULTILINE)
        places = re.search(r"Positionals:\n((?:  .*\n)+)", text)
        self.places = re.findall(r"^  ([A-Z]+) ", places[1], re.MULTILINE) if places else []


common = Help()
of_command = {command: Help(command) for command in common.commands}
assert {"now", "summary"} <= set(of_command) and "--db" in common.options, "is --help still what this test reads?"


facets = set(re.findall(r"[a-z]+", re.search(r"--facet FACET +([a-z, ]+)", output(program, "log", "--help"))[1])) - {"or"}
assert {"presence", "status"} <= facets


def same(what, found, wanted):
    found, wanted = set(found), set(wanted)
    assert found == wanted, f"{what}: too much {sorted(found - wanted)}, missing {sorted(wanted - found)}"


def options_in(text):
    return re.findall(r"(?<![-\w])--?[a-zA-Z][-a-z]*", text)


def check_manual():
    page = (docs / "man" / "presencectl.1.scd").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^# ([A-Z ]+)\n(.*?)(?=^# |\Z)", page, re.MULTILINE | re.DOTALL))
    entries = dict(re.findall(r"^\*([a-z]+)\*(.*)$", sections["COMMANDS"], re.MULTILINE))
    same("commands of the manual", entries, of_command)
    for command, told in of_command.items():
        same(f"{command} in the manual", options_in(entries[command]), told.options - {"-h", "--help"})
        same(f"{command} in the manual", re.findall(r"_([A-Z]+)_", re.sub(r"\[\*.*?\]|\*--[a-z]+\* _[A-Z]+_", "", entries[command])), told.places)
    described = re.findall(r"^\*-.*$", sections["OPTIONS"], re.MULTILINE)
    all_options = common.options.union(*(told.options for told in of_command.values()))
    same("OPTIONS of the manual", options_in("\n".join(described)), all_options)
    named = set(options_in(re.sub(r"-[0-9]\S*", "", page)))
    same("options anywhere in the manual", {name for name in named if name.startswith("--")} - all_options, set())
    statuses = re.findall(r"([0-9]) [a-z]", output(program, "--help").split("Exit status:")[1])
    same("EXIT STATUS of the manual", re.findall(r"^\*([0-9]+)\*$", sections["EXIT STATUS"], re.MULTILINE), statuses)


NUMBERS = {"COUNT", "SEQ", "TEXT", "COLUMN", "NAME"}  # types without anything to offer

BASH = """
source /usr/share/bash-completion/bash_completion
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
_presencectl
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source $argv[1]; complete -C (string join " " -- $argv[2..-1]) | string replace -r "\\t.*" ""; true'
# What the function would offer, as compadd and _describe are told; these two choose what fits.
ZSH = """
file=$1; shift
words=("$@") CURRENT=$#
compadd() { [[ $1 == -- ]] && shift; print -rl -- $@ }
_describe() { print -rl -- ${${(@P)@[-1]}%%:*} }
_files() { print -r -- FILE }
source $file
"""


def bash(*words):
    return output("bash", "-c", BASH, "bash", docs / "completions" / "presencectl.bash", "presencectl", *words).split()


def fish(*words):
    return output("fish", "--no-config", "-c", FISH, docs / "completions" / "presencectl.fish", "presencectl", *words).split()


def zsh(*words):
    offered = output("zsh", "-f", "-c", ZSH, "zsh", docs / "completions" / "_presencectl", "presencectl", *words).split()
    return [word for word in offered if word.startswith(words[-1])]


def check_completions(shell):
    def long(options):
        return {option for option in options if option.startswith("--")}

    name = shell.__name__
    tried = set()
    same(f"{name}: commands", shell(""), of_command)
    same(f"{name}: options", shell("--"), long(common.options))
    for command, told in of_command.items():
        same(f"{name}: {command} --", shell(command, "--"), long(common.options | told.options))
        for option, kind in told.types.items():
            if option in tried:
                continue
            tried.add(option)
            offered = shell(command, option, "") if kind else []
            assert offered or not kind or kind in NUMBERS, f"{name}: nothing for {option} {kind}"
            same(f"{name}: {command} {option}: another option's values", set(offered) & long(told.options), set())
        if told.places:
            assert shell("--db", history, command, ""), f"{name}: {command}: nothing for {told.places[0]}"
    same(f"{name}: formats", shell("now", "-o", ""), {"table", "json", "jsonl", "csv"})
    same(f"{name}: facets", shell("log", "--facet", ""), facets)
    same(f"{name}: an option after a value", shell("at", "-2h", "-o", "js"), {"json", "jsonl"})
    assert "Europe/Berlin" in shell("--tz", "Europe/B"), f"{name}: zones"
    same(f"{name}: at TIME", shell("at", "yes"), {"yesterday"})


# Replaced by plain English once; they should not come back.
AVOIDED = ["is no ", " wants a ", "who is how", "anew", "the history's", ", and end.", " and end ", "is sound",
           "who was what", "how the running daemon stands", "whoever", "of whom", "is none of", "there is no option",
           "write it like", "itself not in it", "overlook changes", "may not be read", "the rest of it stands"]


def literals(source):
    """The string literals of a C++ file, without those in lines of comments."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith("//")]
    return re.findall(r'"(?:[^"\\\n]|\\.)*"', "\n".join(lines))


def check_wording():
    texts = {command: output(program, command, "--help") for command in of_command}
    texts["help"] = output(program, "--help")
    for page in ("QUERY.md", "man/presencectl.1.scd"):
        texts[page] = (docs / page).read_text(encoding="utf-8")
    for folder in ("lib/commands", "lib/rendering", "lib/answers", "lib/time", "daemon/presencectl"):
        for file in (docs.parent / folder).glob("*.cpp"):
            texts[file.name] = "\n".join(literals(file.read_text(encoding="utf-8")))
    found = [f"{where}: '{phrase}'" for where, text in texts.items() for phrase in AVOIDED if phrase in text]
    assert not found, "phrases to avoid: " + ", ".join(found)


check_manual()
check_wording()
for shell in (bash, fish, zsh):
    check_completions(shell)
print(f"{len(of_command)} commands: the manual page and the completions of three shells are as --help says")
