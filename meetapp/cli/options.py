"""Options that several commands share, named as users of whisper know them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from meetapp.hearing import MOST_THREADS, Hearing, speaker_count
from meetapp.settings import FormatName
from sts_model.effort import Effort as EffortName
from sts_model.speakers.count import MOST_SPEAKERS
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
ExportFormat = Annotated[
    Literal[FormatName, "all", "meeting"],
    typer.Option(
        *("--format", "-f", "--output-format", "--output_format"),
        help="Form of the transcript; meeting: one file to send, with sound and edits.",
    ),
]
Template = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Form of your own, as a Jinja template (minutes.md.jinja), instead of --format."),
]
Timestamps = Annotated[bool, typer.Option(help="Times in txt, md, html, docx, pdf, csv and tsv.")]
Speakers = Annotated[Literal["names", "numbers", "none"], typer.Option(help="How speakers are called.")]
Merge = Annotated[
    float | None,
    typer.Option(
        "--merge-turns",
        metavar="S",
        help="Join turns of a speaker at most S seconds apart, 0: none. In txt, md, html, docx and pdf else 1.5.",
    ),
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
NumSpeakers = Annotated[
    int | None,
    typer.Option(
        *("--num-speakers", "--num_speakers"),
        metavar="N",
        min=1,
        max=MOST_SPEAKERS,
        help="So many people speak; else found out by their voices.",
    ),
]
MinSpeakers = Annotated[
    int | None,
    typer.Option("--min-speakers", "--min_speakers", metavar="N", min=1, max=MOST_SPEAKERS, help="At least so many."),
]
MaxSpeakers = Annotated[
    int | None,
    typer.Option("--max-speakers", "--max_speakers", metavar="N", min=1, max=MOST_SPEAKERS, help="At most so many."),
]
Effort = Annotated[
    EffortName | None,
    typer.Option(help="How far to look for what was said: speed against accuracy; else as the settings say."),
]
Threads = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=MOST_THREADS, help="Use at most so many processors; else as set."),
]
LowPriority = Annotated[
    bool | None, typer.Option(help="Let other programs go first; else as the settings say.", show_default=False)
]
SkipExisting = Annotated[
    bool,
    typer.Option(
        *("--skip-existing", "--skip_existing"),
        help="Take the text of recordings that the library has from there, instead of hearing them again.",
    ),
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


def hearing_of(
    *,
    num_speakers: int | None,
    min_speakers: int | None,
    max_speakers: int | None,
    effort: str | None,
    threads: int | None,
    low_priority: bool | None,
) -> Hearing:
    """How a meeting is to be heard, by these options.

    Raises:
        InputError: they contradict each other.
    """
    count = speaker_count(num_speakers or 0, min_speakers or 0, max_speakers or 0)
    return Hearing(speakers=count, effort=effort or "", threads=threads or 0, low_priority=low_priority)
