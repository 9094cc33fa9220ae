"""Transcript: what every format is made from."""

import re
import unicodedata
from dataclasses import dataclass, field

from sts_model.turns import Turn

# What no format can hold or show safely: control characters, halves of surrogate pairs, code points that are no
# characters, and embeddings that turn the rest of a line round (a name with one would rewrite its neighbours).
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True)
class Transcript:
    """Turns in order of start, with the names that a person gave to speakers.

    `session_id` names the recording in formats that hold several, and is the title of documents; `created` is the
    time of the recording in ISO 8601, empty when unknown.
    """

    session_id: str
    turns: tuple[Turn, ...]
    names: dict[int, str] = field(default_factory=dict)
    created: str = ""

    @property
    def title(self) -> str:
        return one_line(self.session_id) or "Transcript"

    @property
    def date(self) -> str:
        """The time of the recording as people read it, `2026-11-27 09:30`; empty when unknown."""
        return self.created[:16].replace("T", " ")

    @property
    def numbers(self) -> list[int]:
        """Of the speakers who have a turn, in order."""
        return sorted({turn.speaker for turn in self.turns})

    def name(self, number: int) -> str:
        """What speaker `number` is called, on one line."""
        return one_line(self.names.get(number, "")) or f"Speaker {number}"

    def speaker(self, turn: Turn) -> str:
        """What the turn's speaker is called, on one line."""
        return self.name(turn.speaker)


def one_line(text: str) -> str:
    """`text` without unsafe characters, every run of white space, line ends included, as one space."""
    return " ".join(_UNSAFE.sub("", text).split())


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is Hebrew, Arabic or another that runs to the left."""
    classes = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in classes if kind in ("L", "R", "AL")), "L") != "L"
