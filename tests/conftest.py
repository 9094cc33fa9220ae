"""What holds for every test: a home of its own, and no window on a real screen unless one is asked for."""

import os
from functools import partial

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["LC_ALL"] = "C.UTF-8"  # tests read English, whatever the machine speaks

# A busy machine is no failure: examples are few and small already, and time limits belong to the tests that need one.
hypothesis.settings.register_profile("meetapp", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("meetapp")


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
