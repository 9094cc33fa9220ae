"""Transcript: what every format is made from."""

from dataclasses import dataclass, field

from sts_model.turns import Turn


@dataclass(frozen=True)
class Transcript:
    """Turns in order of start, with the names that a person gave to speakers.

    `session_id` names the recording in formats that hold several.
    """

    session_id: str
    turns: tuple[Turn, ...]
    names: dict[int, str] = field(default_factory=dict)

    def speaker(self, turn: Turn) -> str:
        """The name of the turn's speaker, on one line."""
        return one_line(self.names.get(turn.speaker, "")) or f"Speaker {turn.speaker}"


def one_line(text: str) -> str:
    """`text` with every run of white space, line ends included, as one space."""
    return " ".join(text.split())
