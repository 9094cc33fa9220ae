"""Speech packs on disk: manifests, waves out of tar shards, alignments, and who is held out of training."""

import io
import json
import lzma
import os
import tarfile
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from sts_model.units import SAMPLE_RATE

Wave = NDArray[np.float32]

DATA_VARIABLE = "MEETAPP_DATA"
DEFAULT_DATA = Path("../shared/data")
SILENCE = "<sil>"
VOICED_NOISES = ("babble", "cafe", "crowd_children")
"""Kinds of noise in which people talk."""


class DataError(Exception):
    """Training or test data that is missing or cannot be read, in one sentence."""


@dataclass(frozen=True)
class Clip:
    """One recording of one speaker, as its manifest line tells; `text` is lower case without punctuation."""

    id: str
    shard: str
    duration_s: float
    text: str
    speaker: str
    gender: str | None = None
    source: str = ""
    age: str | None = None
    accent: str | None = None
    language: str | None = None
    speaker_known: bool = True

    @property
    def held_out(self) -> bool:
        """Whether this clip of a train folder serves as dev data instead."""
        return held_out(self.speaker)


@dataclass(frozen=True)
class AlignedWord:
    """A word, or `SILENCE`, with its phones and how long each lasts; in feature frames of 10 ms."""

    text: str
    start_frame: int
    phones: tuple[tuple[str, int], ...]

    @property
    def end_frame(self) -> int:
        return self.start_frame + sum(frames for _, frames in self.phones)


@dataclass(frozen=True)
class Alignment:
    """Where each word of a clip lies, silences included; `score` is 0 at best, below -32 the text is doubtful."""

    score: float
    words: tuple[AlignedWord, ...]

    @property
    def speech_frames(self) -> tuple[int, int]:
        """First frame and the frame after the last of what is spoken."""
        spoken = [word for word in self.words if word.text != SILENCE] or list(self.words)
        return spoken[0].start_frame, spoken[-1].end_frame


def data_root(option: Path | str | None = None) -> Path:
    """The folder of the shared data: `option`, else the variable MEETAPP_DATA, else ../shared/data.

    Raises:
        DataError: there is no such folder.
    """
    root = Path(option or os.environ.get(DATA_VARIABLE) or DEFAULT_DATA).expanduser()
    if not root.is_dir():
        raise DataError(f"There is no data folder {root}: give it with --data PATH or the variable {DATA_VARIABLE}.")
    return root


def held_out(speaker: str) -> bool:
    """Whether clips of `speaker` in a train folder are kept out of training, to serve as dev data."""
    return zlib.crc32(speaker.encode()) % 20 == 0


def for_testing(entry_id: str) -> bool:
    """Whether a noise or room of this id is for testing; the rest are for training."""
    return zlib.crc32(entry_id.encode()) % 5 == 0


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, compressed when it ends in .xz.

    Raises:
        DataError: the file is missing or a line is not a JSON object.
    """
    opened = lzma.open if path.suffix == ".xz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
    except FileNotFoundError as err:
        raise DataError(f"The data file {path} is missing.") from err
    except (json.JSONDecodeError, lzma.LZMAError, UnicodeDecodeError, EOFError) as err:
        raise DataError(f"The data file {path} cannot be read: {err}.") from err
    if not all(isinstance(row, dict) for row in rows):
        raise DataError(f"The data file {path} has lines that are not JSON objects.")
    return rows


def read_manifest(folder: Path) -> list[Clip]:
    """The clips of a speech folder, in the order of its shards.

    Raises:
        DataError: the manifest is missing, or a line lacks a field.
    """
    path = folder / "manifest.jsonl"
    return [_clip(row, path) for row in read_lines(path)]


def iter_waves(folder: Path, wanted: Container[str] | None = None) -> Iterator[tuple[str, Wave]]:
    """(id, wave) of the entries of every shard of `folder`, in tar order; only those in `wanted` when it is given.

    Raises:
        DataError: the folder has no shards, or one cannot be read.
    """
    shards = sorted(folder.glob("*.tar"))
    if not shards:
        raise DataError(f"The data folder {folder} has no tar shards.")
    for path in shards:
        try:
            with tarfile.open(path) as shard:
                for member in shard:
                    entry_id = Path(member.name).stem
                    content = shard.extractfile(member) if wanted is None or entry_id in wanted else None
                    if content is not None:
                        yield entry_id, read_wave(io.BytesIO(content.read()), member.name)
        except tarfile.TarError as err:
            raise DataError(f"The shard {path} cannot be read: {err}.") from err


class WaveStore:
    """The entries of the shards of one folder by id, each read from disk when asked for."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, tuple[Path, int, int]] = {}
        for path in sorted(folder.glob("*.tar")):
            try:
                with tarfile.open(path) as shard:
                    for member in shard:
                        self._places[Path(member.name).stem] = (path, member.offset_data, member.size)
            except tarfile.TarError as err:
                raise DataError(f"The shard {path} cannot be read: {err}.") from err
        self._folder = folder

    def __getitem__(self, entry_id: str) -> Wave:
        """The wave of an entry.

        Raises:
            DataError: no shard has it, or it is no audio.
        """
        if entry_id not in self._places:
            raise DataError(f"The data folder {self._folder} has no audio {entry_id}.")
        path, offset, size = self._places[entry_id]
        with path.open("rb") as shard:
            shard.seek(offset)
            return read_wave(io.BytesIO(shard.read(size)), entry_id)


def read_wave(source: Path | io.BytesIO, name: str = "") -> Wave:
    """Mono samples at SAMPLE_RATE of one audio file of the data; more channels are averaged.

    Raises:
        DataError: it is no audio, or has another sample rate.
    """
    try:
        wave_SC, rate = soundfile.read(source, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as err:
        raise DataError(f"The audio {name or source} cannot be read: {err}") from err
    if rate != SAMPLE_RATE:
        raise DataError(f"The audio {name or source} has {rate} samples a second, not {SAMPLE_RATE}.")
    wave_S: Wave = wave_SC[:, 0] if wave_SC.shape[1] == 1 else wave_SC.mean(axis=1)
    return np.ascontiguousarray(wave_S)


def read_alignments(data: Path, folder: str) -> dict[str, Alignment]:
    """Word and phone times by clip id of the speech folder named `folder`; clips without an alignment are left out.

    Raises:
        DataError: the file is missing or malformed.
    """
    path = data / "alignments" / f"{folder}.jsonl.xz"
    try:
        return {row["id"]: _alignment(row) for row in read_lines(path) if row["words"]}
    except (KeyError, TypeError, ValueError) as err:
        raise DataError(f"The alignments {path} have a line of another form: {err!r}.") from err


def _clip(row: dict[str, Any], path: Path) -> Clip:
    def text(key: str) -> str | None:
        return None if row.get(key) is None else str(row[key])

    try:
        duration_s = float(row["duration"])
        clip = Clip(
            id=str(row["id"]),
            shard=str(row["shard"]),
            duration_s=duration_s,
            text=text("text") or "",
            speaker=str(row["speaker"]),
            gender=text("gender"),
            source=text("source") or "",
            age=text("age"),
            accent=text("accent"),
            language=text("language"),
            speaker_known=bool(row.get("speaker_known", True)),
        )
    except (KeyError, TypeError, ValueError) as err:
        raise DataError(f"The manifest {path} has a line of another form: {err!r}.") from err
    if not 0 < duration_s < float("inf"):
        raise DataError(f"The manifest {path} gives the clip {clip.id} a duration of {duration_s}.")
    return clip


def _alignment(row: dict[str, Any]) -> Alignment:
    words = tuple(AlignedWord(text, int(start), _phones(phones)) for text, start, phones in row["words"])
    return Alignment(float(row["score"]), words)


def _phones(text: str) -> tuple[tuple[str, int], ...]:
    parts = text.split()
    return tuple((phone, int(frames)) for phone, frames in zip(parts[::2], parts[1::2], strict=True))
