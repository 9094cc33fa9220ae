"""A plan is a meeting to the last detail but the samples: small, committed, and rendered the same each time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sts_model.data.packs import DataError
from sts_model.evaluation.segments import Segment
from sts_model.simulation.conditions import MEASURED, Conditions, Transmission, draw_room, draw_transmission
from sts_model.simulation.pieces import Piece
from sts_model.simulation.score import draw_score
from sts_model.simulation.spaces import Space

LEVEL_DB = (-5.0, 5.0)
"""How much louder or softer than the mean a speaker is; as in the SURT 2.0 recipe, like the noise below."""
SNR_DB = (10.0, 30.0)
LOUDNESS_DBFS = (-38.0, -18.0)
"""Of the speech in the whole meeting: recordings of meetings are quiet."""
P_NOISE = 0.75


@dataclass(frozen=True)
class Placement:
    """A piece of `clip` of the speech folder `folder`, heard from `start_s` with a level of its own."""

    folder: str
    clip: str
    speaker: str
    first_frame: int
    end_frame: int
    words: str
    start_s: float
    level_db: float

    @property
    def end_s(self) -> float:
        return self.start_s + (self.end_frame - self.first_frame) / 100


@dataclass(frozen=True)
class Plan:
    """Placements in order of start, in one room (measured or simulated) and one noise, if any.

    A field that a later version adds has a value which leaves out what it stands for: plans keep their sound.
    """

    id: str
    kind: str
    duration_s: float
    placements: tuple[Placement, ...]
    loudness_dbfs: float
    room: str | None = None
    noise: str | None = None
    snr_db: float = 0.0
    noise_start_s: float = 0.0
    space: Space | None = None
    transmission: Transmission | None = None


@dataclass(frozen=True)
class Voice:
    """A speaker of a speech folder with the pieces there are of them."""

    folder: str
    speaker: str
    pieces: tuple[Piece, ...]


def draw_plan(
    rng: np.random.Generator,
    plan_id: str,
    kind: str,
    voices: Sequence[Voice],
    max_seconds: float,
    rooms: Sequence[str] = (),
    noises: Mapping[str, float] | None = None,
    conditions: Conditions = MEASURED,
) -> Plan:
    """A meeting of those voices; `rooms` are measured ones, `noises` has the seconds of each noise."""
    score = draw_score(rng, kind, [[piece.length_s for piece in voice.pieces] for voice in voices], max_seconds)
    levels_db = rng.uniform(*LEVEL_DB, size=len(voices))
    placements = []
    for turn in score.turns:
        voice = voices[turn.speaker]
        piece = voice.pieces[turn.utterance]
        placements.append(
            Placement(
                folder=voice.folder,
                clip=piece.clip,
                speaker=voice.speaker,
                first_frame=piece.first_frame,
                end_frame=piece.end_frame,
                words=piece.words,
                start_s=round(turn.start_s, 3),
                level_db=round(float(levels_db[turn.speaker]), 1),
            )
        )
    noise = str(rng.choice(sorted(noises))) if noises and rng.random() < P_NOISE else None
    plan = Plan(
        id=plan_id,
        kind=kind,
        duration_s=round(score.duration_s, 3),
        placements=tuple(placements),
        loudness_dbfs=round(float(rng.uniform(*LOUDNESS_DBFS)), 1),
        noise=noise,
        snr_db=round(float(rng.uniform(*SNR_DB)), 1),
        noise_start_s=round(float(rng.uniform(0, noises[noise])), 2) if noises and noise else 0.0,
    )
    speakers = sorted({placement.speaker for placement in placements})
    room, space = draw_room(rng, conditions, rooms, speakers)
    return replace(plan, room=room, space=space, transmission=draw_transmission(rng, conditions))


def reference(plan: Plan) -> tuple[Segment, ...]:
    """Who says what in a planned meeting."""
    return tuple(Segment(plan.id, p.speaker, p.start_s, p.end_s, p.words) for p in plan.placements)


def write_plans(path: Path, plans: Sequence[Plan]) -> None:
    """One plan a line; what a plan does not have is not written."""
    rows = [{key: value for key, value in asdict(plan).items() if value is not None} for plan in plans]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_plans(path: Path) -> list[Plan]:
    """What `write_plans` wrote.

    Raises:
        DataError: the file is missing or of another form.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [_plan(row) for row in rows]
    except OSError as err:
        raise DataError(f"The plans {path} cannot be read: {err.strerror}.") from err
    except (KeyError, TypeError, ValueError) as err:
        raise DataError(f"The plans {path} are of another form: {err!r}.") from err


def _plan(row: dict[str, Any]) -> Plan:
    fields = row | {"placements": tuple(Placement(**placement) for placement in row["placements"])}
    if row.get("space"):
        fields["space"] = Space.from_json(row["space"])
    if row.get("transmission"):
        fields["transmission"] = Transmission.from_json(row["transmission"])
    return Plan(**fields)
