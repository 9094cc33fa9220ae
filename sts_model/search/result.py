"""What a search says of one row: words and turn marks that will not change, and those that may."""

from dataclasses import dataclass, field

from sts_model.search.confidence import Traits


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word; `start_frame` is the frame of its first token, `end_frame` that of its last, confidence 0 to 1.

    `traits` are what the confidence was made from.
    """

    text: str
    start_frame: int
    end_frame: int
    confidence: float
    traits: Traits | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TurnMark:
    """`<sot>` or `<eot>` (`token` is SOT or EOT) at an encoder frame."""

    token: int
    frame: int


Item = HeardWord | TurnMark


@dataclass(frozen=True)
class RowResult:
    """News of one row: what became final in this step, in order, and the best guess at all that follows it.

    The `committed` of all steps, joined, is the row's text; `partial` replaces what the step before gave. Whatever is
    committed later starts at `settled_frame` or after it; None means that nothing of what was heard is open. The first
    `stable` items of `partial` are fit to be shown; the others are likely to change.
    """

    committed: tuple[Item, ...] = ()
    partial: tuple[Item, ...] = ()
    settled_frame: int | None = None
    stable: int = 0
