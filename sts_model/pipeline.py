"""The front door at run time: samples in, turns with words and speakers out, for a meeting of any length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from torch import Tensor

from sts_model.effort import Effort
from sts_model.frontend import FrontendState
from sts_model.model import Heard, Sts, StsState
from sts_model.package import ModelPackageError, PackageInfo, read_model, unusable, verify
from sts_model.package_search import build_search
from sts_model.packed_turns import TurnRecord
from sts_model.presence import Presence
from sts_model.readable.file import load_if_there
from sts_model.readable.writer import Writer
from sts_model.search.hot_words import HotWordError
from sts_model.search.lexicon_search import LexiconSearch, SearchError, SearchState
from sts_model.search.result import HeardWord, RowResult
from sts_model.segmenter import OpenTurn, Segment, Segmenter, SegmenterConfig, SegmenterState
from sts_model.separator import NUM_CHANNELS
from sts_model.speakers.count import UNKNOWN, SpeakerCount
from sts_model.speakers.embedder import EmbedderError, SpeakerEmbedder, load_embedder
from sts_model.speakers.limits import TrackerConfig, read_tracker_config
from sts_model.speakers.parting import parted
from sts_model.speakers.tracker import SpeakerTracker
from sts_model.speakers.voice_memory import VoiceMemory
from sts_model.speakers.voices import pack
from sts_model.turns import Partial, Turn, Word
from sts_model.units import ENCODER_FRAME_SAMPLES, SAMPLE_RATE

SOLO = "solo"
"""The channel rule under which a voice may go over to the first channel."""

NEWS = 0.1
"""A change of certainty that is worth telling."""

PIECE_SAMPLES = 4 * ENCODER_FRAME_SAMPLES
"""Fewest samples that go through the model at once, 160 ms: every time all its weights are read anew."""

BLOCK_SAMPLES = 12 * PIECE_SAMPLES
"""Most samples that go through the model at once; bounds memory when catching up."""


@dataclass(frozen=True)
class PipelineState:
    """All that the model remembers of the meeting so far, apart from its speakers."""

    frontend: FrontendState
    model: StsState
    search: SearchState
    segmenter: SegmenterState
    activity_NT: Tensor
    heard_frames: int = 0


class Pipeline:
    """One meeting's listener. Times are counted from `start_samples`, turns from `next_turn_id`.

    `tracking` are the limits that fit the embedder, `speakers` how many people speak as far as that is known; without a
    `writer` words have no written forms.
    """

    def __init__(
        self,
        info: PackageInfo,
        model: Sts,
        search: LexiconSearch,
        embedder: SpeakerEmbedder,
        *,
        start_samples: int = 0,
        next_turn_id: int = 0,
        tracking: TrackerConfig | None = None,
        speakers: SpeakerCount = UNKNOWN,
        writer: Writer | None = None,
        keep_segments: bool = False,
    ) -> None:
        self.info, self.model, self.search, self.embedder = info, model, search, embedder
        self.writer = writer
        self.segmenter = Segmenter(SegmenterConfig(moving=model.config.channel_rule == SOLO))
        self.tracker = SpeakerTracker(tracking, speakers)
        self.presence = Presence()
        self.voices = VoiceMemory(model.config.frontend.mels, NUM_CHANNELS)
        self.start_samples, self.next_turn_id = start_samples, next_turn_id
        self.turns = TurnRecord()
        self.segments: dict[int, Segment] = {}
        """How each turn ended, when its marks were put out, and when it was known; by the id of the turn.

        Empty without `keep_segments`: of a meeting of hours they take much memory, and only measurements need them.
        """
        self._keep_segments = keep_segments
        self._waiting_S = np.zeros(0, np.float32)
        self.shown: dict[int, Partial] = {}
        rows = NUM_CHANNELS
        self.state = PipelineState(
            model.frontend.initial_state(1),
            model.initial_state(1),
            search.initial_state(rows),
            self.segmenter.initial_state(),
            torch.zeros(rows, 0),
        )

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        start_samples: int = 0,
        next_turn_id: int = 0,
        hot_words: Mapping[str, float] | None = None,
        speakers: SpeakerCount = UNKNOWN,
        effort: Effort = "balanced",
        keep_segments: bool = False,
    ) -> "Pipeline":
        """The pipeline of the model package in `folder`.

        Args:
            hot_words: phrases to listen for, each with its boost in nats a word (3 is much); None: the package's.
            speakers: how many people speak, as far as somebody knows.
            effort: how far the search looks.
            keep_segments: for measurements: see `segments`.
        Raises:
            HotWordError: a hot word is not in the lexicon, or its boost cannot be used.
            ModelPackageError: a file is missing, altered, or does not fit this version.
        """
        info = verify(folder)
        model = read_model(folder)
        try:
            search = build_search(model, folder, hot_words, effort)
            search.prepare()
            embedder, tracking = load_embedder(folder), read_tracker_config(folder)
            writer = load_if_there(folder)
        except HotWordError as err:
            if hot_words is None:  # they are the package's own
                raise unusable(folder, err) from err
            raise
        except (EmbedderError, SafetensorError, OSError, ValueError, KeyError) as err:
            raise unusable(folder, err) from err
        if embedder.config.mels != model.config.frontend.mels:
            raise unusable(folder, "its speaker embedder hears other frames than its recogniser")
        return cls(
            info,
            model,
            search,
            embedder,
            start_samples=start_samples,
            next_turn_id=next_turn_id,
            tracking=tracking,
            speakers=speakers,
            writer=writer,
            keep_segments=keep_segments,
        )

    @property
    def name(self) -> str:
        return self.info.title

    def accept(self, wave_S: NDArray[np.float32]) -> list[Turn | Partial]:
        """What the next samples (16 kHz, mono, -1 to 1, any number) made certain, or likely.

        Fewer than PIECE_SAMPLES of them wait for more. A turn of an id seen before revises it; a partial replaces the
        channel's partial before, and says no words once its turn has come.

        Raises:
            ModelPackageError: the model's weights are of a kind with which nothing can be recognised.
        """
        wave_S = np.concatenate([self._waiting_S, wave_S])
        whole = len(wave_S) // PIECE_SAMPLES * PIECE_SAMPLES
        self._waiting_S = wave_S[whole:]
        news: list[Turn | Partial] = []
        for first in range(0, whole, BLOCK_SAMPLES):
            news += self._step(torch.from_numpy(wave_S[first : min(first + BLOCK_SAMPLES, whole)])[None])
        return news

    @torch.inference_mode()
    def _step(self, wave_1S: Tensor, *, last: bool = False) -> list[Turn | Partial]:
        state = self.state
        frames_1LF, log_mel_1LF, frontend = self.model.frontend.step(wave_1S, state.frontend, last=last)
        stepped, sts = self.model.step(frames_1LF, state.model)
        enc_NTD = stepped.enc_NTD
        activity_NT = torch.cat([state.activity_NT, stepped.activity_NT], dim=1)  # it runs ahead of the encoder
        T = enc_NTD.shape[1]
        self.presence.hear(activity_NT[:, :T].sigmoid().numpy())
        results, search = self._searched(enc_NTD, activity_NT[:, :T])
        heard = state.heard_frames + enc_NTD.shape[1]
        segments, segmenter = self.segmenter.step(results, heard, state.segmenter, _active(activity_NT[:, :T]))
        self._remember(log_mel_1LF[0], stepped)
        self.state = PipelineState(frontend, sts, search, segmenter, activity_NT[:, T:], heard)
        return [*self._turns(segments), *self._partials()]

    @torch.inference_mode()
    def finish(self) -> list[Turn | Partial]:
        """The last turns, and every turn whose speaker looks different now that the whole meeting is known.

        Raises:
            ModelPackageError: as `accept`.
        """
        news = self._step(torch.from_numpy(self._waiting_S)[None], last=True)
        self._waiting_S = self._waiting_S[:0]
        state = self.state
        last = self.model.finish(state.model)
        self._remember(torch.zeros(0, self.model.config.frontend.mels), last)
        enc_NTD = last.enc_NTD
        activity_NT = torch.cat([state.activity_NT, last.activity_NT], dim=1)
        self.presence.hear(activity_NT[:, : enc_NTD.shape[1]].sigmoid().numpy())
        stepped, search = self._searched(enc_NTD, activity_NT)
        results = [_joined(*pair) for pair in zip(stepped, self.search.finish(search), strict=True)]
        heard = state.heard_frames + enc_NTD.shape[1]
        T = enc_NTD.shape[1]
        segments, segmenter = self.segmenter.step(results, heard, state.segmenter, _active(activity_NT[:, :T]))
        rest, segmenter = self.segmenter.finish(segmenter)
        segments += rest
        self.state = PipelineState(state.frontend, state.model, search, segmenter, activity_NT[:, :0], heard)
        news += [*self._turns(segments), *self._partials()]
        return [*news, *self._revised(self.tracker.finish())]

    def packed_voices(self) -> str:
        """The voices of all turns so far, from which `speakers.voices` tells their speakers apart anew."""
        return pack(self.tracker)

    def _remember(self, log_mel_LF: Tensor, heard: Heard) -> None:
        masks_CLF = None if heard.masks is None else heard.masks.numpy()
        self.voices.hear(log_mel_LF.numpy(), masks_CLF, _active(heard.activity_NT))

    def _searched(self, enc_NTD: Tensor, activity_NT: Tensor) -> tuple[list[RowResult], SearchState]:
        emissions: NDArray[np.float32] = self.model.emissions(enc_NTD).numpy()
        try:
            return self.search.step(emissions, self.state.search, self._bonus(activity_NT))
        except SearchError as err:
            raise ModelPackageError(f"The model {self.name} cannot be used: {err}.") from err

    def _bonus(self, activity_NT: Tensor) -> NDArray[np.float32]:
        """What labels get on top: nothing on the first channel; on the second, more the likelier a voice is there."""
        config = self.search.config
        bonus_NT: NDArray[np.float32] = activity_NT.sigmoid().numpy()
        bonus_NT *= config.shy_bonus + config.echo_penalty
        bonus_NT -= config.echo_penalty
        bonus_NT[0] = 0.0
        return bonus_NT

    def _turns(self, segments: Iterable[Segment]) -> list[Turn | Partial]:
        news: list[Turn | Partial] = []
        for segment in sorted(segments, key=lambda segment: segment.start_frame):
            if self._is_spoken(segment):
                others: frozenset[int] = frozenset()
                for part in self._parted(segment):
                    news += self._turn(part, others)
                    others = frozenset({self.next_turn_id - 1})
        return news

    def _parted(self, segment: Segment) -> list[Segment]:
        """The turn, in parts where its voice changes."""
        if self.tracker.count.most == 1:
            return [segment]
        return parted(segment, partial(self.voices.voice, segment.channel), self._embedded, self.tracker.config)

    def _turn(self, segment: Segment, others: frozenset[int]) -> list[Turn | Partial]:
        """The turn of a segment with its speaker, who did not speak the turns `others`, and those that this revises."""
        turn_id, self.next_turn_id = self.next_turn_id, self.next_turn_id + 1
        voice = self.voices.add(turn_id, segment)
        assigned = self.tracker.label(
            turn_id,
            self._embedded(voice.frames_LF),
            voice.duration_s,
            segment.start_frame * ENCODER_FRAME_SAMPLES / SAMPLE_RATE,
            not_same=voice.not_same | others,
        )
        turn = Turn(
            turn_id,
            segment.channel,
            assigned.speaker,
            self._samples(segment.start_frame),
            self._samples(segment.end_frame + 1),
            self._written(tuple(self._word(word) for word in segment.words), final=True),
            assigned.certainty,
        )
        self.turns[turn_id] = turn
        if self._keep_segments:
            self.segments[turn_id] = segment
        return [turn, *self._revised(assigned.revisions)]

    def _embedded(self, frames_LF: NDArray[np.float32]) -> NDArray[np.float32]:
        embedding_E: NDArray[np.float32] = self.embedder(
            torch.from_numpy(frames_LF)[None], torch.tensor([len(frames_LF)])
        )[0].numpy()
        return embedding_E

    def _is_spoken(self, turn: Segment | OpenTurn) -> bool:
        return self.presence.is_voice(len(turn.words), turn.start_frame, turn.end_frame)

    def _revised(self, speakers: dict[int, int]) -> list[Turn]:
        """Turns that have another speaker now, or of whose speaker we are clearly more or less sure."""
        changed = []
        for turn_id, speaker in speakers.items():
            turn, certainty = self.turns[turn_id], self.tracker.certainty(turn_id)
            if turn.speaker != speaker or abs(certainty - (turn.certainty or 0.0)) >= NEWS:
                self.turns[turn_id] = replace(turn, speaker=speaker, certainty=certainty)
                changed.append(self.turns[turn_id])
        return changed

    def _partials(self) -> list[Partial]:
        changed = []
        for channel, turn in enumerate(self.segmenter.shown(self.state.segmenter)):
            spoken = turn.words and self._is_spoken(turn)
            words = tuple(self._word(word) for word in turn.words) if spoken else ()
            start = self._samples(turn.start_frame) if words else 0
            partial = Partial(channel, start, words)
            if partial != self.shown.get(channel, Partial(channel, 0, ())):
                self.shown[channel] = partial
                changed.append(replace(partial, words=self._written(words, final=False)))
        return changed

    def _written(self, words: tuple[Word, ...], *, final: bool) -> tuple[Word, ...]:
        return words if self.writer is None else self.writer(words, final=final)

    def _word(self, word: HeardWord) -> Word:
        start, end = self._samples(word.start_frame), self._samples(word.end_frame + 1)
        return Word(word.text, start, end, word.confidence)

    def _samples(self, frame: int) -> int:
        return self.start_samples + frame * ENCODER_FRAME_SAMPLES


def _active(activity_NT: Tensor) -> NDArray[np.bool_]:
    active_NT: NDArray[np.bool_] = (activity_NT > 0).numpy()
    return active_NT


def _joined(first: RowResult, last: RowResult) -> RowResult:
    return RowResult(first.committed + last.committed, last.partial)
