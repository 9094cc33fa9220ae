"""Our streaming pipeline as a system to score: what it says, when it said it, and what it took back."""

import time
from collections.abc import Iterator
from pathlib import Path

from sts_model.data.packs import DataError, Wave
from sts_model.evaluation.heard import Heard
from sts_model.evaluation.segments import Marks, Segment, TimedWord
from sts_model.evaluation.stability import Watcher
from sts_model.package import ModelPackageError
from sts_model.pipeline import Pipeline
from sts_model.search.lexicon_search import Floats, LexiconSearch, SearchState
from sts_model.search.result import RowResult
from sts_model.segmenter import Segment as EndedTurn
from sts_model.separator import NUM_CHANNELS
from sts_model.turns import Partial, Turn, joined, merge_turns, turn_parts
from sts_model.units import ENCODER_FRAME_SAMPLES, HOP, SAMPLE_RATE, WINDOW, seconds

CHUNK_S = 0.5
"""How much of a recording our pipeline gets at a time."""


class Ours:
    """The streaming pipeline of a package, fed in chunks; with `one_channel`, only the first channel is searched.

    Parts that one speaker says without another in between are one turn, see `turn_parts`.
    """

    def __init__(self, model: Path, *, one_channel: bool = False) -> None:
        self._model, self._one_channel = model, one_channel

    def hear(self, session_id: str, wave_S: Wave) -> Heard:
        pipeline = load(self._model)
        if self._one_channel:
            pipeline.search = FirstRow(pipeline.search)  # type: ignore[assignment]
        watcher, turns, given_s = Watcher(), list[Turn](), dict[int, float]()
        began = time.perf_counter()
        for heard_s, news in _feed(pipeline, wave_S):
            watcher.watch(news)
            turns = merge_turns(turns, [item for item in news if isinstance(item, Turn)])
            for turn in turns:
                given_s.setdefault(turn.id, heard_s)
        taken_s = time.perf_counter() - began
        segments = []
        for parts in turn_parts(turns):
            first, last = parts[0].id, parts[-1].id
            marks = _marks(pipeline.segments[first], pipeline.segments[last], given_s[last])
            segments.append(to_segment(session_id, joined(parts), marks))
        return Heard(
            tuple(segments),
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
        return Pipeline.load(model, keep_segments=True)
    except ModelPackageError as err:
        raise DataError(str(err)) from err


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


def _marks(first: EndedTurn, last: EndedTurn, given_s: float) -> Marks:
    return Marks(_end_s(first.sot_frame), _end_s(last.eot_frame), last.ended, given_s)


def _end_s(frame: int | None) -> float | None:
    return None if frame is None else seconds((frame + 1) * ENCODER_FRAME_SAMPLES)


def to_segment(session_id: str, turn: Turn, marks: Marks | None) -> Segment:
    """A turn of ours with the times of its words."""
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
        marks,
    )
