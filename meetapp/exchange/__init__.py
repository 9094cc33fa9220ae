"""Exchange: transcripts that were exported and edited elsewhere, read back; one module a format, one table."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from meetapp.errors import InputError
from meetapp.exchange import seglst, subtitles
from meetapp.export.transcript import Transcript

Parse = Callable[[str, str, Collection[str]], Transcript]
MAX_BYTES = 64 << 20


@dataclass(frozen=True)
class Reader:
    """How one format is called, which endings its files have, and how its text becomes a transcript."""

    name: str
    suffixes: tuple[str, ...]
    parse: Parse


READERS = {
    each.name: each
    for each in (
        Reader("seglst", (".json", ".seglst"), seglst.parse),
        Reader("srt", (".srt",), subtitles.parse_srt),
        Reader("vtt", (".vtt",), subtitles.parse_vtt),
    )
}


def read_file(path: Path, known: Collection[str] = ()) -> Transcript:
    """The transcript in the file at `path`, whose ending says what it is.

    Args:
        known: names of people that may stand before a text.

    Raises:
        InputError: no such file or format, or a mistake in it, which the sentence names with its place.
    """
    reader = next((each for each in READERS.values() if path.suffix.lower() in each.suffixes), None)
    if reader is None:
        endings = ", ".join(suffix for each in READERS.values() for suffix in each.suffixes)
        raise InputError(f"{path.name} is not a transcript that can be read back; its ending must be one of {endings}.")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as err:
        raise InputError(f"The transcript {path} cannot be read: {err.strerror}.") from err
    if len(content) > MAX_BYTES:
        raise InputError(f"{path.name} is larger than {MAX_BYTES >> 20} MB; that is no transcript.")
    try:
        return reader.parse(_text(content), title_of(path), known)
    except UnicodeDecodeError as err:
        raise InputError(f"{path.name} is not text in UTF-8 or UTF-16; save it as UTF-8.") from err
    except InputError as err:
        raise InputError(f"{path.name}: {err}") from err


def title_of(path: Path) -> str:
    """What a transcript is called after the file at `path`: `Q3.2 review` for `Q3.2 review.seglst.json`."""
    name = Path(path.stem)
    return name.stem if any(name.suffix.lower() in each.suffixes for each in READERS.values()) else name.name


def _text(content: bytes) -> str:
    """`content` as text; editors on Windows write UTF-16, and marks at the start."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if wide else "utf-8-sig")


__all__ = ["READERS", "Reader", "Transcript", "read_file", "title_of"]
