"""What holds for every test: a home of its own, and no window on a real screen unless one is asked for."""

import os
import subprocess
import sys
import tempfile
from functools import partial

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["LC_ALL"] = "C.UTF-8"  # tests read English, whatever the machine speaks
# Workers and what they start share the cores: threads of one, which spin while they wait, take them from the others.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Where Python may leave no bytecode beside its sources, each process compiles all it imports, torch above all, for
# seconds: the workers and the processes of a run share a folder for it instead.
if sys.dont_write_bytecode:
    bytecode = tempfile.TemporaryDirectory(prefix="meetapp-bytecode-")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = bytecode.name
    sys.dont_write_bytecode = False

# A busy machine is no failure: examples are few and small already, and time limits belong to the tests that need one.
hypothesis.settings.register_profile("meetapp", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("meetapp")

# Has numba compile all that the engine calls, for its cache.
COMPILES = """
import numpy
from meetapp.paths import default_model
from sts_model.pipeline import Pipeline
pipeline = Pipeline.load(default_model())
pipeline.accept(numpy.random.default_rng(1).normal(0, 0.1, 16_000).astype(numpy.float32))
pipeline.finish()
"""
compiling = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compiles for the engines of all tests while the workers begin: each would take half a minute for it by itself."""
    if session.config.getoption("numprocesses", None):  # a worker has none
        session.config.stash[compiling] = subprocess.Popen([sys.executable, "-c", COMPILES])


def pytest_sessionfinish(session: pytest.Session) -> None:
    if compiling in session.config.stash:
        process = session.config.stash[compiling]
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """An empty folder for settings, library and meetings; child processes inherit it."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MEETAPP_HOME", str(folder))
    return folder


@pytest.fixture
def qtbot(qtbot):
    """pytest-qt's, with the patience that a busy machine needs."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=30_000)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=30_000)
    return qtbot
