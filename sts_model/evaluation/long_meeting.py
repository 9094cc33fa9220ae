"""A meeting of an hour, as blocks that are rendered one by one, in which the same passage comes early and late.

The passage is SECTIONS conversations of about SECTION_S. It begins LEAD_S after the start of the meeting, and again so
that it ends about LEAD_S before its end; what lies between are other conversations of the same people. Both times it is
the same to the last sample, room and noise included, and lies the same to the frames of the model.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sts_model.data.packs import DataError
from sts_model.simulation.plan import LEVEL_DB, Plan, Voice, draw_plan
from sts_model.simulation.sources import Sources
from sts_model.units import ENCODER_FRAME_SAMPLES, seconds

SECTIONS, SECTION_S = 6, 30.0
FILLER_S = 60.0
LEAD_S = 60.0
SPEAKERS = 6
EARLY, LATE, FILLER = "early", "late", "filler"
FRAME_S = seconds(ENCODER_FRAME_SAMPLES)


@dataclass(frozen=True)
class Block:
    """A plan of a part of the meeting, from `start_s`; `part` is EARLY, LATE or FILLER; `section` is of the passage."""

    plan: Plan
    start_s: float
    part: str
    section: int = 0

    @property
    def end_s(self) -> float:
        return self.start_s + self.plan.duration_s


def shortest_s() -> float:
    """A meeting must be longer than this for both passages to be apart."""
    return 2 * (SECTIONS * SECTION_S + LEAD_S + FILLER_S)


def draw_meeting(sources: Sources, meeting_id: str, duration_s: float, seed: Sequence[int]) -> list[Block]:
    """The blocks of a meeting of about `duration_s`; nothing of the passage is said elsewhere.

    Raises:
        DataError: there are fewer than SPEAKERS speakers, or they have too little to say.
    """
    if len(sources.voices) < SPEAKERS:
        raise DataError(f"A long meeting needs {SPEAKERS} speakers, not {len(sources.voices)}.")
    rng = np.random.default_rng(list(seed))
    chosen = [sources.voices[i] for i in rng.choice(len(sources.voices), SPEAKERS, replace=False)]
    like = draw_plan(rng, meeting_id, "conversation", chosen, SECTION_S, sources.rooms, sources.noises)
    levels_db = {voice.speaker: round(float(rng.uniform(*LEVEL_DB)), 1) for voice in chosen}

    def draw(name: str, voices: Sequence[Voice], longest_s: float) -> Plan:
        plan = draw_plan(rng, f"{meeting_id}-{name}", "conversation", voices, longest_s, (), sources.noises)
        if not plan.placements:
            raise DataError(f"The speakers of {meeting_id} have too little to say.")
        return _in_the_room(plan, like, levels_db)

    passage, voices = [], chosen
    for number in range(SECTIONS):
        passage.append(draw(f"section-{number}", voices, SECTION_S))
        voices = _without(voices, passage[-1])
    fillers = (draw(f"filler-{number:03d}", voices, FILLER_S) for number in range(10**6))
    return list(_laid_out(passage, fillers, duration_s))


def _laid_out(passage: Sequence[Plan], fillers: Iterator[Plan], duration_s: float) -> Iterator[Block]:
    passage_s = sum(plan.duration_s for plan in passage)
    now_s = 0.0
    for part, until_s in ((EARLY, LEAD_S / 2), (LATE, duration_s - passage_s - LEAD_S)):
        while now_s < until_s:
            yield (block := Block(next(fillers), now_s, FILLER))
            now_s = block.end_s
        for section, plan in enumerate(passage):
            yield (block := Block(plan, now_s, part, section))
            now_s = block.end_s
    yield Block(next(fillers), now_s, FILLER)


def _in_the_room(plan: Plan, like: Plan, levels_db: dict[str, float]) -> Plan:
    """`plan` as part of the meeting `like`: its room, noise and loudness, voices as loud as they are there."""
    whole_frames_s = math.ceil(plan.duration_s / FRAME_S) * FRAME_S
    return replace(
        plan,
        duration_s=round(whole_frames_s, 3),
        placements=tuple(replace(p, level_db=levels_db[p.speaker]) for p in plan.placements),
        loudness_dbfs=like.loudness_dbfs,
        room=like.room,
        noise=like.noise,
        snr_db=like.snr_db,
        noise_start_s=plan.noise_start_s if like.noise and plan.noise else like.noise_start_s,
    )


def _without(voices: Iterable[Voice], said: Plan) -> list[Voice]:
    """The voices with what they have not said yet."""
    gone = {(p.clip, p.first_frame) for p in said.placements}
    left = [
        replace(voice, pieces=tuple(p for p in voice.pieces if (p.clip, p.first_frame) not in gone)) for voice in voices
    ]
    return [voice for voice in left if voice.pieces]
