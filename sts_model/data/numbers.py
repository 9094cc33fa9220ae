"""Digits to the words people say for them."""

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    **{"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"},
    "twelve": "twelfth",
}
_LONGEST = 15
"""Digits in the longest number that is read as one; longer ones are read digit by digit."""


def cardinal(number: int) -> str:
    """A number from 0 up in words, without "and"."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        rest = number % 10
        return _TENS[number // 10] + (f" {_ONES[rest]}" if rest else "")
    size, name = next((size, name) for size, name in _SCALES if number >= size)
    rest = number % size
    return f"{cardinal(number // size)} {name}" + (f" {cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """First, second, twenty third: `number` as a rank."""
    *head, last = cardinal(number).split()
    last = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return " ".join([*head, last])


def digits(text: str) -> str:
    """A string of digits read one by one."""
    return " ".join(_ONES[int(digit)] for digit in text)


def year(number: int) -> str:
    """A number of four digits as people say years: nineteen eighty four, two thousand one, twenty twenty."""
    century, rest = divmod(number, 100)
    if rest == 0:
        return cardinal(number) if century % 10 == 0 else f"{cardinal(century)} hundred"
    if century % 10 == 0 and rest < 10:
        return cardinal(number)
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def spoken(text: str) -> str:
    """A run of digits in words: as a year where it looks like one, digit by digit where it is a code."""
    if len(text) > _LONGEST or (len(text) > 1 and text[0] == "0"):
        return digits(text)
    number = int(text)
    if len(text) == 4 and (1100 <= number < 2000 or 2000 <= number < 2100):
        return year(number)
    return cardinal(number)
