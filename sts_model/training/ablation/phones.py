"""A model alone, without lexicon and language model: phones of each turn that greedy search finds, and the true ones.

Here nothing but the tokens tells turns apart: one begins at `<sot>`, or a first phone without it, and ends at `<eot>`,
at the next `<sot>`, or after GAP_FRAMES without a phone. Under the rule `solo` a turn that leaves the second channel
without `<eot>` and goes on on the first without `<sot>` is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from sts_model.data.packs import SILENCE, Alignment, Wave
from sts_model.evaluation.segments import Marks, Segment, TimedWord
from sts_model.frontend import log_mel
from sts_model.model import Sts
from sts_model.predictor import Predictor
from sts_model.search.greedy import GreedySearch
from sts_model.simulation.plan import Plan
from sts_model.turns import Emission
from sts_model.units import ENCODER_FRAME_SAMPLES, seconds
from sts_model.vocabulary import EOT, SOT, TOKENS

GAP_FRAMES = 30
"""1.2 s, as papers 1.9 (7) has it."""
JOIN_FRAMES = 25
FEATURE_FRAMES_A_SECOND = 100


@dataclass(frozen=True)
class _Turn:
    channel: int
    phones: tuple[Emission, ...]
    sot: int | None
    eot: int | None


def true_phones(plan: Plan, alignments: Mapping[str, Mapping[str, Alignment]]) -> tuple[Segment, ...]:
    """Who says which phone when in a planned meeting; a turn without an alignment has none."""
    segments = []
    for p in plan.placements:
        alignment = alignments.get(p.folder, {}).get(p.clip)
        phones: list[TimedWord] = []
        for word in alignment.words if alignment else ():
            frame = word.start_frame
            for phone, frames in word.phones if word.text != SILENCE else ():
                if p.first_frame <= frame < p.end_frame:
                    start_s = p.start_s + (frame - p.first_frame) / FEATURE_FRAMES_A_SECOND
                    phones.append(TimedWord(phone, start_s, start_s + frames / FEATURE_FRAMES_A_SECOND))
                frame += frames
        text = " ".join(phone.text for phone in phones)
        segments.append(Segment(plan.id, p.speaker, p.start_s, p.end_s, text, timed=tuple(phones)))
    return tuple(segments)


@torch.inference_mode()
def heard_phones(model: Sts, session_id: str, wave_S: Wave) -> tuple[Segment, ...]:
    """The turns of a recording as a model alone has them, channel by channel."""
    if not isinstance(model.predictor, Predictor):
        raise TypeError("greedy search needs a stateless predictor")
    raw_1LF = log_mel(torch.from_numpy(wave_S)[None], model.frontend.filters)
    heard = model(model.frontend.normalise(raw_1LF), torch.tensor([raw_1LF.shape[1]]))
    joiner = model.joiner
    search = GreedySearch(model.predictor.table().numpy(), joiner.out.weight.numpy(), joiner.out.bias.numpy())
    said, _ = search.step(joiner.enc(heard.enc_NTD).numpy(), search.initial_state(len(heard.enc_NTD)))
    return turns_of(session_id, said, moving=model.config.channel_rule == "solo")


def turns_of(session_id: str, said: Sequence[Sequence[Emission]], *, moving: bool) -> tuple[Segment, ...]:
    """The turns in the tokens of each channel; with `moving`, voices may go over to the first channel."""
    turns = [turn for channel, tokens in enumerate(said) for turn in _parted(channel, tokens)]
    if moving:
        turns = _joined(turns)
    return tuple(_segment(session_id, turn) for turn in sorted(turns, key=lambda turn: turn.phones[0].frame))


def _parted(channel: int, tokens: Sequence[Emission]) -> list[_Turn]:
    turns: list[_Turn] = []
    phones: list[Emission] = []
    sot: int | None = None

    def close(eot: int | None) -> None:
        nonlocal sot
        if phones:
            turns.append(_Turn(channel, tuple(phones), sot, eot))
        phones.clear()
        sot = None

    for emission in tokens:
        if phones and emission.frame - phones[-1].frame > GAP_FRAMES:
            close(None)
        if emission.token == SOT:
            close(None)
            sot = emission.frame
        elif emission.token == EOT:
            close(emission.frame)
        else:
            phones.append(emission)
    close(None)
    return turns


def _joined(turns: Sequence[_Turn]) -> list[_Turn]:
    """Turns of the second channel with what of them is on the first."""
    first = [turn for turn in turns if turn.channel == 0]
    joined = []
    for turn in (turn for turn in turns if turn.channel > 0):
        rest = next((other for other in first if turn.eot is None and _follows(turn, other)), None)
        if rest is not None:
            first.remove(rest)
            turn = _Turn(turn.channel, turn.phones + rest.phones, turn.sot, rest.eot)
        joined.append(turn)
    return [*first, *joined]


def _follows(turn: _Turn, other: _Turn) -> bool:
    return other.sot is None and 0 <= other.phones[0].frame - turn.phones[-1].frame <= JOIN_FRAMES


def _segment(session_id: str, turn: _Turn) -> Segment:
    timed = tuple(TimedWord(TOKENS[e.token].lstrip("_"), _at_s(e.frame), _at_s(e.frame + 1)) for e in turn.phones)
    sot_s, eot_s = (None if frame is None else _at_s(frame + 1) for frame in (turn.sot, turn.eot))
    return Segment(
        session_id,
        str(turn.channel),
        timed[0].start_s,
        timed[-1].end_s,
        " ".join(phone.text for phone in timed),
        turn.channel,
        timed,
        Marks(sot_s, eot_s),
    )


def _at_s(frame: int) -> float:
    return seconds(frame * ENCODER_FRAME_SAMPLES)
