"""Format: how one form of a transcript is called, what it can hold, and how its file is made."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from meetapp.export.options import AS_IT_IS, Options
from meetapp.export.transcript import Transcript
from sts_model.turns import join_turns
from sts_model.wording import worded

PAGE = frozenset({"timestamps", "speakers", "merge_s", "wording"})
CUES = frozenset({"speakers", "merge_s", "max_line_width", "max_line_count", "highlight_words", "wording"})
RECORDS = frozenset({"speakers", "merge_s", "wording"})
SCORED = frozenset({"speakers", "merge_s"})
"""Of formats that scoring tools compare word by word: their words are always those that were said."""


def _nothing_missing() -> None: ...


@dataclass(frozen=True)
class Format:
    """One row of the table of formats.

    `label` is for people, `about` says in a line what the format is good for, and `overlap` how it shows people who
    talk at once; `takes` names the fields of `Options` that change something; `loses` says in a sentence what the
    format cannot hold, empty for nothing; `joins_s` is the pause over which it joins turns of a speaker by itself, 0
    for formats that programs read; a `binary` one cannot be printed on a terminal; `check` raises SystemPartError when
    a part of the system that the format needs is missing.
    """

    name: str
    label: str
    suffix: str
    make: Callable[[Transcript, Options], str | bytes]
    takes: frozenset[str]
    loses: str = ""
    about: str = ""
    overlap: str = ""
    joins_s: float = 0.0
    binary: bool = False
    check: Callable[[], None] = _nothing_missing

    def render(self, transcript: Transcript, options: Options = AS_IT_IS) -> bytes:
        """The content of a file, text as UTF-8.

        Raises:
            SystemPartError: see `check`.
            InputError: a template of the user's does not work.
        """
        made = self.make(self.prepared(transcript, options), options)
        # A template may have put half of a surrogate pair there, which no file can hold.
        return made.encode(errors="replace") if isinstance(made, str) else made

    def prepared(self, transcript: Transcript, options: Options) -> Transcript:
        """`transcript` with the turns, words and names that `options` leave of it."""
        wording = options.wording if "wording" in self.takes else "verbatim"
        transcript = replace(transcript, turns=tuple(worded(turn, wording) for turn in transcript.turns))
        merge_s = self.joins_s if options.merge_s is None else options.merge_s
        if merge_s:
            transcript = replace(transcript, turns=join_turns(transcript.turns, merge_s))
        if options.speakers != "names":
            transcript = replace(transcript, names={})
        return transcript
