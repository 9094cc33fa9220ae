"""The one text normaliser: lower-case words with apostrophes, for language models, training targets and scoring."""

import re
import unicodedata

from sts_model.data import numbers
from sts_model.data.spelling import american

_MARKUP = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}")
_PLAIN = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "–": "-", "—": " -- ", "_": " "})
_OKAY = re.compile(r"\bo\.\s?k\.", re.I)
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
# "ex- explicitly": a word that was cut short; "well--no" is a dash between whole words.
_FRAGMENT = re.compile(r"(?<![\w'-])[A-Za-z']+-(?=\s|$|[,.?!])")
_MONEY = re.compile(r"([$£€])\s?(\d[\d,]*(?:\.\d+)?)((?:\s(?:hundred|thousand|million|billion|trillion)\b)?)", re.I)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d\d)\b")
_RANK = re.compile(r"\b(\d{1,6})(?:st|nd|rd|th)\b", re.I)
_DECADE = re.compile(r"\b((?:1[1-9]|20)?)([2-9]0)'?s\b")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")

_UNITS = {"$": "dollars", "£": "pounds", "€": "euros"}
_SIGNS = {"&": " and ", "%": " percent ", "+": " plus ", "=": " equals ", "@": " at ", "°": " degrees "}


def normalise(text: str) -> str:
    """`text` as spoken words: lower case, apostrophes inside words kept, all else gone; twice gives the same as once.

    Numbers become words, marks in brackets and words cut short go, spelling becomes American.
    """
    text = _MARKUP.sub(" ", text.translate(_PLAIN))
    text = _OKAY.sub(" okay ", text)
    text = _INITIALS.sub(lambda found: " " + " ".join(found[0].split(".")), text)
    text = _FRAGMENT.sub(" ", text)
    if any(char.isdigit() for char in text):
        text = _say_numbers(text)
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    return " ".join(american(word) for word in _WORD.findall(_ascii(text).lower()))


def _ascii(text: str) -> str:
    """`text` without accents; letters of other scripts become spaces."""
    if text.isascii():
        return text
    parts = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(char if char.isascii() else " " for char in parts)


def _say_numbers(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = _MONEY.sub(lambda found: f" {found[2]}{found[3]} {_UNITS[found[1]]} ", text)
    text = _GROUPED.sub("", text)
    text = _CLOCK.sub(_say_clock, text)
    text = _RANK.sub(lambda found: f" {numbers.ordinal(int(found[1]))} ", text)
    text = _DECADE.sub(_say_decade, text)
    text = _DECIMAL.sub(lambda found: f" {numbers.spoken(found[1])} point {numbers.digits(found[2])} ", text)
    return _DIGITS.sub(lambda found: f" {numbers.spoken(found[0])} ", text)


def _say_clock(found: re.Match[str]) -> str:
    hour, minute = numbers.cardinal(int(found[1])), int(found[2])
    if minute == 0:
        return f" {hour} o'clock "
    return f" {hour} {'oh ' if minute < 10 else ''}{numbers.cardinal(minute)} "


def _say_decade(found: re.Match[str]) -> str:
    century = f"{numbers.cardinal(int(found[1]))} " if found[1] else ""
    return f" {century}{numbers.cardinal(int(found[2]))[:-1]}ies "
