"""Times of the day and years in figures: "half past three" is 3:30, "nineteen ninety nine" is 1999."""

from sts_model.readable.cardinals import DIGITS, ONES, TENS, Number, Words, below_hundred, cardinal, ordinal, word_at
from sts_model.readable.figure import Figure, ranked

_MONTHS = "january february march april may june july august september october november december"
_YEAR_WORDS = "in since by of until from year early late mid before after spring summer autumn fall winter"
_PLURALS = "percent per hundred thousand million billion point people men women children"
_NO_PLURALS = "is was has this as us does it's that's there's what's always"

MONTHS = frozenset(_MONTHS.split())
_CLOCK_CUES = frozenset({"at", "by", "until", "till", "before", "after", "from"})
_YEAR_CUES = frozenset(_YEAR_WORDS.split()) | MONTHS
_COUNTED = frozenset(_PLURALS.split())
_ENDING_IN_S = frozenset(_NO_PLURALS.split())
"""Words that end like a plural and are none."""

_DECADES = {f"{ten[:-1]}ies": ten for ten in TENS}
_PARTS = {"half": 30, "quarter": 15}


def clock(words: Words, start: int) -> Figure | None:
    """A time of the day, where the words around leave no doubt that it is one."""
    return _past(words, start) or _hour(words, start)


def _past(words: Words, start: int) -> Figure | None:
    """ "Half past three", "a quarter to three", "ten past three"."""
    at = start + 1 if word_at(words, start) == "a" and word_at(words, start + 1) == "quarter" else start
    part = word_at(words, at)
    minutes = Number(_PARTS[part], at + 1) if part in _PARTS else below_hundred(words, at)
    if minutes is None or not 0 < minutes.value < 60:
        return None
    way = word_at(words, minutes.end)
    hour = _hour_at(words, minutes.end + 1)
    if hour is None or not (way == "past" or (way == "to" and part == "quarter")):
        return None
    if way == "past":
        return Figure(start, hour.end, f"{hour.value}:{minutes.value:02d}")
    return Figure(start, hour.end, f"{(hour.value - 2) % 12 + 1}:{60 - minutes.value:02d}")


def _hour(words: Words, start: int) -> Figure | None:
    """ "Three o'clock", "three thirty p m", "at three thirty"."""
    hour = _hour_at(words, start)
    if hour is None:
        return None
    if word_at(words, hour.end) == "o'clock":
        return Figure(start, hour.end + 1, f"{hour.value} o'clock")
    minutes = _minutes_at(words, hour.end)
    text, end = (f"{hour.value}:{minutes.value:02d}", minutes.end) if minutes else (str(hour.value), hour.end)
    half, after = _half_of_day(words, end)
    if half:
        return Figure(start, after, f"{text} {half}")
    sure = minutes is not None and word_at(words, start - 1) in _CLOCK_CUES and not _is_counted(words, end)
    return Figure(start, end, text) if sure else None


def _hour_at(words: Words, start: int) -> Number | None:
    found = below_hundred(words, start)
    return found if found is not None and 1 <= found.value <= 12 else None


def _minutes_at(words: Words, start: int) -> Number | None:
    if word_at(words, start) == "oh" and word_at(words, start + 1) in ONES:
        return Number(DIGITS[words[start + 1]], start + 2)
    found = below_hundred(words, start)
    return found if found is not None and 10 <= found.value < 60 else None


def _half_of_day(words: Words, start: int) -> tuple[str, int]:
    word = word_at(words, start)
    if word in ("am", "pm"):  # "am" after a number is no verb: "five am"
        return f"{word[0]}.m.", start + 1
    if word in ("a", "p") and word_at(words, start + 1) == "m":
        return f"{word}.m.", start + 2
    return "", start


def year(words: Words, start: int) -> Figure | None:
    """A year or a decade of one; after "in", "since" or a month any, else only one that is hardly anything else."""
    century = below_hundred(words, start)
    if century is None or not 11 <= century.value <= 20:
        return _two_thousand(words, start)
    decade = _DECADES.get(word_at(words, century.end))
    if decade is not None:
        tens = below_hundred([decade], 0)
        return Figure(start, century.end + 1, f"{century.value}{tens.value if tens else 0}s")
    rest = _rest_at(words, century.end)
    if rest is None or _is_counted(words, rest.end):
        return None
    told = word_at(words, start - 1) in _YEAR_CUES
    plain = (century.value == 19 and rest.value > 20) or (century.value == 20 and 10 <= rest.value < 30)
    said_oh = rest.value < 10 and century.value >= 17
    return Figure(start, rest.end, f"{century.value}{rest.value:02d}") if told or plain or said_oh else None


def _rest_at(words: Words, start: int) -> Number | None:
    if word_at(words, start) == "oh" and word_at(words, start + 1) in ONES:
        return Number(DIGITS[words[start + 1]], start + 2)
    found = below_hundred(words, start)
    return found if found is not None and found.value >= 10 else None


def _two_thousand(words: Words, start: int) -> Figure | None:
    """ "In two thousand (and) five"."""
    found = cardinal(words, start)
    if found is None or not 2000 < found.value < 2100 or words[start] != "two" or _is_counted(words, found.end):
        return None
    return Figure(start, found.end, str(found.value)) if word_at(words, start - 1) in _YEAR_CUES else None


def day(words: Words, start: int) -> Figure | None:
    """A day of the month, below the tenth too: "june third", "the third of june"."""
    found = ordinal(words, start)
    if found is None or not 1 <= found.value <= 31:
        return None
    after = word_at(words, found.end) == "of" and word_at(words, found.end + 1) in MONTHS
    return ranked(start, found) if after or word_at(words, start - 1) in MONTHS else None


def _is_counted(words: Words, place: int) -> bool:
    """Whether the word there says that a number before it counts things: "fifteen twenty people"."""
    word = word_at(words, place)
    return word in _COUNTED or (word.endswith("s") and word not in _ENDING_IN_S)
