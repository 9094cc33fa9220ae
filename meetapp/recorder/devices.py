"""Devices: the inputs of this machine by the names people know, and the choice among them.

Where PulseAudio or PipeWire runs (`pactl` answers) its sources are the inputs, monitors of the loudspeakers
included. PortAudio, which knows ALSA only, reaches them through ALSA's plugin `pulse` (libasound2-plugins), which
records from the source that the variable PULSE_SOURCE names. The plugin needs a device of its kind in ALSA's
configuration. Debian's pulseaudio package has one, but not a machine with PipeWire, so we bring our own, `alsa.conf`.
Everywhere else the inputs are PortAudio's own.
"""

import json
import os
import shutil
import subprocess
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from meetapp.errors import DeviceError, InputError, SystemPartError

MAX_RATE = 48_000
PULSE_PLUGINS = ("meetapp", "pulse")  # ours in alsa.conf, and the one of the pulseaudio package
SYSTEM_ALSA = Path("/usr/share/alsa/alsa.conf")
OUR_ALSA = Path(__file__).with_name("alsa.conf")
PACTL_TIMEOUT_S = 5.0
COMPUTER_SOUND = "computer-sound"
"""Asks for what the system's default loudspeaker plays, whichever that is when the recording begins."""

PORTAUDIO = threading.RLock()
"""Held by whoever asks PortAudio for its devices, or opens or closes one: it is not made for several threads."""


@dataclass(frozen=True)
class AudioInput:
    """One input; `name` is what the system calls it, `description` what people call it."""

    name: str
    description: str
    kind: Literal["microphone", "monitor", "portaudio"]
    rate: int
    default: bool = False
    portaudio_index: int = -1  # the device to open; for a source of PulseAudio, the plugin that leads there
    default_output: bool = False  # the monitor of the loudspeaker that the system plays on


def list_inputs() -> list[AudioInput]:
    """All inputs, microphones before monitors; empty when the machine has none.

    Raises:
        SystemPartError: PortAudio, or the plugin that leads to PulseAudio, is not installed.
    """
    audio = load_portaudio()
    found = [dict(device) for device in audio.query_devices() if device["max_input_channels"] > 0]
    plugins = [device["index"] for name in PULSE_PLUGINS for device in found if device["name"] == name]
    sources = pulse_sources()
    if sources is not None and plugins:
        return [replace(source, portaudio_index=plugins[0]) for source in sources]
    if sources and not found:
        raise SystemPartError("The ALSA plugin for PulseAudio is missing: install libasound2-plugins, then try again.")
    default = audio.default.device[0]
    return [
        AudioInput(
            name=device["name"],
            description=device["name"],
            kind="portaudio",
            rate=min(MAX_RATE, int(device["default_samplerate"])),
            default=device["index"] == default,
            portaudio_index=device["index"],
        )
        for device in found
        if device["name"] not in PULSE_PLUGINS
    ]


def look_again() -> None:
    """Lets PortAudio, which lists the devices only once, see what has come and gone; no stream may be open."""
    with PORTAUDIO:
        audio = load_portaudio()
        audio._terminate()
        audio._initialize()


def load_portaudio() -> ModuleType:
    """The module `sounddevice`.

    Raises:
        SystemPartError: the PortAudio library is not installed or does not start.
    """
    if SYSTEM_ALSA.exists() and OUR_ALSA.exists() and not any(each in ": \t\n" for each in str(OUR_ALSA)):
        os.environ.setdefault("ALSA_CONFIG_PATH", f"{SYSTEM_ALSA}:{OUR_ALSA}")  # read when PortAudio starts
    try:
        import sounddevice
    except OSError as err:
        raise SystemPartError(
            "The PortAudio library is missing: install it (on Debian and Ubuntu: sudo apt install libportaudio2), "
            "then try again."
        ) from err
    module: ModuleType = sounddevice
    return module


def pulse_sources() -> list[AudioInput] | None:
    """What PulseAudio or PipeWire offers to record from; None where neither runs."""
    sources = _pactl("list", "sources")
    info = _pactl("info")
    if not isinstance(sources, list) or not isinstance(info, dict):
        return None
    names = (str(info.get(f"default_{each}_name", "")) for each in ("source", "sink"))
    return parse_sources(sources, *names)


def parse_sources(sources: list[dict[str, Any]], default: str, sink: str = "") -> list[AudioInput]:
    """The inputs that `pactl -f json list sources` describes.

    Args:
        default: name of the source that the system records from.
        sink: name of the output that it plays on.
    """
    inputs = []
    for source in sources:
        # Monitors of a sink name it here; for a microphone the field is empty, "n/a" in some versions.
        monitor_of = str(source.get("monitor_source") or source.get("monitor_of_sink") or "")
        name = str(source["name"])
        inputs.append(
            AudioInput(
                name=name,
                description=str(source.get("description") or name),
                kind="monitor" if monitor_of not in ("", "n/a") or name.endswith(".monitor") else "microphone",
                rate=min(MAX_RATE, _rate(str(source.get("sample_specification", "")))),
                default=name == default,
                default_output=bool(sink)
                and sink in (monitor_of.removesuffix(".monitor"), name.removesuffix(".monitor")),
            )
        )
    return sorted(inputs, key=lambda each: each.kind == "monitor")


def choose(inputs: list[AudioInput], wanted: str = "") -> AudioInput:
    """The input that `wanted` means: its name, its place in the list, or a part that only one name has.

    Args:
        wanted: compared without regard to case; empty or "default" asks for the system's default, COMPUTER_SOUND for
            what it plays.
    Raises:
        DeviceError: there is no input at all.
        InputError: none or several are meant.
    """
    if not inputs:
        raise DeviceError("No audio input was found: connect a microphone and try again.")
    if wanted.casefold() in ("", "default"):
        return next((each for each in inputs if each.default), inputs[0])
    if wanted == COMPUTER_SOUND:
        return _computer_sound(inputs)
    key = wanted.casefold()
    for matches in (
        [each for each in inputs if each.name.casefold() == key],
        [each for each in inputs if each.description.casefold() == key],
        [inputs[int(key)]] if key.isdecimal() and int(key) < len(inputs) else [],
        [each for each in inputs if key in each.description.casefold() or key in each.name.casefold()],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            names = ", ".join(f"{each.description!r} ({each.name})" for each in matches)
            raise InputError(f"{wanted!r} may mean several inputs, give more of the name: {names}.")
    names = ", ".join(f"{each.description!r}" for each in inputs)
    raise InputError(f"There is no input {wanted!r}; this machine has {names}.")


def _computer_sound(inputs: list[AudioInput]) -> AudioInput:
    monitors = [each for each in inputs if each.kind == "monitor"]
    found = next((each for each in monitors if each.default_output), monitors[0] if len(monitors) == 1 else None)
    if found is None:
        raise InputError(
            "The sound of this computer cannot be found among its inputs: where `meetapp devices` lists one that has "
            "it, choose that one."
        )
    return found


def prepare(chosen: AudioInput) -> int:
    """The PortAudio device to open for `chosen`, with the environment of this process set to lead there."""
    if chosen.kind != "portaudio":
        os.environ["PULSE_SOURCE"] = chosen.name
    return chosen.portaudio_index


def _pactl(*command: str) -> Any:
    """What `pactl` answers, decoded; None where it is missing or reaches no server."""
    program = shutil.which("pactl")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "--format=json", *command],
            capture_output=True,
            timeout=PACTL_TIMEOUT_S,
            check=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return None  # no server, one that hangs, or a pactl too old for JSON: PortAudio's own list serves


def _rate(specification: str) -> int:
    """The rate in a text like `s16le 2ch 44100Hz`; MAX_RATE when it says none."""
    digits = specification.rpartition(" ")[2].removesuffix("Hz")
    return int(digits) if digits.isdecimal() and int(digits) > 0 else MAX_RATE
