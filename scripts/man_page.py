"""The man page, made from the command line itself: `python scripts/man_page.py > assets/man/meetapp.1`.

What no parser knows (files, variables, exit codes) stands below; a test holds the page to the parsers.
"""

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from meetapp.cli import app

EXIT_CODES = {
    "0": "Done.",
    "1": "A fault of meetapp itself; a report file is named.",
    "2": "Something is wrong with the input or the options.",
    "3": "A part of the system is missing.",
    "4": "Some of several recordings could not be read.",
    "130": "Interrupted.",
}
VARIABLES = {
    "MEETAPP_HOME": "The folder for the library, settings and meetings, in place of the user's data folder.",
}
FILES = {
    "~/.local/share/meetapp/library.sqlite": "What was said in all meetings.",
    "~/.local/share/meetapp/meetings/": "A folder for each meeting, with its sound.",
    "~/.local/share/meetapp/settings.json": "What the user chose.",
    "~/.local/share/meetapp/service-token": "The token of meetapp serve, unless it is told of another.",
}


def page() -> str:
    """The whole page, in the language of man."""
    program: Any = typer.main.get_command(app)
    lines = [
        '.\\" Made by scripts/man_page.py; do not edit.',
        '.TH MEETAPP 1 "" "meetapp" "User Commands"',
        ".SH NAME",
        "meetapp \\- record or transcribe a meeting: who said what, wholly on this machine",
        ".SH SYNOPSIS",
        ".B meetapp",
        "[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(program.help),
        ".SH OPTIONS",
        *_options(program, with_help=True),
        ".SH COMMANDS",
    ]
    lines += [line for name, command in _commands("meetapp", program) for line in _section(name, command)]
    for title, table in (("EXIT STATUS", EXIT_CODES), ("ENVIRONMENT", VARIABLES), ("FILES", FILES)):
        lines += [f".SH {title}", *(line for term, text in table.items() for line in _entry(term, text))]
    return "\n".join(lines) + "\n"


def _commands(name: str, group: Any) -> Iterator[tuple[str, Any]]:
    """Every command of `group` by its full name, those of groups within it included."""
    for word, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(f"{name} {word}", command)
        else:
            yield f"{name} {word}", command


def _section(name: str, command: Any) -> list[str]:
    return [f".SS {_plain(name)} {_plain(_usage(command))}", *_paragraphs(command.help), *_options(command)]


def _usage(command: Any) -> str:
    return " ".join(["[OPTIONS]", *(_place(each) for each in command.params if each.param_type_name == "argument")])


def _options(command: Any, *, with_help: bool = False) -> list[str]:
    """An entry for each option and argument that says something of itself."""
    context = command.make_context(command.name, [], resilient_parsing=True)
    lines: list[str] = []
    for parameter in command.get_params(context) if with_help else command.params:
        record = parameter.get_help_record(context)
        if record:
            lines += _entry(_place(parameter) if parameter.param_type_name == "argument" else record[0], record[1])
    return lines


def _place(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _entry(term: str, text: str) -> list[str]:
    return [".TP", f".B {_plain(term)}", _plain(" ".join(text.split()))]


def _paragraphs(text: str) -> list[str]:
    """Paragraphs flow; those that begin with a backspace stay as they are laid out."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        if paragraph.lstrip().startswith("\b"):
            laid_out = textwrap.dedent(paragraph.replace("\b", "", 1).lstrip("\n")).splitlines()
            lines += [".PP", ".nf", *(_plain(line) for line in laid_out), ".fi"]
        else:
            lines += [".PP", _plain(" ".join(paragraph.split()))]
    return lines


def _plain(text: str) -> str:
    """`text` that man prints as it stands; a long list of values may go on in the next line."""
    escaped = text.replace("\\", "\\e")
    for sign, written in (("-", "\\-"), ("~", "\\(ti"), ("`", "\\(ga"), ("|", "|\\:")):
        escaped = escaped.replace(sign, written)
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    sys.stdout.write(page())
