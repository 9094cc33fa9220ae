"""What a Linux desktop reads of the program: desktop file, AppStream metadata and icon, and that they agree."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtGui import QIcon

from meetapp import __version__
from meetapp.cli import app as commands
from meetapp.window.app import APP_ID

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = ROOT / "assets" / "linux" / f"{APP_ID}.desktop"
METAINFO = ROOT / "assets" / "linux" / f"{APP_ID}.metainfo.xml"
ICON = ROOT / "assets" / "icons" / "meetapp.svg"


@pytest.fixture
def entry() -> configparser.ConfigParser:
    """The desktop file, read as what it is: groups of keys whose case counts."""
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(DESKTOP.read_text(encoding="utf-8"))
    return read


def test_every_command_of_the_desktop_file_is_one_of_ours(entry):
    calls = [section["Exec"].split() for section in entry.values() if "Exec" in section]
    assert len(calls) == 3
    for program, command, *options in calls:
        assert program == entry["Desktop Entry"]["TryExec"] == "meetapp"
        known = {name for each in commands.registered_commands if each.name == command for name in ("--record", "%F")}
        assert known and set(options) <= known


def test_every_action_is_there_and_every_language_is_whole(entry):
    actions = entry["Desktop Entry"]["Actions"].rstrip(";").split(";")
    assert {f"Desktop Action {name}" for name in actions} | {"Desktop Entry"} == set(entry.sections())
    for section in (entry[f"Desktop Action {name}"] for name in actions):
        assert {"Name", "Name[de]", "Name[es]"} <= set(section)
    assert all(each.endswith(";") for key, each in entry["Desktop Entry"].items() if key.startswith("Keywords"))


def test_the_metadata_is_about_this_program_and_this_version(entry):
    root = etree.parse(METAINFO).getroot()
    assert root.get("type") == "desktop-application" and root.findtext("id") == APP_ID
    assert root.findtext("launchable") == DESKTOP.name and root.findtext("icon") == entry["Desktop Entry"]["Icon"]
    assert root.find("releases/release").get("version") == __version__
    assert not root.findtext("summary").endswith(".") and len(root.findtext("summary")) <= 60


def test_the_icon_can_be_drawn_at_every_size(qapp):
    for side in (16, 48, 256):
        picture = QIcon(str(ICON)).pixmap(side, side).toImage()
        assert picture.width() == side and picture.pixelColor(side // 2, side // 8).alpha() > 0


@pytest.mark.parametrize(
    "command", [["desktop-file-validate", str(DESKTOP)], ["appstreamcli", "validate", "--no-net", str(METAINFO)]]
)
def test_the_validators_of_the_desktop_find_nothing(command):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_install_puts_everything_where_desktops_look(tmp_path):
    build = tmp_path / "build"
    (build / "_internal").mkdir(parents=True)
    (build / "meetapp").write_text("#!/bin/sh\necho built\n")
    (build / "meetapp").chmod(0o755)
    script = ROOT / "packaging" / "install.sh"
    for _ in range(2):  # a second time is an upgrade
        subprocess.run([script, build, tmp_path / "usr"], check=True, timeout=240)
    done = subprocess.run([tmp_path / "usr" / "bin" / "meetapp"], capture_output=True, text=True, timeout=240)
    assert done.stdout == "built\n"
    share = tmp_path / "usr" / "share"
    installed = {str(path.relative_to(share)) for path in share.rglob("*") if path.stem.startswith(APP_ID)}
    assert installed == {
        f"applications/{APP_ID}.desktop",
        f"metainfo/{APP_ID}.metainfo.xml",
        f"icons/hicolor/scalable/apps/{APP_ID}.svg",
    }
    missing = subprocess.run([script, tmp_path / "nothing"], capture_output=True, text=True, timeout=240)
    assert missing.returncode == 2 and "make package" in missing.stderr
