"""SECURITY.md names a test for each claim, and every test it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}


def test_every_test_that_is_named_exists():
    everything = "\n".join(SOURCES.values())
    named = re.findall(r"`(test_\w+)`", NOTE)
    assert named and [name for name in named if f"def {name}(" not in everything] == []
    assert [name for name in re.findall(r"\btest_\w+\.py", NOTE) if name not in SOURCES] == []


def test_every_claim_names_what_holds_it():
    claims = NOTE.partition("## What, how")[2].partition("## To check by hand")[0].split("\n\n**")[1:]
    assert len(claims) > 8 and [claim[:40] for claim in claims if "test_" not in claim] == []
