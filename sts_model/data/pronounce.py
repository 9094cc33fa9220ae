"""Pronunciations: CMUdict first, then words of the alignments, then flite's letter-to-sound rules."""

import lzma
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from sts_model.data.packs import DataError
from sts_model.vocabulary import PHONES

Pronunciations = dict[str, list[tuple[str, ...]]]

_FLITE_NAMES = {"AX": "AH", "AXR": "ER", "IX": "IH", "DX": "T", "EN": "AH N", "EM": "AH M", "EL": "AH L"}
_AT_ONCE = 40


def read_pronunciations(data: Path) -> Pronunciations:
    """All of CMUdict and of the alignments' own list, without stress.

    Raises:
        DataError: a list is missing.
    """
    found: Pronunciations = {}
    try:
        with lzma.open(data / "lexicon" / "cmudict.dict.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                _add(found, line)
        with (data / "alignments" / "oov.dict").open(encoding="utf-8") as lines:
            for line in lines:
                _add(found, line)
    except FileNotFoundError as err:
        raise DataError(f"The pronunciations {err.filename} are missing.") from err
    return found


def guess(words: Iterable[str]) -> Pronunciations:
    """Pronunciations by flite's letter-to-sound rules; words it makes nothing of are left out.

    Raises:
        DataError: flite is not installed.
    """
    flite = shutil.which("flite")
    if flite is None:
        raise DataError("Guessing pronunciations needs flite: apt-get install flite.")
    found: Pronunciations = {}
    wanted = list(words)
    for i in range(0, len(wanted), _AT_ONCE):
        some = wanted[i : i + _AT_ONCE]
        said = _say(flite, ", ".join(some))
        if len(said) != len(some):  # it paused inside a word, or swallowed one
            said = [(_say(flite, word) or [()])[0] for word in some]
        found.update((word, [phones]) for word, phones in zip(some, said, strict=True) if phones)
    return found


def _say(flite: str, text: str) -> list[tuple[str, ...]]:
    """Phones of what flite says between its pauses."""
    run = subprocess.run([flite, "-t", text, "-ps", "-o", "none"], capture_output=True, text=True, check=False)
    parts = []
    for part in run.stdout.upper().split("PAU"):
        names = " ".join(_FLITE_NAMES.get(name, name) for name in part.split()).split()
        if names:
            parts.append(tuple(name for name in names if name in PHONES))
    return parts


def _add(found: Pronunciations, line: str) -> None:
    fields = line.split("#")[0].split()
    if len(fields) < 2:
        return
    word = re.sub(r"\(\d+\)$", "", fields[0]).lower()
    phones = tuple(phone.rstrip("012") for phone in fields[1:])
    if all(phone in PHONES for phone in phones) and phones not in found.setdefault(word, []):
        found[word].append(phones)
