"""Numbers as people write them: figures from ten on and with units, years, times and money; small counts stay words.

Conservative: what may be no number ("one of them", "no one", "two or three") is left as it was said.
"""

from collections.abc import Callable
from itertools import pairwise

from sts_model.readable.cardinals import DIGITS, SCALES, Number, Words, cardinal, decimal, ordinal, word_at
from sts_model.readable.dates import MONTHS, clock, day, year
from sts_model.readable.figure import Figure, ranked

MONEY = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€"}
_UNITS = (
    "percent cents degrees kilometer kilometers centimeter centimeters millimeter millimeters meter meters gram grams "
    "kilogram kilograms kilo kilos liter liters byte bytes kilobyte kilobytes megabyte megabytes gigabyte gigabytes "
    "terabyte terabytes hertz kilohertz megahertz gigahertz volt volts watt watts kilowatt kilowatts millisecond "
    "milliseconds pixel pixels"
)
_LABELS = (
    "page chapter section version room slide figure table item option question phase level line channel track issue "
    "article number"
)

UNITS = frozenset(_UNITS.split())
"""After these even a number below ten is written in figures."""

LABELS = frozenset(_LABELS.split()) | (MONTHS - {"may", "march"})
"""Before a number they make it the name of something: "page 5"."""

PHRASES = {("twenty", "four", "seven"): "24/7", ("fifty", "fifty"): "50-50"}
FEWEST_DIGITS = 4
LARGE = 10**6


def figures(words: Words) -> list[Figure]:
    """Every stretch of `words`, lower case, that is written in figures, in order."""
    found: list[Figure] = []
    place = 0
    while place < len(words):
        figure = next((made for rule in _RULES if (made := rule(words, place))), None)
        if figure is not None:
            found.append(figure)
        place = figure.end if figure is not None else _past_number(words, place)
    return found


def _past_number(words: Words, place: int) -> int:
    """The next place to look at; a number that stays in words is not looked at from its middle."""
    number = cardinal(words, place)
    return number.end if number is not None else place + 1


def _phrase(words: Words, start: int) -> Figure | None:
    for phrase, text in PHRASES.items():
        end = start + len(phrase)
        if tuple(words[start:end]) == phrase and not cardinal(words, end):
            return Figure(start, end, text)
    return None


def _digit_run(words: Words, start: int) -> Figure | None:
    """Digits said one by one, as of a telephone number; no counting up or down, no stammer."""
    end = start
    while word_at(words, end) in DIGITS or (end > start and word_at(words, end) == "oh"):
        end += 1
    if end > start and word_at(words, end) in ("hundred", *SCALES):
        end -= 1  # the last digit counts these
    values = [DIGITS.get(word, 0) for word in words[start:end]]
    steps = {after - before for before, after in pairwise(values)}
    if len(values) < FEWEST_DIGITS or steps in ({1}, {-1}, {0}):
        return None
    return Figure(start, end, "".join(map(str, values)))


def _amount(words: Words, start: int) -> Figure | None:
    """A number with its unit, or one that is large enough for figures."""
    number = _with_article(words, start) or decimal(words, start)
    if number is None:
        return None
    text, end = _text_of(words, start, number)
    unit = word_at(words, end)
    if unit == "percent":
        return Figure(start, end + 1, f"{text}%")
    if unit == "per" and word_at(words, end + 1) == "cent":
        return Figure(start, end + 2, f"{text}%")
    if unit in MONEY:
        return _money(words, start, end + 1, f"{MONEY[unit]}{text}")
    named = (
        word_at(words, start - 1) in LABELS and words[start : start + 2] != ["one"] and word_at(words, start) != "one"
    )
    if number.value >= 10 or number.digits or end > number.end or unit in UNITS or named:
        return Figure(start, end, text)
    return None


def _with_article(words: Words, start: int) -> Number | None:
    """ "A hundred and fifty", "a thousand dollars"; "a hundred" by itself stays words."""
    if word_at(words, start) != "a" or word_at(words, start + 1) not in ("hundred", "thousand", "million", "billion"):
        return None
    number = cardinal([*words[:start], "one", *words[start + 1 :]], start)
    if number is None:
        return None
    unit = word_at(words, number.end)
    return number if number.end > start + 2 or unit in MONEY or unit in UNITS else None


def _text_of(words: Words, start: int, number: Number) -> tuple[str, int]:
    """The number in figures, round millions and above with their name, and where it ends."""
    if number.digits:
        scale = word_at(words, number.end)
        named = scale in SCALES
        return f"{number.value:,}.{number.digits}{f' {scale}' * named}", number.end + named
    name = words[number.end - 1]
    if number.value >= LARGE and name in SCALES and name != "thousand":
        count, rest = divmod(number.value, SCALES[name])
        if not rest and count < 1000:
            return f"{count} {name}", number.end
    return f"{number.value:,}", number.end


def _money(words: Words, start: int, end: int, text: str) -> Figure:
    """The amount with its cents: "five dollars (and) fifty cents"."""
    at = end + 1 if word_at(words, end) == "and" else end
    cents = cardinal(words, at)
    if cents is not None and 0 < cents.value < 100 and word_at(words, cents.end) == "cents" and "." not in text:
        return Figure(start, cents.end + 1, f"{text}.{cents.value:02d}")
    return Figure(start, end, text)


def _rank(words: Words, start: int) -> Figure | None:
    """Ranks from the tenth on; a tenth of something stays words, and thirty second may be half a minute."""
    found = ordinal(words, start)
    before = word_at(words, start - 1)
    if found is None or found.value < 10 or (found.end == start + 1 and before in ("a", "one")):
        return None
    if words[found.end - 1] == "second" and before != "the":
        return None
    return ranked(start, found)


_RULES: tuple[Callable[[Words, int], Figure | None], ...] = (_phrase, clock, year, day, _digit_run, _rank, _amount)
