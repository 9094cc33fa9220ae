"""The built program, where there is one (`make package`): it does what the source does, all its processes included.

MEETAPP_BUILD names the folder of another build.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import pytest
import soundfile
from virtual_microphone import RATE, VirtualMicrophone, wait_for

from meetapp import paths
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "assets" / "demo" / "meeting.flac"
BUILD = Path(os.environ.get("MEETAPP_BUILD", ROOT / "build" / "package" / "meetapp"))
PROGRAM = BUILD / ("meetapp.exe" if sys.platform == "win32" else "meetapp")
LIMIT_S = 900  # a busy machine, and from source a compiler first
LARGEST_MIB = 750

PACKAGE = next(iter(sorted(BUILD.parent.glob("meetapp_*.deb"))), Path("none"))
needs_package = pytest.mark.skipif(not PACKAGE.exists(), reason="there is no Debian package: make package")

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="there is no build: make package")


def bare(**variables: str) -> dict[str, str]:
    """Variables of a machine on which there is no Python of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "PATH": os.defpath, **variables}


def built(*words: object, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """How a command of the built program ended."""
    command = [str(PROGRAM), *map(str, words)]
    return subprocess.run(command, capture_output=True, timeout=LIMIT_S, env=bare(**variables), check=False)


@pytest.fixture
def excerpt(tmp_path: Path) -> Path:
    """The first seconds of the demo."""
    sound, rate = soundfile.read(DEMO, frames=12 * 16_000)
    soundfile.write(tmp_path / "talk.wav", sound, rate)
    return tmp_path / "talk.wav"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The Debian package, unpacked to a root of its own."""
    root = tmp_path_factory.mktemp("root")
    subprocess.run(["dpkg-deb", "--extract", PACKAGE, root], check=True, timeout=LIMIT_S)
    yield root
    shutil.rmtree(root)  # a gigabyte, nearly


def test_it_says_its_version_and_refuses_what_the_source_refuses(tmp_path):
    done = built("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, b"meetapp"), done.stderr.decode()
    done = built("transcribe", tmp_path / "missing.wav")
    assert done.returncode == 2 and b"missing.wav" in done.stderr and b"Traceback" not in done.stderr


def test_it_hears_what_the_source_hears(excerpt):
    source = [sys.executable, "-m", "meetapp", "transcribe", str(excerpt)]
    heard = subprocess.run(source, capture_output=True, timeout=LIMIT_S, cwd=ROOT, check=True)
    done = built("transcribe", excerpt)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == heard.stdout and len(done.stdout.split()) > 10


def test_it_makes_every_format(excerpt, tmp_path):
    done = built("transcribe", excerpt, "--format", "all", "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr.decode()
    written = {path.suffix: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert len(written) >= 15 and written[".pdf"].startswith(b"%PDF") and written[".docx"].startswith(b"PK")


def test_its_window_opens_on_a_screen_and_imports(excerpt):
    with screen() as variables:
        window = subprocess.Popen([PROGRAM, "open", str(excerpt)], env=bare(**variables))
        try:
            wait_for(imported_words, limit_s=LIMIT_S)
            assert window.poll() is None, "the window has gone"
        finally:
            window.send_signal(signal.SIGTERM)
            window.wait(240)


def test_it_records(microphone: VirtualMicrophone, home):
    tone_S = (0.2 * np.sin(2 * np.pi * 440 * np.arange(8 * RATE) / RATE)).astype(np.float32)
    playing = microphone.play(tone_S)
    done = built("record", "--input", microphone.name, "--duration", "3", **microphone.env)
    playing.kill()
    playing.wait()
    assert done.returncode == 0, done.stderr.decode()
    (folder,) = paths.meetings().iterdir()
    assert any(path.stat().st_size > 10_000 for path in (folder / "tracks").iterdir())


def test_it_lists_the_inputs(microphone: VirtualMicrophone):
    done = built("devices", "--json", **microphone.env)
    assert done.returncode == 0 and microphone.name.encode() in done.stdout, done.stderr.decode()


def test_it_serves_other_programs(home):
    service = subprocess.Popen([PROGRAM, "serve", "--port", "0"], env=bare(), stdout=subprocess.PIPE, encoding="utf-8")
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/v1", service.stdout.readline())
        assert found, "it does not say where it listens"
        token = wait_for(lambda: (home / "service-token").exists() and (home / "service-token").read_text().strip())
        request = Request(f"{found[0]}/models", headers={"Authorization": f"Bearer {token}"})
        with urlopen(request, timeout=LIMIT_S) as answer:
            assert b"meetapp" in answer.read()
    finally:
        service.send_signal(signal.SIGINT)
        service.communicate(timeout=LIMIT_S)


def test_it_compiles_nothing_on_the_machine_that_it_comes_to(excerpt, tmp_path):
    done = built("transcribe", excerpt, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 0 and not (tmp_path / "cache").exists(), done.stderr.decode()
    assert not any(path.name.startswith(("numba", "llvmlite")) and path.suffix == ".so" for path in BUILD.rglob("*"))


def test_it_carries_nothing_for_graphics_cards_and_stays_small():
    files = [path for path in BUILD.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) / 2**20 < LARGEST_MIB
    names = {path.name: path.stat().st_size for path in files}
    assert not any(name.startswith(("libcublas", "libcudnn_", "libcufft", "libtriton")) for name in names)
    assert names.get("libtorch_cuda.so", 0) < 1_000_000


@needs_package
def test_its_package_runs_from_where_it_is_unpacked(excerpt, unpacked, tmp_path):
    program = unpacked / "opt" / "meetapp" / "meetapp"
    elsewhere = bare(HOME=str(tmp_path / "home"), MEETAPP_HOME=str(tmp_path / "home"))
    done = subprocess.run([program, "transcribe", excerpt], capture_output=True, timeout=LIMIT_S, env=elsewhere)
    assert done.returncode == 0 and len(done.stdout.split()) > 10, done.stderr.decode()


@needs_package
def test_its_package_asks_for_every_library_that_it_does_not_bring(unpacked):
    there = {path.name for path in unpacked.rglob("*.so*")}
    libraries = [path for path in unpacked.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    headers = subprocess.run(["objdump", "-p", *libraries], capture_output=True, text=True, timeout=LIMIT_S).stdout
    missing = set(re.findall(r"NEEDED\s+(\S+)", headers)) - there
    query = ["dpkg-query", "--search", *(f"*/{name}" for name in sorted(missing))]
    owners = subprocess.run(query, capture_output=True, text=True, timeout=60).stdout
    fields = ["dpkg-deb", "--field", PACKAGE, "Depends", "Recommends"]
    asked = subprocess.run(fields, capture_output=True, text=True, timeout=60, check=True).stdout
    for package in {line.partition(":")[0] for line in owners.splitlines()}:
        assert re.search(rf"\b{re.escape(package)}\b", asked), package


@needs_package
def test_its_package_is_tidy(unpacked):
    paths = list((unpacked / "opt").rglob("*"))
    assert not [path for path in paths if path.is_symlink() and not path.exists()]
    assert not [path for path in paths if not path.is_symlink() and path.stat().st_mode & 0o7022]


def imported_words() -> bool:
    """Whether the library holds a meeting with words."""
    if not paths.library().exists():
        return False
    with open_library(paths.library()) as library:
        meetings = list_meetings(library)
        return any(each.duration_s and list_turns(library, each.id) for each in meetings)


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """A screen of our own, so that the libraries of real screens are tried; offscreen where there is no Xvfb."""
    program = shutil.which("Xvfb")
    if program is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reader, writer = os.pipe()
    command = [program, "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as answer:
        display = f":{answer.readline().strip()}"
    try:
        yield {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(240)
