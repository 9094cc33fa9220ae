"""The systems that are scored: each hears one recording and gives segments."""

import functools
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from sts_model.data.packs import DataError, Wave
from sts_model.evaluation.segments import Segment
from sts_model.turns import Turn, merge_turns
from sts_model.units import SAMPLE_RATE

MODEL = Path("assets/models/default")
"""The shipped model."""
CHUNK_S = 0.5
"""How much of a recording our pipeline gets at a time."""
FRAMES_A_SECOND = 100
"""Of pocketsphinx."""


@dataclass(frozen=True)
class Heard:
    """What a system made of a recording, and the seconds it took once loaded."""

    segments: tuple[Segment, ...]
    seconds: float


class System(Protocol):
    """`hear` starts from a fresh state each time."""

    def hear(self, session_id: str, wave_S: Wave) -> Heard: ...


class Ours:
    """The shipped streaming pipeline, fed in chunks."""

    def __init__(self, model: Path) -> None:
        self._model = model

    def hear(self, session_id: str, wave_S: Wave) -> Heard:
        from sts_model.package import ModelPackageError
        from sts_model.pipeline import Pipeline

        try:
            pipeline = Pipeline.load(self._model)
        except ModelPackageError as err:
            raise DataError(str(err)) from err
        turns: list[Turn] = []
        began = time.perf_counter()
        chunk_samples = round(CHUNK_S * SAMPLE_RATE)
        for start in range(0, len(wave_S), chunk_samples):
            turns = _finals(turns, pipeline.accept(wave_S[start : start + chunk_samples]))
        turns = _finals(turns, pipeline.finish())
        seconds = time.perf_counter() - began
        return Heard(tuple(_segment(session_id, turn) for turn in turns), seconds)


class PocketSphinx:
    """pocketsphinx with its default English model, the whole recording as one stream of one speaker."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder = Decoder(samprate=float(SAMPLE_RATE), loglevel="FATAL")

    def hear(self, session_id: str, wave_S: Wave) -> Heard:
        began = time.perf_counter()
        decoder = self._decoder
        decoder.reinit_feat()
        decoder.start_utt()
        decoder.process_raw((wave_S.clip(-1, 1) * 32767).astype(np.int16).tobytes(), False, True)
        decoder.end_utt()
        found = decoder.hyp()
        seconds = time.perf_counter() - began
        if found is None or not found.hypstr:
            return Heard((), seconds)
        end_s = len(wave_S) / SAMPLE_RATE
        return Heard((Segment(session_id, "1", 0.0, end_s, found.hypstr),), seconds)


SEPARATES_SPEAKERS = {"ours": True, "pocketsphinx": False}
SYSTEMS = tuple(SEPARATES_SPEAKERS)


@functools.cache
def load_system(name: str, model: Path) -> System:
    """The system of that name, once a process; one thread each, so that speed is that of one core.

    Raises:
        ValueError: an unknown name.
    """
    if name == "pocketsphinx":
        return PocketSphinx()
    if name == "ours":
        import torch

        torch.set_num_threads(1)
        return Ours(model)
    raise ValueError(f"the systems are {', '.join(SYSTEMS)}, not {name!r}")


def _finals(turns: list[Turn], events: Iterable[object]) -> list[Turn]:
    return merge_turns(turns, [event for event in events if isinstance(event, Turn)])


def _segment(session_id: str, turn: Turn) -> Segment:
    return Segment(session_id, str(turn.speaker), turn.start_s, turn.end_s, turn.text, turn.channel)
