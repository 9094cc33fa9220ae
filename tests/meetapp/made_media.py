"""Recordings made for tests: sound, silence and damage in the containers that people have."""

from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

RATE = 16_000
PICTURES = {".mp4": "libx264", ".mkv": "libx264", ".webm": "libvpx"}
CODECS = {
    ".wav": "pcm_s16le",
    ".flac": "flac",
    ".mp3": "libmp3lame",
    ".ogg": "libopus",
    ".opus": "libopus",
    ".m4a": "aac",
    ".mp4": "aac",
    ".mkv": "libopus",
    ".webm": "libopus",
    ".aiff": "pcm_s16be",
}


def beeps(num: int = 3, *, on_s: float = 1.0, off_s: float = 1.0, rate: int = RATE) -> NDArray[np.float32]:
    """`num` tones with pauses between and after: one turn each for a pipeline that goes by loudness."""
    time_S = np.arange(round(on_s * rate)) / rate
    tone_S = (0.3 * np.sin(2 * np.pi * 440 * time_S)).astype(np.float32)
    return np.concatenate([tone_S, np.zeros(round(off_s * rate), np.float32)] * num)


def write_sound(path: Path, wave_S: NDArray[np.float32], *, rate: int = RATE, layout: str = "mono") -> Path:
    """`wave_S` as the file at `path`, in the codec that its ending asks for, the same in each channel of `layout`."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(CODECS[path.suffix], rate=rate, layout=layout)
        for block_S in np.array_split(wave_S, max(1, len(wave_S) // 1000)):
            frame = AudioFrame.from_ndarray(
                np.repeat(block_S[None], av.AudioLayout(layout).nb_channels, axis=0), format="fltp", layout=layout
            )
            frame.sample_rate = rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_film(path: Path, wave_S: NDArray[np.float32]) -> Path:
    """Moving pictures with `wave_S` beside them, ten a second, in the codecs that the ending asks for."""
    with av.open(str(path), "w") as container:
        video = container.add_stream(PICTURES[path.suffix], rate=10)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        audio = container.add_stream(CODECS[path.suffix], rate=RATE, layout="mono")
        step = RATE // 10
        for number, block_S in enumerate(np.split(wave_S, range(step, len(wave_S), step))):
            picture = np.full((64, 64, 3), number % 256, np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            frame = AudioFrame.from_ndarray(block_S[None], format="fltp", layout="mono")
            frame.sample_rate = RATE
            container.mux(audio.encode(frame))
        for stream in (video, audio):
            container.mux(stream.encode(None))
    return path


def write_silent_film(path: Path) -> Path:
    """A second of video without an audio stream."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def cut(path: Path, share: float) -> Path:
    """The file at `path` with only the first `share` of its bytes."""
    data = path.read_bytes()
    path.write_bytes(data[: round(len(data) * share)])
    return path
