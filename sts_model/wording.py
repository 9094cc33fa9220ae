"""Wording: how the words of a turn are shown: as people write them, without slips of the tongue, or as said."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

from sts_model.turns import Turn, Word

Wording = Literal["readable", "clean", "verbatim"]
"""With capitals, marks and figures; the same without "um" and words said twice; or the bare words."""

WORDINGS: tuple[Wording, ...] = get_args(Wording)

FILLERS = frozenset({"uh", "um", "uhm", "er", "erm", "ah", "hm", "hmm", "mm"})
"""What is left out of clean text, unless nothing else was said."""

EMPHASIS = frozenset({"very", "really", "so", "much", "many", "far", "long", "no", "yes", "yeah", "okay", "bye", "ha"})
"""Words that are doubled on purpose."""

_GRAMMATICAL = frozenset({"had", "that", "is", "her", "you"})
"""Words that may follow themselves in a sentence; said twice in a row they are left alone."""

_STOPS = (".", "?", "!")


def worded(turn: Turn, wording: Wording) -> Turn:
    """`turn` with the words that are shown: what is written as one is one word, with the times of all."""
    words = shown_words(turn.words, wording)
    return turn if words == turn.words else replace(turn, words=words)


def shown_words(words: tuple[Word, ...], wording: Wording) -> tuple[Word, ...]:
    """What is shown of `words`; their `written` is None, since it has become their `text`."""
    if wording == "verbatim":
        return tuple(replace(word, written=None) for word in words)
    if wording == "readable" and all(word.written is None for word in words):
        return words  # nobody has decided: a meeting of ten thousand such turns is shown in half the time
    groups = written_together(words)
    if wording == "clean":
        groups = _without_slips(groups)
    return tuple(_joined(group) for group in groups)


Group = tuple[Word, ...]


def written_together(words: Sequence[Word]) -> list[Group]:
    """Words that are written together."""
    groups: list[Group] = []
    for word in words:
        if word.written == "" and groups:
            groups[-1] += (word,)
        else:
            groups.append((word,))
    return groups


def _joined(group: Group) -> Word:
    confidence = min(word.confidence for word in group)
    return Word(_written(group), group[0].start_samples, group[-1].end_samples, confidence)


def _without_slips(groups: Sequence[Group]) -> list[Group]:
    """`groups` without fillers and words said again; marks and capitals of what is left out go to its neighbours."""
    kept: list[Group] = []
    capital = False
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else None
        if _is_filler(group) or _is_said_again(group, following):
            capital = capital or _written(group)[:1].isupper()
            if kept and _ends(group) and not _ends(kept[-1]):
                kept[-1] = _with_text(kept[-1], _written(kept[-1]).rstrip(",") + _written(group)[-1])
            continue
        if capital and (not kept or _ends(kept[-1])):
            group = _with_text(group, _capital(_written(group)))
        kept.append(group)
        capital = False
    return kept or list(groups)


def _is_filler(group: Group) -> bool:
    return len(group) == 1 and group[0].text in FILLERS


def _is_said_again(group: Group, following: Group | None) -> bool:
    """Whether the speaker begins again with the same word; the second one stays."""
    if following is None or len(group) > 1 or len(following) > 1 or _ends(group):
        return False
    said = group[0].text
    return said == following[0].text and said not in EMPHASIS | _GRAMMATICAL and said.replace("'", "").isalpha()


def _written(group: Group) -> str:
    # A person may have cut the turn inside a number: then what is left of it is shown as it was said.
    return group[0].written or " ".join(word.text for word in group)


def _ends(group: Group) -> bool:
    """Whether a sentence ends with it."""
    return _written(group).endswith(_STOPS)


def _with_text(group: Group, text: str) -> Group:
    return (replace(group[0], written=text), *group[1:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
