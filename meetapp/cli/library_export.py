"""`meetapp export`: transcripts of meetings in the library, as people left them."""

from dataclasses import dataclass, field
from pathlib import Path

from meetapp import paths
from meetapp.cli.forms import choose, need_folder, write
from meetapp.cli.library_view import find_meeting, transcript_of
from meetapp.cli.output import prepare_folder
from meetapp.export import AS_IT_IS, Format, Options
from meetapp.export.transcript import one_line
from meetapp.store import open_library


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the user asked for; without an `output` folder transcripts are printed."""

    meetings: tuple[str, ...]
    format: str = "txt"
    output: Path | None = None
    template: Path | None = None
    options: Options = AS_IT_IS
    forms: tuple[Format, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "forms", choose(self.format, self.template))
        if self.output is None:
            need_folder(self.forms, len(self.meetings))


def export_meetings(wanted: Wanted) -> None:
    """Writes a file a meeting and format, called as the meeting's folder, or prints the transcripts.

    Raises:
        InputError: there is no such meeting; nothing has been written.
        StorageError: the output folder cannot be written; what was written before is whole.
    """
    with open_library(paths.library()) as library:
        rows = [find_meeting(library, called) for called in wanted.meetings]
        if wanted.output:
            prepare_folder(wanted.output)
        for row in rows:
            transcript, _ = transcript_of(library, row)
            if wanted.output:
                write(wanted.output, row.folder.name, wanted.forms, transcript, wanted.options)
                continue
            if len(rows) > 1:
                print(f"== {one_line(row.title)} ==")
            print(wanted.forms[0].render(transcript, wanted.options).decode("utf-8-sig"), end="", flush=True)
