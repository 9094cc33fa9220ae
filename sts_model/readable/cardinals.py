"""Number words to numbers: cardinals, ordinals and decimals at a place of a row of words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Words = Sequence[str]

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
DIGITS = {"zero": 0, **{word: value for value, word in enumerate(ONES, start=1)}}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_BELOW_TWENTY = {**DIGITS, **{word: value for value, word in enumerate(TEENS, start=10)}}
_TENS = {word: value for value, word in zip(range(20, 100, 10), TENS, strict=True)}
_IRREGULAR = {"first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine"}


def _rank(word: str) -> str:
    return f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"


ORDINALS = {
    **{_rank(word): word for word in (*ONES, *TEENS, *TENS, "hundred", *SCALES) if word not in _IRREGULAR.values()},
    **{"twelfth": "twelve", **_IRREGULAR},
}
"""The cardinal of each rank."""


@dataclass(frozen=True)
class Number:
    """A number in words, ending before the word at `end`; `digits` are those after the point."""

    value: int
    end: int
    digits: str = ""


def word_at(words: Words, place: int) -> str:
    """The word at `place`; empty before the first and past the last."""
    return words[place] if 0 <= place < len(words) else ""


def below_hundred(words: Words, start: int) -> Number | None:
    """0 to 99: "seven", "seventeen", "seventy", "seventy one"."""
    word = word_at(words, start)
    if word in _BELOW_TWENTY:
        return Number(_BELOW_TWENTY[word], start + 1)
    if word not in _TENS:
        return None
    unit = word_at(words, start + 1)
    if unit in ONES and word_at(words, start + 2) != "hundred":
        return Number(_TENS[word] + DIGITS[unit], start + 2)
    return Number(_TENS[word], start + 1)


def cardinal(words: Words, start: int) -> Number | None:
    """The longest number from `start`, with or without "and": "two hundred (and) five thousand (and) six"."""
    total, place, limit = 0, start, 10**15
    end = start
    while True:
        group = _with_hundreds(words, place)
        if group is None:
            break
        scale = SCALES.get(word_at(words, group.end))
        if scale is None:
            if group.value < limit:
                total, end = total + group.value, group.end
            break
        if scale >= limit or group.value == 0:
            break
        total, end, limit = total + group.value * scale, group.end + 1, scale
        place = _after_and(words, end, ("hundred", *SCALES))
    return Number(total, end) if end > start else None


def decimal(words: Words, start: int) -> Number | None:
    """A cardinal, with what follows "point" read digit by digit."""
    whole = cardinal(words, start)
    if whole is None or word_at(words, whole.end) != "point":
        return whole
    end = whole.end + 1
    while word_at(words, end) in DIGITS:
        end += 1
    digits = "".join(str(DIGITS[word]) for word in words[whole.end + 1 : end])
    return Number(whole.value, end, digits) if digits else whole


def ordinal(words: Words, start: int) -> Number | None:
    """A rank from `start`: "third", "twenty third", "two hundredth"."""
    last = start
    while word_at(words, last) and word_at(words, last) not in ORDINALS and _is_number_word(word_at(words, last)):
        last += 1
    if word_at(words, last) not in ORDINALS:
        return None
    as_cardinal = [*words[:last], ORDINALS[words[last]]]
    found = cardinal(as_cardinal, start)
    return found if found is not None and found.end == last + 1 else None


def _with_hundreds(words: Words, start: int) -> Number | None:
    head = below_hundred(words, start)
    if head is None or word_at(words, head.end) != "hundred" or head.value == 0:
        return head
    value, end = head.value * 100, head.end + 1
    rest = below_hundred(words, _after_and(words, end, ("hundred",)))
    if rest is None or rest.value == 0 or word_at(words, rest.end) == "hundred":
        return Number(value, end)
    return Number(value + rest.value, rest.end)


def _after_and(words: Words, place: int, unless: Collection[str]) -> int:
    """`place`, or past an "and" that leads to a number below a hundred, `unless` one of these comes after that."""
    if word_at(words, place) != "and":
        return place
    rest = below_hundred(words, place + 1)
    return place + 1 if rest and rest.value and word_at(words, rest.end) not in unless else place


def _is_number_word(word: str) -> bool:
    return word in _BELOW_TWENTY or word in _TENS or word in SCALES or word in ("hundred", "and")
