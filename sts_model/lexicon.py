"""Pronunciation lexicon: words spelt in tokens, as a prefix tree in flat arrays."""

from pathlib import Path


class Lexicon:
    """Skeleton."""

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        raise NotImplementedError
