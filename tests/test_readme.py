"""The README is true: its commands, options, targets, files and figures exist."""

import argparse
import json
import re
import shlex
from pathlib import Path

import pytest
import typer

from meetapp.cli import app
from sts_model import __main__ as model_commands

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FIGURES = re.findall(r"<!-- figures:([\w-]+) -->\n(.*?)<!-- /figures -->", README, re.DOTALL)
LINKS = [link for link in re.findall(r"\]\(([^)\s]+)\)", README) if "://" not in link]
RESULTS = sorted(set(re.findall(r"assets/results/[\w.-]+\.json", README)))
COMMANDS = typer.main.get_command(app).commands


def model_parsers() -> dict[str, argparse.ArgumentParser]:
    subparsers = argparse.ArgumentParser().add_subparsers()
    for module in model_commands.COMMANDS:
        model_commands.import_module(module).add_parser(subparsers)
    return dict(subparsers.choices)


def calls(program: str) -> list[list[str]]:
    """The words after `program` wherever the README shows a call of it, in a block or in backticks."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line.partition("#")[0] for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`([^`\n]+)`", README)
    return [shlex.split(line)[len(program.split()) :] for line in lines if f"{line} ".startswith(f"{program} ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert f"meetapp {command}" in README


@pytest.mark.parametrize("command", model_parsers())
def test_every_command_of_the_model_is_in_the_readme(command):
    assert f"python -m sts_model {command}" in README


def test_calls_of_meetapp_are_understood():
    for words in filter(None, calls("meetapp")):
        known = {option for parameter in COMMANDS[words[0]].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, words


def test_calls_of_the_model_are_understood():
    parsers = model_parsers()
    assert calls("python -m sts_model")
    for words in calls("python -m sts_model"):
        assert parsers[words[0]].parse_args(words[1:]) is not None, words


def test_targets_exist_and_the_four_are_named():
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {words[0] for words in calls("make") if words}
    assert named <= targets
    assert {"run", "transcribe", "test", "bench"} <= named


def test_system_packages_are_those_the_setup_installs():
    listed = re.search(r"apt-get install (.*?)#", README, re.DOTALL).group(1).replace("\\", " ").split()
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    lists = re.findall(r'^(?:AUDIO|QT)="(.*?)"', setup, re.DOTALL | re.MULTILINE)
    assert sorted(listed) == sorted(" ".join(lists).split())


@pytest.mark.parametrize("link", LINKS)
def test_every_linked_file_is_there(link):
    assert (ROOT / link.partition("#")[0]).exists()


@pytest.mark.parametrize("result", RESULTS)
def test_every_figure_has_its_file_command_and_commit(result):
    figures = json.loads((ROOT / result).read_text(encoding="utf-8"))
    assert figures["commit"]
    assert " ".join(figures["command"].split()) in " ".join(README.split())


@pytest.mark.parametrize(("name", "text"), FIGURES, ids=[name for name, _ in FIGURES])
def test_figures_name_where_they_come_from(name, text):
    if re.search(r"\|.*\d", text):  # a table with numbers in it
        assert re.search(r"assets/results/[\w.-]+\.json", text), f"the figures {name} do not name their file"


def test_changelog_says_what_is_in_the_next_version():
    assert "## " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
