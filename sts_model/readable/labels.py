"""Labels: a line as people wrote it, as the words that a recogniser would give and what is lost with them."""

import re
from functools import lru_cache

from sts_model.data.text import normalise
from sts_model.readable.marks import COMMA, ENDS, NONE, QUESTION, STOP, Labelled

_OPENING, _CLOSING = "\"'([*", "\"')].,?!;:…"
_PARTS = re.compile(r"[-_/]+")
_DASHES = {"-", "--", "---", "–", "—"}
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "vs", "prof", "sr", "jr", "inc", "e.g", "i.e"})
_SCALED_MONEY = re.compile(r"[$£€]\S* (hundred|thousand|million|billion)", re.I)


def label(line: str) -> Labelled | None:
    """`line` in labels; None where it is no whole sentence with capitals and marks, so that nothing can be learned."""
    line = line.translate(_PLAIN).strip()
    if not _is_written_with_care(line):
        return None
    words: list[str] = []
    marks: list[int] = []
    forms: list[str | None] = []
    tokens = line.split()
    for place, token in enumerate(tokens):
        core, tail, spelt = _taken_apart(token)
        words += [word for word, _ in spelt]
        forms += [form for _, form in spelt]
        marks += [NONE] * len(spelt)
        if words:
            following = tokens[place + 1] if place + 1 < len(tokens) else ""
            found = COMMA if token in _DASHES else _mark(core, tail, following)
            marks[-1] = max(marks[-1], found) if spelt or marks[-1] not in ENDS else marks[-1]
    if not words or marks[-1] not in ENDS:
        return None
    return Labelled(tuple(words), tuple(marks), tuple(forms))


def _is_written_with_care(line: str) -> bool:
    opening = line.lstrip("\"'([").lstrip()[:1]
    closing = line.rstrip("\"')]*")[-1:]
    return bool(opening) and (opening.isupper() or opening.isdigit()) and closing in ".?!" and not _is_odd(line)


def _is_odd(line: str) -> bool:
    return line.isupper() or bool(_SCALED_MONEY.search(line))


def _mark(core: str, tail: str, following: str) -> int:
    if "?" in tail:
        return QUESTION
    if "..." in tail or "…" in tail:
        return COMMA if following[:1].islower() else STOP
    if "." in tail or "!" in tail:
        shortened = core.lower() in _ABBREVIATIONS or re.fullmatch(r"(?:[A-Za-z]\.)*[A-Z]", core)
        return NONE if shortened and following and core != "I" else STOP
    return COMMA if any(sign in tail for sign in ",;:") else NONE


@lru_cache(maxsize=400_000)
def _taken_apart(token: str) -> tuple[str, str, tuple[tuple[str, str | None], ...]]:
    """A token without what stands around it, the marks at its end, and each of its words with its spelling."""
    inner = token.lstrip(_OPENING)
    core = inner.rstrip(_CLOSING)
    return core, inner[len(core) :], () if token in _DASHES else _spelt(core)


def _spelt(core: str) -> tuple[tuple[str, str | None], ...]:
    words = normalise(core).split()
    parts = [part for part in _PARTS.split(core) if part]
    if any(char.isdigit() for char in core) or not words:
        return tuple((word, None) for word in words)
    if len(parts) == len(words):
        pairs = zip(words, parts, strict=True)
        return tuple((word, part if part.lower() == word else _like(word, part)) for word, part in pairs)
    if core.replace(".", "").isupper() and all(len(word) == 1 for word in words):
        return tuple((word, word.upper()) for word in words)
    return tuple((word, _like(word, core)) for word in words)


def _like(word: str, model: str) -> str:
    """`word`, whose usual spelling differs from the one found, with the capital that was found."""
    return word.capitalize() if model[:1].isupper() else word
