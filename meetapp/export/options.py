"""Options of an export: what the user may leave out, join or wrap, checked once."""

from dataclasses import dataclass
from typing import Literal

from meetapp.errors import InputError
from sts_model.wording import Wording

Speakers = Literal["names", "numbers", "none"]


@dataclass(frozen=True, kw_only=True)
class Options:
    """Each format heeds those that its row in the table names, and ignores the rest.

    `speakers` "numbers" keeps names out of a file that leaves the house; `merge_s` joins neighbouring turns of one
    speaker that lie at most so many seconds apart, 0 joins none, and None what the format joins by itself: those for
    readers join what a pause has parted; `max_line_width` counts characters and `max_line_count` lines of a subtitle,
    0 leaves each turn whole; `highlight_words` underlines each word of a subtitle while it is spoken; `wording` is what
    becomes of the words that were said.
    """

    timestamps: bool = True
    speakers: Speakers = "names"
    merge_s: float | None = None
    max_line_width: int = 0
    max_line_count: int = 0
    highlight_words: bool = False
    wording: Wording = "readable"

    def __post_init__(self) -> None:
        if self.merge_s is not None and not 0 <= self.merge_s < float("inf"):
            raise InputError(f"Turns can be joined over 0 seconds or more, not {self.merge_s}.")
        if self.max_line_width < 0 or self.max_line_count < 0:
            raise InputError("A line width and a count of lines cannot be below 0.")
        if self.max_line_count and not self.max_line_width:
            raise InputError("A limit on the lines of a subtitle needs a line width: add --max-line-width.")


AS_IT_IS = Options()
"""Everything that a format has room for, nothing wrapped, and joined only what the format joins by itself."""
