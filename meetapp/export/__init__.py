"""Export: turns in, the text of a file out; one module a format, and the one table of formats."""

from collections.abc import Callable
from dataclasses import dataclass

from meetapp.export import as_json, seglst, srt, txt
from meetapp.export.transcript import Transcript


@dataclass(frozen=True)
class Format:
    """How one format is called, which ending its files get, and how it is made."""

    name: str
    suffix: str
    render: Callable[[Transcript], str]


FORMATS = {
    each.name: each
    for each in (
        Format("txt", ".txt", txt.render),
        Format("json", ".json", as_json.render),
        Format("seglst", ".seglst.json", seglst.render),
        Format("srt", ".srt", srt.render),
    )
}

__all__ = ["FORMATS", "Format", "Transcript"]
