"""Whatever goes wrong around a recording, what was heard is kept, and the user reads a sentence."""

import re
from collections.abc import Iterator

import pytest
from fault import Fault
from fault_live import DISKS, LIVE, can_mount
from fault_played import PLAYED, made
from world import World, made_world

SILENT = {"the input changes its rate", "the wall clock jumps back an hour", "the processes are stopped and go on"}
"""Faults that cost nothing, so that there is nothing to say."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with made_world(hears_loudness=True) as world:
        yield world


def check(fault: Fault) -> None:
    assert fault.survived, fault
    assert bool(fault.user_sees) != (fault.name in SILENT), fault
    for sentence in fault.user_sees:
        assert re.fullmatch(r"[A-Z0-9].*[.?]", sentence) and "Traceback" not in sentence, fault


@pytest.mark.parametrize("play", PLAYED, ids=lambda each: each.__name__)
def test_a_played_fault_is_survived(play, tmp_path):
    check(play(made(tmp_path)))


@pytest.mark.parametrize("befall", LIVE, ids=lambda each: each.__name__)
def test_a_live_fault_is_survived(befall, world, tmp_path):
    check(befall(world, tmp_path))


@pytest.mark.skipif(not can_mount(), reason="only the super-user can make a small disk")
@pytest.mark.parametrize("befall", DISKS, ids=lambda each: each.__name__)
def test_a_fault_of_the_disk_is_survived(befall, world, tmp_path):
    check(befall(world, tmp_path))
