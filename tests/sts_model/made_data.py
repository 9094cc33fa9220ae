"""A data folder in the form of the shared one, small and made up, for tests."""

import io
import json
import lzma
import tarfile
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000
WORDS = ("yes", "no", "meeting", "today", "we", "begin")


def tone(duration_s: float, hz: float = 220.0, level: float = 0.1) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE)) / RATE)).astype(np.float32)


def encoded(wave: np.ndarray) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, wave, RATE, format="OGG", subtype="OPUS")
    return out.getvalue()


def put_shard(path: Path, waves: dict[str, np.ndarray]) -> None:
    with tarfile.open(path, "w") as shard:
        for name, wave in waves.items():
            content = encoded(wave)
            member = tarfile.TarInfo(f"{name}.opus")
            member.size = len(content)
            shard.addfile(member, io.BytesIO(content))


def put_lines(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".xz":
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def put_speech(data: Path, folder: str, *, clips: int = 6, speakers: int = 3) -> None:
    """A speech folder of `clips` tones of 1.0, 1.5, ... s with three words each, and its alignments."""
    rows, waves, aligned = [], {}, []
    for i in range(clips):
        name, duration_s = f"{folder}-{i:03d}", 1.0 + 0.5 * (i % 4)
        waves[name] = tone(duration_s, 150 + 40 * (i % speakers))
        words = [WORDS[(i + j) % len(WORDS)] for j in range(3)]
        rows.append(
            {
                "id": name,
                "shard": "audio-000.tar",
                "duration": duration_s,
                "text": " ".join(words),
                "speaker": f"{folder}-s{i % speakers}",
                "gender": "f",
                "source": "made",
            }
        )
        spoken = [[word, 10 + 20 * j, "AA 12 B 8"] for j, word in enumerate(words)]
        times = [["<sil>", 0, "SIL 10"], *spoken, ["<sil>", 70, f"SIL {round(duration_s * 100) - 70}"]]
        aligned.append({"id": name, "score": -12.0, "words": times if i % 5 != 4 else None})
    put_lines(data / "speech" / folder / "manifest.jsonl", rows)
    put_shard(data / "speech" / folder / "audio-000.tar", waves)
    put_lines(data / "alignments" / f"{folder}.jsonl.xz", aligned)
