"""The systems that are scored: each hears one recording and gives segments."""

import functools
import time
from pathlib import Path

import numpy as np

from sts_model.data.packs import Wave
from sts_model.evaluation.heard import Heard, System
from sts_model.evaluation.segments import Segment
from sts_model.units import SAMPLE_RATE

MODEL = Path("assets/models/default")
"""The shipped model."""
FRAMES_A_SECOND = 100
"""Of pocketsphinx."""


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


OURS = ("ours", "ours-one-channel")
"""The shipped pipeline, and the same without what its second channel hears."""
SEPARATES_SPEAKERS = {**dict.fromkeys(OURS, True), "pocketsphinx": False}
SYSTEMS = tuple(SEPARATES_SPEAKERS)


@functools.cache
def load_system(name: str, model: Path) -> System:
    """The system of that name, once a process; one thread each, so that speed is that of one core.

    Raises:
        ValueError: an unknown name.
    """
    if name == "pocketsphinx":
        return PocketSphinx()
    if name in OURS:
        import torch

        from sts_model.evaluation.ours import Ours

        torch.set_num_threads(1)
        return Ours(model, one_channel=name != "ours")
    raise ValueError(f"the systems are {', '.join(SYSTEMS)}, not {name!r}")
