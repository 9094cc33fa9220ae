"""Fixtures of the end-to-end tests: a microphone that hears what a test plays."""

from collections.abc import Iterator

import pytest
from ear import Ear
from virtual_microphone import VirtualMicrophone, pulse_server


@pytest.fixture(scope="session")
def audio_server() -> Iterator[VirtualMicrophone]:
    """One PulseAudio server for all tests."""
    with pulse_server() as microphone:
        yield microphone


@pytest.fixture
def microphone(audio_server: VirtualMicrophone, monkeypatch: pytest.MonkeyPatch) -> VirtualMicrophone:
    """A virtual microphone that this process and all it starts will find."""
    for name, value in audio_server.env.items():
        monkeypatch.setenv(name, value)
    return audio_server


@pytest.fixture
def ear(microphone: VirtualMicrophone) -> Iterator[Ear]:
    """What is heard from the virtual loudspeaker."""
    ear = Ear(microphone)
    yield ear
    ear.close()
