"""Settings of the lexicon search."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchConfig:
    """How far the search looks, and how much it believes the language model.

    A word's score is its acoustic score + `lm_scale` * log P(word | words before) + `word_bonus`; `ilm_scale` takes
    away what the transducer itself believes about sequences of phones.
    """

    hypotheses: int = 96
    beam: float = 12.0
    """Hypotheses worse than the best by more (natural log) are dropped."""
    lm_scale: float = 0.6
    word_bonus: float = -1.0
    token_bonus: float = 1.25
    """A phone's, against the deletions of a model that is unsure: one blank beats each of ten likely phones."""
    mark_bonus: float = 1.0
    """The same for `<sot>` and `<eot>`."""
    shy_bonus: float = 1.0
    """More of both on the second channel where it sounds active: silent in most of training, it is too shy."""
    ilm_scale: float = 0.2
    opening_penalty: float = 1.0
    """Cost of a word in a closed turn without `<sot>`."""
    labels_per_frame: int = 3
    silence: float = 0.995
    """Where every hypothesis gives blank at least this probability, a frame is silence and costs next to nothing."""
    silence_frames: int = 25
    """After so many frames of silence only the best hypothesis goes on."""
    patience_frames: int = 250
    """Words older than this are committed even if hypotheses still disagree."""

    def __post_init__(self) -> None:
        for name in ("hypotheses", "labels_per_frame", "silence_frames", "patience_frames"):
            if getattr(self, name) < 1:
                raise ValueError(f"search.{name} must be at least 1, not {getattr(self, name)}")
        if not self.beam > 0:
            raise ValueError(f"search.beam must be above 0, not {self.beam}")
        if not 0 < self.silence <= 1:
            raise ValueError(f"search.silence must be above 0 and at most 1, not {self.silence}")
