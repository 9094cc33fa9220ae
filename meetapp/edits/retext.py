"""Text that a person wrote in place of a turn's words: what stayed keeps its times, what is new gets likely ones."""

import string
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sts_model.turns import Word
from sts_model.wording import shown_words, written_together

MOST_PAIRS = 1_000_000
"""Of words, one old and one new, that are compared one by one: a thousand words by a thousand take a second."""


def retext(words: Sequence[Word], text: str, start_samples: int, end_samples: int) -> tuple[Word, ...]:
    """`text` as words; those that `words` shows too stay as they are, with a new spelling where a person gave one.

    Words written anew share the time of those that they replace, by their letters, with full confidence.

    Args:
        words: of the turn as it was, between `start_samples` and `end_samples`.
    """
    texts = text.split()
    groups = [unit for group in written_together(words) for unit in _units(group)]
    shown = [word.text for group in groups for word in shown_words(group, "readable")]
    matcher = alike([_sound(each) for each in shown], [_sound(each) for each in texts])
    made: list[Word] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for place, each in zip(range(i1, i2), texts[j1:j2], strict=True):
                made += groups[place] if shown[place] == each else (_respelt(groups[place], each),)
        else:
            before, inside, after = groups[:i1], groups[i1:i2], groups[i2:]
            begin = inside[0][0].start_samples if inside else (before[-1][-1].end_samples if before else start_samples)
            end = inside[-1][-1].end_samples if inside else (after[0][0].start_samples if after else end_samples)
            made += spread(texts[j1:j2], begin, max(begin, end))
    return tuple(made)


def as_shown(words: Sequence[Word], text: str) -> str:
    """`text` of bare words, those that `words` has too written as they are shown."""
    texts, said = text.split(), [word.text for word in words]
    stays = {old + i: new + i for old, new, size in alike(said, texts).get_matching_blocks() for i in range(size)}
    at = 0
    for group in written_together(words):
        places = [stays.get(at + i) for i in range(len(group))]
        first = places[0]
        if first is not None and places == list(range(first, first + len(group))):
            texts[first : first + len(group)] = [shown_words(group, "readable")[0].text, *[""] * (len(group) - 1)]
        at += len(group)
    return " ".join(filter(None, texts))


def alike(old: Sequence[str], new: Sequence[str]) -> "SequenceMatcher[str]":
    """What two runs of words have in common; in very long ones, frequent words only beside rare ones, to be quick."""
    return SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_PAIRS)


def spread(texts: Sequence[str], start_samples: int, end_samples: int) -> list[Word]:
    """Words between the two times, each as long as its share of the letters, with full confidence."""
    whole = sum(len(text) for text in texts)
    made, done = [], 0
    for text in texts:
        begin, end = (start_samples + (end_samples - start_samples) * at // whole for at in (done, done + len(text)))
        made.append(Word(text, begin, end))
        done += len(text)
    return made


def cut(words: Sequence[Word], place: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Words before and from `place`; those that were written as one across it are written apart, as they were said."""
    at = 0
    made: list[Word] = []
    for group in written_together(words):
        across = at < place < at + len(group)
        made += [replace(word, written=None) for word in group] if across else group
        at += len(group)
    return tuple(made[:place]), tuple(made[place:])


def _units(group: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """`group` if it is written as one word; a number without its beginning is not, and comes word by word."""
    (shown,) = shown_words(group, "readable")
    return [group] if shown.text.split() == [shown.text] else [(replace(word, written=None),) for word in group]


def _sound(text: str) -> str:
    """What two spellings of a word have in common: neither case nor marks around it are heard."""
    return text.casefold().strip(string.punctuation) or text


def _respelt(group: tuple[Word, ...], text: str) -> Word:
    return replace(group[0], text=text, end_samples=group[-1].end_samples, confidence=1.0, written=None)
