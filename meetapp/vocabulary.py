"""Vocabulary: names and terms that a user expects in a meeting, kept in its folder for every engine that hears it."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from meetapp.errors import InputError
from meetapp.meeting import write_private
from meetapp.sealed.lines import seal_text, unseal

FILE = "vocabulary.txt"
MOST_BYTES = 1 << 18
MOST_PHRASES = 1000

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """The phrases of a text file, one a line, each once; what follows a # is for people.

    Raises:
        InputError: it cannot be read, is no text, or has too many phrases.
    """
    try:
        with path.open("rb") as file:
            content = file.read(2 * MOST_BYTES)  # sealed, it is longer by a third
        text = content.decode("utf-8-sig")
        if path.name == FILE:  # only what the program kept is sealed; a list of the user's may begin with the same mark
            text = unseal(text, FILE)
    except OSError as err:
        raise InputError(f"The vocabulary {path} cannot be read: {err.strerror}.") from err
    except ValueError as err:
        raise InputError(f"The vocabulary {path.name} is not text in UTF-8; save it as that.") from err
    phrases = tuple(dict.fromkeys(filter(None, (" ".join(_said(line)) for line in text.splitlines()))))
    if len(text.encode()) > MOST_BYTES or len(phrases) > MOST_PHRASES:
        raise InputError(f"The vocabulary {path.name} is too long: at most {MOST_PHRASES} names or terms.")
    return phrases


def keep(folder: Path, phrases: Iterable[str]) -> None:
    """Keeps `phrases`, if there are any, in the meeting's folder.

    Raises:
        StorageError: the disk refused.
    """
    text = "".join(f"{phrase}\n" for phrase in phrases)
    if text:
        write_private(folder / FILE, seal_text(text, FILE))


def kept(folder: Path) -> tuple[str, ...]:
    """The phrases kept in the meeting's folder; none where there are none.

    Raises:
        InputError: the file was damaged.
    """
    path = folder / FILE
    return read_vocabulary(path) if path.exists() else ()


def _said(line: str) -> list[str]:
    """The words of a line as they are said: lower case, without marks, accents and what follows a #."""
    parts = unicodedata.normalize("NFKD", line.partition("#")[0].replace("’", "'"))
    return _WORD.findall("".join(char for char in parts if not unicodedata.combining(char)).lower())
