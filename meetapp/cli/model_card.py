"""Model cards: the fields and error rates that a card in Markdown tells."""

from collections.abc import Iterator
from dataclasses import dataclass

ERROR_RATES = ("WER", "CER", "DER")
"""What the heading of a column of error rates speaks of."""


@dataclass(frozen=True)
class Rate:
    """An error rate as the card gives it, brackets and all."""

    test_set: str
    measure: str
    value: str


def fields(card: str) -> dict[str, str]:
    """The first table's rows of a name and a value."""
    table = next(_tables(card), [])
    return {row[0]: row[1] for row in table if len(row) == 2 and row[0]}


def error_rates(card: str) -> list[Rate]:
    """Every error rate of every table that has columns for them."""
    found = []
    for heading, *rows in _tables(card):
        columns = [place for place, name in enumerate(heading) if any(kind in name for kind in ERROR_RATES)]
        found += [Rate(row[0], heading[place], row[place]) for row in rows for place in columns if place < len(row)]
    return [rate for rate in found if rate.test_set and rate.value]


def _tables(card: str) -> Iterator[list[list[str]]]:
    """Tables as rows of cells, the line below a heading left out."""
    rows: list[list[str]] = []
    for line in [*card.splitlines(), ""]:
        if line.lstrip().startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not all(set(cell) <= set("-: ") and cell for cell in cells):
                rows.append(cells)
        elif rows:
            yield rows
            rows = []
