"""Finding again what an edit is about, in turns that may have been made anew since."""

from collections import Counter
from collections.abc import Iterable

from meetapp.edits.kinds import Seen, SplitTurn, Voice
from meetapp.edits.retext import alike
from meetapp.edits.state import Turns
from sts_model.turns import Turn, Word

LEAST_FIT = 0.5
"""A turn that shares less than this with the one seen is another turn."""

WHOLE_FIT = 0.6
"""What a turn must share in time to be no more and no less than the one seen."""

WITNESSES = 5
"""Turns by which a speaker is known again."""


def seen(turn: Turn) -> Seen:
    """`turn` as an edit refers to it."""
    return Seen(turn.id, turn.start_samples, turn.end_samples, turn.text)


def voice(turns: Iterable[Turn], number: int) -> Voice:
    """Speaker `number` of `turns` as an edit refers to them: with their longest turns."""
    mine = sorted((turn for turn in turns if turn.speaker == number), key=_length, reverse=True)
    return Voice(number, tuple(seen(turn) for turn in mine[:WITNESSES]))


def split_at(turn: Turn, at_samples: int) -> SplitTurn:
    """The edit that ends `turn` before its first word that begins at that time or later."""
    return SplitTurn(seen(turn), word_at(turn, at_samples), at_samples)


def word_at(turn: Turn, at_samples: int) -> int:
    """The number of the turn's first word that begins at that time or later; of words, if there is none."""
    places = (place for place, word in enumerate(turn.words) if word.start_samples >= at_samples)
    return next(places, len(turn.words))


def is_same(turn: Turn, sought: Seen) -> bool:
    """Whether `turn` is the very turn that was seen, whatever its words are now."""
    spans = (turn.start_samples, turn.end_samples), (sought.start_samples, sought.end_samples)
    return turn.id == sought.id and spans[0] == spans[1]


def find_turn(turns: Turns, sought: Seen, *, whole: bool = False) -> Turn | None:
    """The turn that was seen, else the one most like it by time and words; None when none is like it.

    Args:
        whole: a turn of which only a part was seen is no answer.
    """
    same = turns.get(sought.id)
    if same is not None and is_same(same, sought):
        return same
    around = turns.around(sought.start_samples, sought.end_samples)
    near = {turn.id: turn for turn in around if _overlap(turn, sought) > 0}
    fits = {id: _shared(turn, sought) + (0.0 if whole else _likeness(turn, sought)) for id, turn in near.items()}
    best = max(fits, key=lambda id: (fits[id], id == sought.id), default=None)
    least = WHOLE_FIT if whole else LEAST_FIT
    return None if best is None or fits[best] < least else near[best]


def find_speaker(turns: Turns, sought: Voice) -> int:
    """The number that the voice has now: most of its turns have it; the number seen when they do not tell."""
    heard: Counter[int] = Counter()
    for witness in sought.turns:
        turn = find_turn(turns, witness)
        if turn is not None:
            heard[turn.speaker] += max(1, _overlap(turn, witness))
    best = max(heard.values(), default=0)
    return sought.number if heard[sought.number] * 2 >= best else heard.most_common(1)[0][0]


def is_inside(word: Word, span: Seen) -> bool:
    """Whether the middle of the word lies in the time of the turn seen."""
    return span.start_samples * 2 <= word.start_samples + word.end_samples <= span.end_samples * 2


def _overlap(turn: Turn, sought: Seen) -> int:
    """Samples that both last, an empty turn lasting one."""
    ends = max(turn.end_samples, turn.start_samples + 1), max(sought.end_samples, sought.start_samples + 1)
    return min(ends) - max(turn.start_samples, sought.start_samples)


def _shared(turn: Turn, sought: Seen) -> float:
    """What both last, as a share of what either does."""
    ends = max(turn.end_samples, turn.start_samples + 1), max(sought.end_samples, sought.start_samples + 1)
    return _overlap(turn, sought) / (max(ends) - min(turn.start_samples, sought.start_samples))


def _likeness(turn: Turn, sought: Seen) -> float:
    """How much of the words seen the turn says in that time, 0 to 1."""
    said = [word.text for word in turn.words if is_inside(word, sought)]
    return alike(said, sought.text.split()).ratio() if said else 0.0


def _length(turn: Turn) -> int:
    return turn.end_samples - turn.start_samples
