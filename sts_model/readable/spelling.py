"""What is written together though it is said apart: "mm hmm", letters of an abbreviation, and titles before a name."""

from collections.abc import Sequence

from sts_model.readable.figure import Figure

JOINED: dict[tuple[str, ...], str] = {
    **{("mm", "hmm"): "mm-hmm", ("uh", "huh"): "uh-huh", ("et", "cetera"): "etc.", ("a", "i"): "AI"},
    **{("mister",): "Mr.", ("missus",): "Mrs.", ("u", "s", "a"): "USA", ("c", "i", "a"): "CIA", ("u", "i"): "UI"},
    **{("d", "n", "a"): "DNA", ("a", "p", "i"): "API", ("n", "b", "a"): "NBA", ("u", "k"): "UK"},
}
_WORDS = frozenset("aio")
"""Letters that are words too, or sounds: they belong to no abbreviation that is not listed."""


def joined(words: Sequence[str]) -> list[Figure]:
    """Every stretch of `words`, lower case, that is written as one or in short, in order."""
    found: list[Figure] = []
    place = 0
    while place < len(words):
        made = _listed(words, place) or _letters(words, place)
        if made is not None:
            found.append(made)
        place = made.end if made is not None else place + 1
    return found


def _listed(words: Sequence[str], start: int) -> Figure | None:
    for length in (3, 2, 1):
        stretch = tuple(words[start : start + length])
        text = JOINED.get(stretch)
        if text is not None and not _goes_on(words, start, start + len(stretch)):
            return Figure(start, start + len(stretch), text)
    return None


def _goes_on(words: Sequence[str], start: int, end: int) -> bool:
    """Whether other letters stand beside these, so that they are part of something else."""
    around = [*words[max(0, start - 1) : start], *words[end : end + 1]]
    return len(words[start]) == 1 and any(len(word) == 1 and word not in _WORDS for word in around)


def _letters(words: Sequence[str], start: int) -> Figure | None:
    end = start
    while end < len(words) and len(words[end]) == 1 and words[end] not in _WORDS:
        end += 1
    if end - start < 2 or len(set(words[start:end])) == 1:  # the same letter twice is a stammer
        return None
    return Figure(start, end, "".join(words[start:end]).upper())
