"""Hours of meetings made in an hour on one core: waves as `simulate` renders them, rows as training draws them."""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sts_model.bench.machine import circumstances
from sts_model.data.packs import Wave, data_root
from sts_model.simulation.conditions import MEASURED, Conditions
from sts_model.simulation.pieces import Piece
from sts_model.simulation.plan import Voice, draw_plan
from sts_model.simulation.render import render
from sts_model.simulation.sources import Renderer, Sources, read_sources
from sts_model.training.batch import Batch
from sts_model.training.corpus import SILENCE_PHONE, Corpus, Utterance, load_corpus
from sts_model.training.feed import Feed, FeedPlan
from sts_model.training.mixing import Options
from sts_model.units import SAMPLE_RATE
from sts_model.vocabulary import FIRST_INITIAL, PHONES

NEEDED = 300.0
"""Hours of rows an hour that a process which trains may take at most."""
WAVES = {
    "waves": MEASURED,
    "waves_simulated_rooms": Conditions(rooms="simulated"),
    "waves_codecs": Conditions(rooms="simulated", p_clipped=0.2, p_telephone=0.5, p_codec=0.5),
}
ROWS = {
    "rows_single": FeedPlan("single", "solo"),
    "rows_multi": FeedPlan("multi", "solo"),
    "rows_multi_with_sources": FeedPlan("multi", "heat", options=Options(sources=True)),
}
MEETING_S = 90.0
MADE_CLIP_S = 12.0


def add_parser(subparsers: Any) -> None:
    """Adds `simulation` to the parts that `bench` knows."""
    parser = subparsers.add_parser("simulation", help="meetings made in an hour on one core", description=__doc__)
    parser.add_argument("--data", type=Path, help="shared data; without it the speech is made up")
    parser.add_argument("--features", type=Path, help="folder that `features` wrote, to draw rows from; needs --data")
    parser.add_argument("--seconds", type=float, default=5.0, help="to spend on each figure (default: %(default)s)")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measures every kind and prints one line of JSON last; a figure is hours of sound per hour of processor time."""
    torch.set_num_threads(1)
    data = data_root(args.data) if args.data else None
    corpus = load_corpus(data, args.features, ["librispeech-more-train"]) if data and args.features else made_corpus()
    meeting = shared_meetings(data) if data else made_meetings()
    report: dict[str, Any] = {
        "command": "python -m sts_model bench simulation",
        "speech": "shared" if data else "made up",
        **{name: _hours_an_hour(meeting(conditions), args.seconds) for name, conditions in WAVES.items()},
        **{name: _hours_an_hour(_seconds(Feed(corpus, plan, (0,))), args.seconds) for name, plan in ROWS.items()},
        "rows_needed": NEEDED,
        **circumstances(),
    }
    for name, value in report.items():
        print(f"{name:>24}  {value}")
    line = json.dumps(report)
    if args.output:
        args.output.write_text(line + "\n", encoding="utf-8")
    print(line)
    return 0


Meetings = Callable[[Conditions], Iterator[float]]
"""Makes meetings without end and gives the seconds of each."""


def shared_meetings(data: Path) -> Meetings:
    """Meetings of the shared speech, clips read and decoded for each."""
    sources, renderer = read_sources(data, "train", 0), Renderer(data)

    def meetings(conditions: Conditions) -> Iterator[float]:
        rng = np.random.default_rng(0)
        while True:
            chosen = rng.choice(len(sources.voices), 4, replace=False)
            voices = [sources.voices[i] for i in chosen]
            plan = draw_plan(rng, "bench", "conversation", voices, MEETING_S, sources.rooms, sources.noises, conditions)
            yield len(renderer.wave(plan)) / SAMPLE_RATE

    return meetings


def made_meetings() -> Meetings:
    """The same of noise: only placing, rooms, noise and codecs cost."""
    rng = np.random.default_rng(0)
    sources = Sources(tuple(_made_voice(rng, number) for number in range(4)), ("room",), {"noise": MADE_CLIP_S})
    clip_S: Wave = rng.normal(0, 0.1, round(MADE_CLIP_S * SAMPLE_RATE)).astype(np.float32)
    clips = {(voice.folder, piece.clip): clip_S for voice in sources.voices for piece in voice.pieces}
    decay_S = 10 ** (-3 * np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE / 0.5)
    room_S: Wave = (decay_S * rng.standard_normal(len(decay_S))).astype(np.float32)

    def meetings(conditions: Conditions) -> Iterator[float]:
        drawn = np.random.default_rng(0)
        while True:
            plan = draw_plan(
                drawn, "bench", "conversation", sources.voices, MEETING_S, sources.rooms, sources.noises, conditions
            )
            wave_S = render(plan, clips, room_S if plan.room else None, clip_S if plan.noise else None)
            yield len(wave_S) / SAMPLE_RATE

    return meetings


def made_corpus(mels: int = 80) -> Corpus:
    """Utterances as long as those of LibriSpeech with phones of 80 ms, of noise."""
    rng = np.random.default_rng(0)
    noises = tuple(rng.normal(-5, 1, (3000, mels)).astype(np.float16) for _ in range(4))
    return Corpus(tuple(_made_utterance(rng, number, mels) for number in range(100)), noises)


def _made_voice(rng: np.random.Generator, number: int) -> Voice:
    lengths = rng.uniform(50, 1000, size=30).astype(int)
    pieces = tuple(Piece(f"c{i}", 50, 50 + int(length), "made up") for i, length in enumerate(lengths))
    return Voice("made", f"s{number}", pieces)


def _made_utterance(rng: np.random.Generator, number: int, mels: int) -> Utterance:
    frames = int(rng.integers(300, 1600))
    times_Y = np.arange(34, frames - 30, 8, dtype=np.int32)
    phones_Y = rng.integers(0, len(PHONES), size=len(times_Y))
    phones_L = np.full(frames, SILENCE_PHONE, np.uint8)
    phones_L[30 : 30 + 8 * len(times_Y)] = np.repeat(phones_Y, 8)[: frames - 30]
    frames_LF = rng.normal(-4, 3, (frames, mels)).astype(np.float16)
    tokens_Y = (phones_Y + FIRST_INITIAL).astype(np.int16)
    return Utterance(f"u{number}", f"s{number % 20}", frames_LF, tokens_Y, times_Y, phones_L, (30, frames - 26))


def _seconds(feed: Feed) -> Iterator[float]:
    batch: Batch
    for batch in feed:
        yield batch.audio_s


def _hours_an_hour(made_s: Iterator[float], spend_s: float) -> float:
    next(made_s)  # the first reads and warms up
    began, total_s = time.process_time(), 0.0
    while (spent_s := time.process_time() - began) < spend_s:
        total_s += next(made_s)
    return round(total_s / spent_s, 1)
