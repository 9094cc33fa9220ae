"""What a Linux desktop reads of the program: desktop file, AppStream metadata and icon, and that they agree."""

import configparser
import plistlib
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
PACKAGING = ROOT / "packaging"
SHARED = {
    f"applications/{APP_ID}.desktop",
    f"metainfo/{APP_ID}.metainfo.xml",
    f"icons/hicolor/scalable/apps/{APP_ID}.svg",
    "man/man1/meetapp.1.gz",
}
OF_THE_DESKTOP = "applications/mimeinfo.cache"  # its own list of what opens what
DOCUMENTS = {"doc/meetapp/copyright", "doc/meetapp/changelog.gz"}


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


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """What looks like a built program."""
    folder = tmp_path / "build" / "meetapp"
    (folder / "_internal").mkdir(parents=True)
    (folder / "meetapp").write_text("#!/bin/sh\necho built\n")
    (folder / "meetapp").chmod(0o755)
    return folder


def files(folder: Path) -> set[str]:
    """All files and links in `folder`, by their place in it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


def output(*command: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, encoding="utf-8", timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_install_puts_everything_where_desktops_look_and_takes_it_away(build, tmp_path):
    prefix, script = tmp_path / "usr", PACKAGING / "install.sh"
    for _ in range(2):  # a second time is an upgrade
        output(script, build, prefix)
    assert output(prefix / "bin" / "meetapp") == "built\n"
    assert files(prefix / "share") - {OF_THE_DESKTOP} == SHARED
    output(script, "--remove", prefix)
    assert files(prefix) <= {f"share/{OF_THE_DESKTOP}"}
    missing = subprocess.run([script, tmp_path / "nothing"], capture_output=True, text=True, timeout=240)
    assert missing.returncode == 2 and "make package" in missing.stderr


@pytest.mark.parametrize("remove", [False, True])
def test_an_install_removes_nothing_that_is_not_the_program(build, tmp_path, remove):
    precious = tmp_path / "home" / "meetapp" / "letter.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("dear reader")
    what, usr = "--remove" if remove else build, tmp_path / "usr"
    for prefix, folder in [(usr, tmp_path / "home"), (usr, "home"), (usr, "/"), ("home", usr), ("/", usr)]:
        command = [PACKAGING / "install.sh", what, prefix, folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=tmp_path)
        assert done.returncode == 2 and done.stderr.count("\n") == 1, (command, done.stderr)
    assert precious.read_text() == "dear reader" and not usr.exists()


@pytest.mark.skipif(not (shutil.which("dpkg-deb") and shutil.which("zstd")), reason="needs dpkg-deb and zstd")
def test_a_bundle_is_a_debian_package_and_an_archive_that_installs_itself(build, tmp_path):
    output(PACKAGING / "bundle.sh", build, tmp_path / "out")
    archive, package = sorted((tmp_path / "out").iterdir())
    assert archive.name.startswith(f"meetapp-{__version__}-linux-") and archive.name.endswith(".tar.zst")

    assert output("dpkg-deb", "--field", package, "Version").strip() == __version__
    rows = output("dpkg-deb", "--contents", package).splitlines()
    assert rows and all(row.split()[1] == "root/root" for row in rows)
    output("dpkg-deb", "--extract", package, tmp_path / "root")
    output("dpkg-deb", "--control", package, tmp_path / "control")
    output("sh", "-c", f"cd {tmp_path}/root && md5sum --check --quiet {tmp_path}/control/md5sums")
    assert output(tmp_path / "root" / "opt" / "meetapp" / "meetapp") == "built\n"
    assert (tmp_path / "root" / "usr" / "bin" / "meetapp").readlink() == Path("/opt/meetapp/meetapp")
    assert files(tmp_path / "root" / "usr" / "share") == SHARED | DOCUMENTS

    output("tar", "--extract", "--file", archive, "--directory", tmp_path)
    (unpacked,) = tmp_path.glob("meetapp-*")
    output(unpacked / "install.sh", unpacked / "meetapp", tmp_path / "local")
    assert output(tmp_path / "local" / "bin" / "meetapp") == "built\n"


def test_recipes_that_nobody_has_tried_can_be_read_and_say_so():
    for path in (PACKAGING / "flatpak" / f"{APP_ID}.yaml", PACKAGING / "windows" / "meetapp.iss"):
        assert "UNTESTED" in path.read_text(encoding="utf-8").splitlines()[0]
    assert "UNTESTED" in (PACKAGING / "macos" / "bundle.sh").read_text(encoding="utf-8")
    assert plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    for script in (*PACKAGING.glob("*.sh"), PACKAGING / "macos" / "bundle.sh"):
        output("bash", "-n", script)
