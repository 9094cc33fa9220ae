"""Leakage: one voice on both channels. A copy says the same words at the same time; a second speaker does not."""

from collections.abc import Sequence

from sts_model.search.result import HeardWord

CLOSE_FRAMES = 12
"""Two words of the same text that start within this many encoder frames (0.5 s) are one."""

COPIED_SHARE = 0.5
"""From this share of words on, a turn is a copy."""


def is_copy(words: Sequence[HeardWord], others: Sequence[HeardWord]) -> bool:
    """Whether what one channel said was said on the other, `others`, too. Two people rarely choose the same words."""
    copied = sum(any(same_word(word, other) for other in others) for word in words)
    return bool(words) and copied >= COPIED_SHARE * len(words)


def same_word(word: HeardWord, other: HeardWord) -> bool:
    """Whether one word was heard twice."""
    return word.text == other.text and abs(word.start_frame - other.start_frame) <= CLOSE_FRAMES
