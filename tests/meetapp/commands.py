"""The real command line in a process of its own, in a world that a test can make poorer."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 240

# The words do not matter to the command line: what is loud stands for speech, so that no model has to be loaded.
HEARS_LOUDNESS = f"""
import importlib.util, sys
class Loudness:
    def find_spec(self, name, path=None, target=None):
        if name in ("sts_model.pipeline", "sts_model.package"):
            return importlib.util.spec_from_file_location(name, {str(Path(__file__).with_name("loudness.py"))!r})
sys.meta_path.insert(0, Loudness())
"""
NO_PORTAUDIO = """
import ctypes.util
ctypes.util.find_library = lambda name: None
"""
NO_INPUTS = """
import sounddevice
sounddevice.query_devices = lambda *_: sounddevice.DeviceList()
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def meetapp(
    *arguments: object, home: Path, world: str = HEARS_LOUDNESS, prefix: tuple[str, ...] = (), **variables: str
) -> Done:
    """`meetapp ARGUMENTS`, with its library in `home`.

    Args:
        world: Python that every process of the command runs first, to change or take away parts of the system.
        prefix: a command that starts the command.
        variables: added to the environment.
    """
    environment = {**os.environ, "MEETAPP_HOME": str(home), "PULSE_SERVER": str(home / "no-server"), **variables}
    with tempfile.TemporaryDirectory() as site:
        (Path(site) / "sitecustomize.py").write_text(world, encoding="utf-8")
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "meetapp", *map(str, arguments)],
            env={**environment, "PYTHONPATH": os.pathsep.join([site, str(ROOT)])},
            capture_output=True,
            timeout=LIMIT_S,
            encoding="utf-8",
            check=False,
        )
    return Done(done.returncode, done.stdout, done.stderr)


def bound_by_file_modes() -> tuple[str, ...]:
    """A prefix under which even the super-user may not pass a file's mode."""
    if os.name != "posix" or os.geteuid() != 0:
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
