"""Mutated recordings of every container that people have, through the decoder as its limited process runs it."""

import random
import time
from pathlib import Path

import av
from fuzz_mutations import mutated
from made_media import CODECS, beeps, write_silent_film, write_sound

from meetapp.errors import MediaError
from meetapp.media.__main__ import MOST_S
from meetapp.media.decoder import Decoder
from meetapp.media.limits import Limits, hold_to
from sts_model.units import SAMPLE_RATE


class Media:
    name = "media"
    limits = Limits()
    limit_s = limits.cpu_s
    limit_mb = limits.memory_bytes >> 20

    def prepare(self, folder: Path) -> None:
        hold_to(self.limits)
        av.logging.set_level(None)
        sound_S = beeps(1, on_s=0.3, off_s=0.2)
        made = [write_sound(folder / f"seed{suffix}", sound_S) for suffix in CODECS]
        made.append(write_silent_film(folder / "film.mkv"))
        self._seeds = [(path.suffix, path.read_bytes()) for path in made]
        self._folder = folder

    def run(self, rng: random.Random) -> str:
        suffix, data = rng.choice(self._seeds)
        path = self._folder / f"case{suffix}"
        path.write_bytes(mutated(data, rng, rng.choice(self._seeds)[1]))
        try:
            self._decode(path)
        except (MediaError, MemoryError):  # the process has a sentence for each
            return "refused"
        return "read"

    def _decode(self, path: Path) -> None:
        sound, began_s = 0, time.process_time()
        for block_S in Decoder(path).blocks():
            sound += len(block_S)
            spent_s = time.process_time() - began_s
            if sound / SAMPLE_RATE > MOST_S or spent_s > self.limits.cpu_limit_s(sound / SAMPLE_RATE):
                raise MediaError("The process would have ended here with a sentence.")
