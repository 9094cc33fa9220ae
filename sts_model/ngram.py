"""N-gram language model: packed, memory-mapped, searched by bisection."""

from pathlib import Path


class Ngram:
    """Skeleton."""

    @classmethod
    def load(cls, path: Path) -> "Ngram":
        raise NotImplementedError
