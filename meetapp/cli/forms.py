"""Forms of a transcript that a command was asked for: chosen before the work, written after it."""

from collections.abc import Sequence
from pathlib import Path

from meetapp.cli.output import write_whole
from meetapp.errors import InputError
from meetapp.export import FORMATS, Format, Options, Transcript
from meetapp.export.template import load_template

ALL = "all"


def choose(name: str, template: Path | None) -> tuple[Format, ...]:
    """The formats that `name` means, or the user's own `template` instead.

    Raises:
        InputError: the template cannot be used.
        SystemPartError: the only format asked for needs a part of the system that is missing.
    """
    if template is not None:
        return (load_template(template),)
    if name == ALL:
        return tuple(FORMATS.values())
    FORMATS[name].check()
    return (FORMATS[name],)


def need_folder(forms: Sequence[Format], files: int) -> None:
    """Refuses to print what cannot be told apart, or shown, on a terminal.

    Raises:
        InputError: an output folder is needed.
    """
    if len(forms) > 1:
        raise InputError("All formats need a folder to go into: add --output DIR.")
    (form,) = forms
    if form.binary:
        raise InputError(f"A {form.label} file needs a folder to go into: add --output DIR.")
    if files > 1 and form.name != "txt":
        raise InputError(f"Several recordings as {form.name} need a folder to go into: add --output DIR.")


def write(folder: Path, stem: str, forms: Sequence[Format], transcript: Transcript, options: Options) -> None:
    """One file a format in `folder`.

    Raises:
        StorageError: the disk refused.
        SystemPartError: a format needs a part of the system that is missing; those before it are written.
    """
    for form in forms:
        write_whole(folder / f"{stem}{form.suffix}", form.render(transcript, options))
