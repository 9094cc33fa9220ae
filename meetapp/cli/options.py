"""Options that several commands share, named as users of whisper know them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from meetapp.settings import FormatName
from sts_model.wording import Wording

Output = Annotated[
    Path | None,
    typer.Option(
        *("--output", "-o", "--output-dir", "--output_dir"),
        metavar="DIR",
        help="Write files into this folder instead of printing.",
    ),
]
Format = Annotated[
    Literal[FormatName, "all"],
    typer.Option("--format", "-f", "--output-format", "--output_format", help="Form of the transcript."),
]
Template = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Form of your own, as a Jinja template (minutes.md.jinja), instead of --format."),
]
Timestamps = Annotated[bool, typer.Option(help="Times in txt, md, html, docx, pdf, csv and tsv.")]
Speakers = Annotated[Literal["names", "numbers", "none"], typer.Option(help="How speakers are called.")]
Merge = Annotated[
    float,
    typer.Option("--merge-turns", metavar="S", help="Join neighbouring turns of a speaker at most S seconds apart."),
]
LineWidth = Annotated[
    int,
    typer.Option(
        "--max-line-width", "--max_line_width", metavar="N", help="Characters in a line of subtitles; 0: any."
    ),
]
LineCount = Annotated[
    int, typer.Option("--max-line-count", "--max_line_count", metavar="N", help="Lines in a subtitle; 0: any number.")
]
Verbatim = Annotated[
    bool, typer.Option("--verbatim", help="The bare words as they were said: no capitals, marks and figures.")
]
Fillers = Annotated[bool, typer.Option(help='Keep "um" and words said twice.')]
Vocabulary = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Names and terms to listen for, one a line; helps with words that are rare."),
]
Start = Annotated[float, typer.Option("--start", metavar="S", help="Leave out what is before second S of the file.")]
Stop = Annotated[
    float | None, typer.Option("--stop", metavar="S", help="Leave out what is after second S of the file.")
]
Highlight = Annotated[
    bool,
    typer.Option("--highlight-words", "--highlight_words", help="Underline each word of subtitles while it is spoken."),
]
Model = Annotated[
    Path | None, typer.Option("--model", metavar="DIR", help="Model folder to use instead of the shipped one.")
]
After = Annotated[
    str,
    typer.Option(
        metavar="COMMAND",
        help="Run this, without a shell, when the text is complete; MEETAPP_TITLE, MEETAPP_FOLDER, MEETAPP_SOURCE and "
        "MEETAPP_MEETING (its number in the library) tell it of what.",
    ),
]

Tracks = Annotated[
    bool,
    typer.Option(
        "--tracks", help="The files are one meeting, a track each: one person or room in each, begun together."
    ),
]

COMPLETION = "_MEETAPP_COMPLETE"
"""The variable by which a shell asks what could follow; see `meetapp.cli.completion`."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Meeting = Annotated[
    str,
    typer.Argument(metavar="MEETING", help="Its number, or the beginning of its folder's name; see `meetapp list`."),
]
Meetings = Annotated[list[str], typer.Argument(metavar="MEETING...", help="Numbers, or beginnings of folders' names.")]


def wording_of(verbatim: bool, fillers: bool) -> Wording:
    """What becomes of the words that were said, by these two options."""
    if verbatim:
        return "verbatim"
    return "readable" if fillers else "clean"
