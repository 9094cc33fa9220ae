"""Our streaming pipeline as a system to score: what it says, when it said it, and what it took back."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sts_model.data.packs import DataError, Wave
from sts_model.evaluation.heard import Heard
from sts_model.evaluation.segments import Marks, Segment, TimedWord
from sts_model.evaluation.stability import Watcher
from sts_model.package import ModelPackageError
from sts_model.pipeline import Pipeline
from sts_model.search.lexicon_search import Floats, LexiconSearch, SearchState
from sts_model.search.result import Item, RowResult, TurnMark
from sts_model.segmenter import Segment as EndedTurn
from sts_model.segmenter import Segmenter, SegmenterConfig, SegmenterState
from sts_model.separator import NUM_CHANNELS
from sts_model.turns import Partial, Turn, merge_turns
from sts_model.units import ENCODER_FRAME_SAMPLES, HOP, SAMPLE_RATE, WINDOW, seconds
from sts_model.vocabulary import EOT, SOT

CHUNK_S = 0.5
"""How much of a recording our pipeline gets at a time."""


class Ours:
    """The streaming pipeline of a package, fed in chunks; with `one_channel`, only the first channel is searched."""

    def __init__(self, model: Path, *, one_channel: bool = False) -> None:
        self._model, self._one_channel = model, one_channel

    def hear(self, session_id: str, wave_S: Wave) -> Heard:
        pipeline = load(self._model)
        if self._one_channel:
            pipeline.search = FirstRow(pipeline.search)  # type: ignore[assignment]
        pipeline.segmenter = segmenter = ListeningSegmenter(pipeline.segmenter.config)
        watcher, turns, given_s = Watcher(), list[Turn](), dict[int, float]()
        began = time.perf_counter()
        for heard_s, news in _feed(pipeline, wave_S):
            watcher.watch(news)
            turns = merge_turns(turns, [item for item in news if isinstance(item, Turn)])
            for turn in turns:
                given_s.setdefault(turn.id, heard_s)
        taken_s = time.perf_counter() - began
        marks = segmenter.marks()
        return Heard(
            tuple(
                _segment(session_id, turn, marks.get((turn.channel, turn.start_samples)), given_s[turn.id])
                for turn in turns
            ),
            taken_s,
            watcher.stability,
            seconds(pipeline.model.lookahead * HOP + WINDOW - HOP),
        )


def load(model: Path) -> Pipeline:
    """The pipeline of a model folder.

    Raises:
        DataError: the folder has no usable model.
    """
    try:
        return Pipeline.load(model)
    except ModelPackageError as err:
        raise DataError(str(err)) from err


class ListeningSegmenter(Segmenter):
    """A segmenter that remembers what each channel said, and every turn it made of it."""

    def __init__(self, config: SegmenterConfig) -> None:
        super().__init__(config)
        self.turns: list[EndedTurn] = []
        self.items: list[list[Item]] = [[] for _ in range(NUM_CHANNELS)]

    def step(
        self, results: Sequence[RowResult], heard_frames: int, state: SegmenterState
    ) -> tuple[list[EndedTurn], SegmenterState]:
        for said, result in zip(self.items, results, strict=True):
            said += result.committed
        segments, state = super().step(results, heard_frames, state)
        self.turns += segments
        return segments, state

    def finish(self, state: SegmenterState) -> list[EndedTurn]:
        segments = super().finish(state)
        self.turns += segments
        return segments

    def marks(self) -> dict[tuple[int, int], Marks]:
        """The marks right before the first and after the last word of each turn, by its channel and first sample."""
        places = {id(item): (said, k) for said in self.items for k, item in enumerate(said)}
        found = {}
        for turn in self.turns:
            said, first = places[id(turn.words[0])]
            last = places[id(turn.words[-1])][1]
            before, after = said[first - 1 : first], said[last + 1 : last + 2]
            found[turn.channel, turn.start_frame * ENCODER_FRAME_SAMPLES] = Marks(
                _end_s(before, SOT), _end_s(after, EOT)
            )
        return found


class FirstRow:
    """A search that hears only the first channel: the same recogniser without what separation adds."""

    def __init__(self, search: LexiconSearch) -> None:
        self._search, self.config = search, search.config

    def step(
        self, enc_NTJ: Floats, state: SearchState, bonus_NT: Floats | None = None
    ) -> tuple[list[RowResult], SearchState]:
        bonus_1T = None if bonus_NT is None else bonus_NT[:1]
        results, state = self._search.step(enc_NTJ[:1], SearchState(state.rows[:1]), bonus_1T)
        return [*results, *[RowResult()] * (len(enc_NTJ) - 1)], state

    def finish(self, state: SearchState) -> list[RowResult]:
        return [*self._search.finish(SearchState(state.rows[:1])), *[RowResult()] * (NUM_CHANNELS - 1)]


def _feed(pipeline: Pipeline, wave_S: Wave) -> Iterator[tuple[float, list[Turn | Partial]]]:
    """What the pipeline says after each chunk, and how much it had heard by then."""
    chunk_samples = round(CHUNK_S * SAMPLE_RATE)
    for start in range(0, len(wave_S), chunk_samples):
        chunk_S = wave_S[start : start + chunk_samples]
        yield seconds(start + len(chunk_S)), pipeline.accept(chunk_S)
    yield seconds(len(wave_S)), pipeline.finish()


def _end_s(items: Sequence[Item], token: int) -> float | None:
    """The end of the frame of the one mark in `items`, if that is what it is."""
    for item in items:
        if isinstance(item, TurnMark) and item.token == token:
            return seconds((item.frame + 1) * ENCODER_FRAME_SAMPLES)
    return None


def _segment(session_id: str, turn: Turn, marks: Marks | None, given_s: float) -> Segment:
    timed = tuple(
        TimedWord(word.text, seconds(word.start_samples), seconds(word.end_samples), word.confidence)
        for word in turn.words
    )
    return Segment(
        session_id,
        str(turn.speaker),
        turn.start_s,
        turn.end_s,
        turn.text,
        turn.channel,
        timed,
        replace(marks or Marks(), given_s=given_s),
    )
