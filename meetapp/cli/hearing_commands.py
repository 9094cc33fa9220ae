"""Commands that make text of speech: their arguments; what each does is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from meetapp.cli.options import (
    After,
    Effort,
    Fillers,
    Format,
    Highlight,
    LineCount,
    LineWidth,
    LowPriority,
    MaxSpeakers,
    Merge,
    MinSpeakers,
    Model,
    NumSpeakers,
    Output,
    SkipExisting,
    Speakers,
    Start,
    Stop,
    Template,
    Threads,
    Timestamps,
    Tracks,
    Verbatim,
    Vocabulary,
    hearing_of,
    wording_of,
)


def add_hearing_commands(app: typer.Typer) -> None:
    """Adds them to `app`, in the order in which its help shows them."""
    app.command()(transcribe)
    app.command()(record)


def transcribe(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", readable=False, help="Audio or video files.")],
    format: Format = "txt",
    output: Output = None,
    model: Model = None,
    template: Template = None,
    timestamps: Timestamps = True,
    speakers: Speakers = "names",
    merge_turns: Merge = None,
    max_line_width: LineWidth = 0,
    max_line_count: LineCount = 0,
    highlight_words: Highlight = False,
    verbatim: Verbatim = False,
    fillers: Fillers = True,
    vocabulary: Vocabulary = None,
    num_speakers: NumSpeakers = None,
    min_speakers: MinSpeakers = None,
    max_speakers: MaxSpeakers = None,
    effort: Effort = None,
    threads: Threads = None,
    low_priority: LowPriority = None,
    start: Start = 0.0,
    stop: Stop = None,
    after: After = "",
    skip_existing: SkipExisting = False,
    tracks: Tracks = False,
) -> None:
    """Print or write who said what in recordings; the library is left alone."""
    from meetapp.cli.transcribe import Request, transcribe_files
    from meetapp.export import Options
    from meetapp.part import WHOLE, Part

    options = Options(
        timestamps=timestamps,
        speakers=speakers,
        merge_s=merge_turns,
        max_line_width=max_line_width,
        max_line_count=max_line_count,
        highlight_words=highlight_words,
        wording=wording_of(verbatim, fillers),
    )
    part = Part(start, WHOLE.stop_s if stop is None else stop)
    hearing = hearing_of(
        num_speakers=num_speakers,
        min_speakers=min_speakers,
        max_speakers=max_speakers,
        effort=effort,
        threads=threads,
        low_priority=low_priority,
    )
    request = Request(
        files=tuple(files),
        format=format,
        output=output,
        model=model,
        template=template,
        options=options,
        vocabulary=vocabulary,
        part=part,
        after=after,
        hearing=hearing,
        skip_existing=skip_existing,
        as_tracks=tracks,
    )
    raise typer.Exit(transcribe_files(request))


def record(
    input: Annotated[
        str, typer.Option("--input", "-i", metavar="NAME", help="Input, as `meetapp devices` names it.")
    ] = "",
    second_input: Annotated[
        str, typer.Option("--second-input", metavar="NAME", help="Record this input too, as a track of its own.")
    ] = "",
    system_sound: Annotated[
        bool, typer.Option("--system-sound", help="Record what the computer plays too; as --second-input.")
    ] = False,
    duration: Annotated[float | None, typer.Option(metavar="S", min=0.1, help="Stop after this many seconds.")] = None,
    title: Annotated[str, typer.Option(metavar="T", help="Title of the meeting.")] = "",
    output: Output = None,
    format: Format = "txt",
    model: Model = None,
    template: Template = None,
    timestamps: Timestamps = True,
    speakers: Speakers = "names",
    merge_turns: Merge = None,
    max_line_width: LineWidth = 0,
    max_line_count: LineCount = 0,
    highlight_words: Highlight = False,
    verbatim: Verbatim = False,
    fillers: Fillers = True,
    vocabulary: Vocabulary = None,
    after: After = "",
    num_speakers: NumSpeakers = None,
    min_speakers: MinSpeakers = None,
    max_speakers: MaxSpeakers = None,
    effort: Effort = None,
    threads: Threads = None,
    low_priority: LowPriority = None,
) -> None:
    """Record a meeting into the library and print its turns as they end; Ctrl-C stops."""
    from meetapp.cli.record import Recording, record_meeting
    from meetapp.export import Options
    from meetapp.recorder.devices import COMPUTER_SOUND

    options = Options(
        timestamps=timestamps,
        speakers=speakers,
        merge_s=merge_turns,
        max_line_width=max_line_width,
        max_line_count=max_line_count,
        highlight_words=highlight_words,
        wording=wording_of(verbatim, fillers),
    )
    if system_sound and second_input:
        raise typer.BadParameter("--system-sound and --second-input both name the second input: give one of them.")
    second = COMPUTER_SOUND if system_sound else second_input
    hearing = hearing_of(
        num_speakers=num_speakers,
        min_speakers=min_speakers,
        max_speakers=max_speakers,
        effort=effort,
        threads=threads,
        low_priority=low_priority,
    )
    wanted = Recording(
        input=input,
        second_input=second,
        duration_s=duration,
        title=title,
        format=format,
        output=output,
        model=model,
        template=template,
        options=options,
        vocabulary=vocabulary,
        after=after,
        hearing=hearing,
    )
    raise typer.Exit(record_meeting(wanted))
