"""The tokens of the transducer: blank, turn tokens, and phones, each in a word-initial and a word-internal form."""

from collections.abc import Sequence

BLANK, SOT, EOT = 0, 1, 2

PHONES = (
    *("AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH"),
    *("K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH"),
)
"""Phones of CMUdict without stress."""

FIRST_INITIAL = 3
FIRST_INTERNAL = FIRST_INITIAL + len(PHONES)
VOCABULARY_SIZE = FIRST_INTERNAL + len(PHONES)

TOKENS = ("<blank>", "<sot>", "<eot>", *(f"_{phone}" for phone in PHONES), *PHONES)
"""Name of every token; a word-initial phone has a leading underscore."""

_INDEX = {phone: i for i, phone in enumerate(PHONES)}


def spell(pronunciation: Sequence[str]) -> tuple[int, ...]:
    """Token ids of one word's phones: the first word-initial, the others word-internal.

    Raises:
        ValueError: a phone is unknown, or there is none.
    """
    if not pronunciation:
        raise ValueError("a pronunciation needs at least one phone")
    try:
        indices = [_INDEX[phone] for phone in pronunciation]
    except KeyError as err:
        raise ValueError(f"{err.args[0]!r} is not a phone of CMUdict") from err
    return (FIRST_INITIAL + indices[0], *(FIRST_INTERNAL + i for i in indices[1:]))


def starts_word(token: int) -> bool:
    """Whether `token` is a word-initial phone."""
    return FIRST_INITIAL <= token < FIRST_INTERNAL
