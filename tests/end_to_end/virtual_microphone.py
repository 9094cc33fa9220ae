"""A virtual microphone: a private PulseAudio server whose null sink is played into and whose monitor is recorded.

`loudspeaker` puts another sink beside it, for what the computer plays.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

RATE = 48_000


def wait_for(condition: Callable[[], object], limit_s: float = 30.0) -> object:
    """What `condition` gave once it was true; fails after `limit_s`."""
    give_up = time.monotonic() + limit_s
    while not (found := condition()):
        assert time.monotonic() < give_up, f"not within {limit_s} s"
        time.sleep(0.01)
    return found


@dataclass
class VirtualMicrophone:
    """`play` makes it hear; `env` leads any program's recording to it, `name` chooses it among the inputs."""

    folder: Path
    name: str = "mic.monitor"
    env: dict[str, str] = field(default_factory=dict)

    def play(self, wave_S: np.ndarray, rate: int = RATE, sink: str = "mic") -> "subprocess.Popen[bytes]":
        """Starts to play mono float samples; the process ends when they were heard.

        A sink may give its monitor the first milliseconds of a new stream as silence: let that be real silence. The
        server holds seconds of it, so that a busy machine tests the recorder and not the player.
        """
        wave_S = np.pad(wave_S, rate // 10)
        path = Path(tempfile.mkstemp(suffix=".wav", dir=self.folder)[1])
        soundfile.write(path, wave_S, rate, subtype="PCM_16")
        return subprocess.Popen(
            ["paplay", f"--device={sink}", "--latency-msec=4000", str(path)], env=os.environ | self.env
        )


@contextlib.contextmanager
def pulse_server() -> Iterator[VirtualMicrophone]:
    """A server of our own while the context lasts; its socket lies in a short path, as sockets must."""
    for program in ("pulseaudio", "pactl", "paplay", "parec"):
        assert shutil.which(program), f"{program} is missing: install pulseaudio and pulseaudio-utils (make test does)"
    folder = Path(tempfile.mkdtemp(prefix="mic"))
    socket = folder / "native"
    env = {"XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder), "PULSE_SERVER": f"unix:{socket}"}
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    command += [f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1"]
    command += [f"--load=module-null-sink sink_name=mic rate={RATE} sink_properties=device.description=Test"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | env, stdout=log, stderr=log)
        wait_for(lambda: subprocess.run(["pactl", "info"], env=os.environ | env, capture_output=True).returncode == 0)
        listener = _listen("mic", os.environ | env)
        try:
            yield VirtualMicrophone(folder, env=env)
        finally:
            for process in (listener, server):
                process.kill()
                process.wait()
    shutil.rmtree(folder)


@contextlib.contextmanager
def loudspeaker(microphone: VirtualMicrophone) -> Iterator[None]:
    """While the context lasts the system plays on the sink `speaker`, unplugged at its end."""
    environment = os.environ | microphone.env

    def pactl(*command: str) -> str:
        return subprocess.run(["pactl", *command], env=environment, check=True, capture_output=True, text=True).stdout

    before = pactl("get-default-sink").strip()
    module = pactl("load-module", "module-null-sink", "sink_name=speaker", f"rate={RATE}").strip()
    pactl("set-default-sink", "speaker")
    listener = _listen("speaker", environment)
    try:
        yield
    finally:
        pactl("set-default-sink", before)
        pactl("unload-module", module)
        listener.kill()
        listener.wait()


def _listen(sink: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """An idle null sink wakes up every 2 s only; somebody who listens closely keeps it prompt, like a real device."""
    listen = ["parec", f"--device={sink}.monitor", "--latency-msec=20", "--format=s16le"]
    return subprocess.Popen(listen, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
