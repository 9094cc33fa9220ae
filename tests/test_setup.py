"""scripts/setup.sh: asks for what is missing and nothing else, once; driven with stand-ins for apt, dpkg and Python."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("bash", "env", "cat", "cksum", "mkdir", "touch", "grep", "dirname", "basename", "readlink", "timeout", "cp")

pytestmark = pytest.mark.skipif(shutil.which("timeout") is None, reason="needs GNU coreutils")

PYTHON = """#!/usr/bin/env bash
case "$*" in
    "-c import sys"*) exit "${OLD_PYTHON:-0}" ;;
    "-c "*) exit 0 ;;
    "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m uv --version") exit "${NO_UV:-0}" ;;
    "-m pip --version") exit 0 ;;
    "-m pip install --quiet uv") exit "${NO_UV:-0}" ;;
esac
echo "python $*" >> "$CALLS"
"""
DPKG = """#!/usr/bin/env bash
for package in "${@:3}"; do
    case " $MISSING " in *" $package "*) ;; *) echo "$package installed" ;; esac
done
"""
APT = """#!/usr/bin/env bash
echo "apt-get $*" >> "$CALLS"
exit "${APT_FAILS:-0}"
"""


class Machine:
    """A copy of the script's surroundings, and a PATH that holds nothing but what a test put there."""

    def __init__(self, folder: Path) -> None:
        self.project, self.bin, self.calls = folder / "project", folder / "bin", folder / "calls"
        (self.project / "scripts").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / "scripts" / "setup.sh", self.project / "scripts")
        for name in ("pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.project)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.put("id", "#!/usr/bin/env bash\necho 0\n")
        self.put("python3", PYTHON)

    def put(self, name: str, script: str) -> None:
        (self.bin / name).write_text(script, encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def debian(self) -> "Machine":
        self.put("dpkg-query", DPKG)
        self.put("apt-get", APT)
        return self

    def set_up(self, purpose: str, **variables: str) -> tuple[list[str], str]:
        """The calls that left the script, and what it said."""
        self.calls.write_text("", encoding="utf-8")
        done = subprocess.run(
            [self.project / "scripts" / "setup.sh", purpose],
            env={"PATH": str(self.bin), "CALLS": str(self.calls), **variables},
            capture_output=True,
            text=True,
            timeout=240,
        )
        self.code = done.returncode
        return self.calls.read_text(encoding="utf-8").splitlines(), done.stderr


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_transcribe_asks_for_no_system_package_and_no_extra(machine):
    calls, _ = machine.debian().set_up("transcribe", MISSING="libportaudio2 xvfb")
    assert calls[0] == "python -m venv .venv"
    assert calls[1].endswith("--constraint constraints.txt --editable .")
    assert len(calls) == 2 and machine.code == 0


def test_the_second_time_there_is_nothing_to_do(machine):
    machine.debian().set_up("run")
    assert machine.set_up("run") == ([], "")


def test_only_missing_packages_are_installed(machine):
    calls, said = machine.debian().set_up("run", MISSING="libportaudio2 libxcb-cursor0 xvfb")
    assert calls[0].endswith("libportaudio2 libxcb-cursor0")
    assert "libportaudio2" in said


def test_tests_bring_extras_and_serve_every_other_purpose(machine):
    calls, _ = machine.debian().set_up("test", MISSING="xvfb")
    assert calls[0].endswith("xvfb")
    assert calls[-1].endswith("--editable .[dev,eval,encryption]")
    assert machine.set_up("transcribe")[0] == []


def test_the_program_alone_brings_the_keys_that_work_in_every_program():
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert [each for each in needed if each.startswith("python-xlib") and each.endswith("sys_platform == 'linux'")]


def test_building_a_program_needs_a_compiler_and_pyinstaller(machine):
    machine.debian().set_up("test")
    calls, _ = machine.set_up("package", MISSING="gcc")
    assert calls[0].endswith("gcc")
    assert calls[-1].endswith("--editable .[package]")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_requirement_is_installed(machine, name):
    machine.debian().set_up("transcribe")
    with (machine.project / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert len(machine.set_up("transcribe")[0]) == 1


def test_without_uv_pip_does_the_work(machine):
    calls, said = machine.debian().set_up("transcribe", NO_UV="1")
    assert calls[-1].startswith("python -m pip install")
    assert "uv cannot be installed" in said


def test_a_refused_package_is_said_once_and_stops_nothing(machine):
    calls, said = machine.debian().set_up("run", MISSING="libegl1", APT_FAILS="100")
    assert "by hand: apt-get install libegl1" in said
    assert calls[-1].endswith("--editable .") and machine.code == 0
    assert machine.set_up("run", MISSING="libegl1", APT_FAILS="100") == ([], "")


def test_elsewhere_it_says_once_what_to_install(machine):
    _, said = machine.set_up("run")
    assert "PortAudio" in said and machine.code == 0
    assert machine.set_up("run") == ([], "")


def test_an_old_python_is_refused_in_a_sentence(machine):
    _, said = machine.debian().set_up("transcribe", OLD_PYTHON="1")
    assert machine.code == 3
    assert "Python 3.11 or newer is needed" in said


def test_an_unknown_purpose_is_refused(machine):
    _, said = machine.set_up("fly")
    assert machine.code == 2 and "transcribe, run, test or package" in said
