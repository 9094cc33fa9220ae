"""What holds for every test: a home of its own, and no window on a real screen unless one is asked for."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """An empty folder for settings, library and meetings; child processes inherit it."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MEETAPP_HOME", str(folder))
    return folder
