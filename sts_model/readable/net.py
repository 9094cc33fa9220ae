"""The net that hears a turn as a row of words, both ways, and says what stands after each and whether it is a name."""

from torch import Tensor, nn

from sts_model.readable.marks import MARKS

WIDTH = 48
HIDDEN = 80


class MarkNet(nn.Module):
    """Word ids in, a score for each mark and one for a capital out, for each word of each row."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, WIDTH)
        self.gru = nn.GRU(WIDTH, HIDDEN, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * HIDDEN, len(MARKS) + 1)

    def forward(self, ids_BY: Tensor) -> tuple[Tensor, Tensor]:
        """Unnormalised scores.

        Args:
            ids_BY: what `Vocabulary.ids` gives; rows are of one length.
        Returns:
            marks_BYM: of each mark after the word; capital_BY: that the word has its capital inside a sentence too.
        """
        hidden_BYD, _ = self.gru(self.embedding(ids_BY))
        scores = self.out(hidden_BYD)
        return scores[..., :-1], scores[..., -1]
