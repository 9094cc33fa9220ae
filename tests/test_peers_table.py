"""The table of peers is true of our tests: each one it names exists, and its first paragraph counts what is in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "assets" / "results" / "peers.md").read_text(encoding="utf-8")
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]
VERDICTS = {int(row[0]): re.match(r"yes: |part: |part \(no test\): |no: |no, not for us: ", row[-1]) for row in ROWS}
NAMED = sorted(set(re.findall(r"`(test_\w+\.py)(?:::(\w+))?`", PAGE)))


def is_had(cell: str) -> bool:
    """Whether the cell of a peer counts as a yes: names and numbers do."""
    return not cell.startswith(("no", "part", "?", "–"))


def test_every_row_is_whole_and_judged():
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert [row[0] for row in ROWS if len(row) != 7 or not VERDICTS[int(row[0])]] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_exists(file, name):
    assert file in SOURCES
    assert not name or re.search(rf"^ *(async )?def {name}\(", SOURCES[file], re.MULTILINE)


def test_every_yes_names_a_test():
    assert [row[0] for row in ROWS if row[-1].startswith("yes") and "`test_" not in row[-1]] == []


def test_the_first_paragraph_counts_what_is_in_the_table():
    first = " ".join(PAGE.split("\n\n")[1].split())
    verdicts = {number: re.match("yes|part|no", found[0])[0] for number, found in VERDICTS.items()}
    for verdict in ("yes", "part", "no"):
        assert f" {list(verdicts.values()).count(verdict)} {verdict}" in first
    lacking = [int(row[0]) for row in ROWS if verdicts[int(row[0])] != "yes" and any(map(is_had, row[2:6]))]
    told, _, lists = first.partition(f"In {len(lacking)} rows ")
    assert lists, told
    assert sorted(map(int, re.findall(r"\d+", lists))) == lacking
