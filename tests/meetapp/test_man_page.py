"""The man page says what the command line is, and man can read it."""

import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from meetapp.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "assets" / "man" / "meetapp.1"


def test_the_page_is_that_of_this_command_line():
    made = runpy.run_path(str(ROOT / "scripts" / "man_page.py"))["page"]()
    assert PAGE.read_text(encoding="utf-8") == made, "make it again: python scripts/man_page.py > assets/man/meetapp.1"


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_man_reads_it_without_a_complaint():
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-cbuo", str(PAGE)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=240, check=True)
    assert done.stderr == ""
    assert all(name in done.stdout for name in typer.main.get_command(app).commands)
