"""Commands on the library of meetings: their arguments; what each does is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from meetapp.cli.options import (
    Effort,
    ExportFormat,
    Fillers,
    Highlight,
    Json,
    LineCount,
    LineWidth,
    LowPriority,
    MaxSpeakers,
    Meeting,
    Meetings,
    Merge,
    MinSpeakers,
    Model,
    NumSpeakers,
    Output,
    Speakers,
    Template,
    Threads,
    Timestamps,
    Tracks,
    Verbatim,
    Vocabulary,
    hearing_of,
    wording_of,
)


def add_library_commands(app: typer.Typer) -> None:
    """Adds them to `app`, in the order in which its help shows them."""
    for name, command in (
        ("list", list_),
        ("show", show),
        ("search", search),
        ("export", export),
        ("import", import_),
        ("rename", rename),
        ("tag", tag),
        ("undo", undo),
        ("redo", redo),
        ("delete", delete),
    ):
        app.command(name)(command)


def list_(
    tag: Annotated[list[str], typer.Option(metavar="TAG", help="Only meetings with this tag.")] = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """List the meetings of the library, newest first."""
    from meetapp.cli.library_lists import list_library

    list_library(tags=tag, as_json=as_json)


def show(meeting: Meeting, as_json: Json = False) -> None:
    """Show who said what in a meeting, with its notes and bookmarks."""
    from meetapp.cli.library_lists import show_meeting

    show_meeting(meeting, as_json=as_json)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="All of them; the last may be unfinished.")],
    meeting: Annotated[str, typer.Option(metavar="MEETING", help="Search this one only.")] = "",
    tag: Annotated[list[str], typer.Option(metavar="TAG", help="Search meetings with this tag.")] = [],  # noqa: B006
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Show so many hits at most.")] = 100,
    as_json: Json = False,
) -> None:
    """Search what was said in all meetings."""
    from meetapp.cli.library_lists import search_library

    search_library(" ".join(words), meeting=meeting, tags=tag, limit=limit, as_json=as_json)


def export(
    meetings: Meetings,
    format: ExportFormat = "txt",
    output: Output = None,
    template: Template = None,
    timestamps: Timestamps = True,
    speakers: Speakers = "names",
    merge_turns: Merge = None,
    max_line_width: LineWidth = 0,
    max_line_count: LineCount = 0,
    highlight_words: Highlight = False,
    verbatim: Verbatim = False,
    fillers: Fillers = True,
) -> None:
    """Print or write the transcripts of meetings as they are now, with every change that people made."""
    from meetapp.cli.library_export import Wanted, export_meetings
    from meetapp.export import Options

    options = Options(
        timestamps=timestamps,
        speakers=speakers,
        merge_s=merge_turns,
        max_line_width=max_line_width,
        max_line_count=max_line_count,
        highlight_words=highlight_words,
        wording=wording_of(verbatim, fillers),
    )
    if format == "meeting":
        from meetapp.cli.library_send import Sending, send_meetings

        send_meetings(Sending(meetings=tuple(meetings), output=output, template=template, options=options))
        return
    wanted = Wanted(meetings=tuple(meetings), format=format, output=output, template=template, options=options)
    export_meetings(wanted)


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", readable=False, help="Audio, video, transcripts or sent meetings."),
    ],
    title: Annotated[str, typer.Option(metavar="T", help="Title of the meeting; else the file's name.")] = "",
    tag: Annotated[list[str], typer.Option(metavar="TAG", help="Tag of the new meetings.")] = [],  # noqa: B006
    model: Model = None,
    vocabulary: Vocabulary = None,
    num_speakers: NumSpeakers = None,
    min_speakers: MinSpeakers = None,
    max_speakers: MaxSpeakers = None,
    effort: Effort = None,
    threads: Threads = None,
    low_priority: LowPriority = None,
    wait: Annotated[bool, typer.Option(help="Wait until the text is complete.")] = True,
    onto: Annotated[
        str,
        typer.Option(
            metavar="MEETING",
            help="Read an edited transcript (SegLST, SRT, WebVTT) back into this meeting instead.",
        ),
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Import what the library has already once more.")] = False,
    tracks: Tracks = False,
    as_json: Json = False,
) -> None:
    """Put recordings into the library, transcripts (SegLST, SRT, WebVTT), or meetings that were sent (.meetapp.zip)."""
    if onto:
        if title or tag or tracks or again:
            raise typer.BadParameter("--title, --tag, --tracks and --again are for new meetings: leave out --onto.")
        from meetapp.cli.library_changes import read_back

        read_back(onto, files, as_json=as_json)
    else:
        from meetapp.cli.library_import import Request, import_files

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
            title=title,
            tags=tuple(tag),
            model=model,
            wait=wait,
            as_json=as_json,
            vocabulary=vocabulary,
            hearing=hearing,
            again=again,
            as_tracks=tracks,
        )
        raise typer.Exit(import_files(request))


def rename(
    meeting: Meeting,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new name; a speaker's may be empty.")],
    speaker: Annotated[str, typer.Option(metavar="S", help="Name this speaker (number, or name so far).")] = "",
) -> None:
    """Give a meeting another title, or a speaker a name."""
    from meetapp.cli.library_changes import rename_meeting_or_speaker

    rename_meeting_or_speaker(meeting, name, speaker)


def tag(
    meeting: Meeting,
    tags: Annotated[list[str] | None, typer.Argument(metavar="TAG...", help="None: print those it has.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the tags away.")] = False,
    as_json: Json = False,
) -> None:
    """Tag a meeting, or print its tags."""
    from meetapp.cli.library_changes import tag_meeting

    tag_meeting(meeting, tags or [], remove=remove, as_json=as_json)


def undo(meeting: Meeting) -> None:
    """Undo the last change that a person made in a meeting."""
    from meetapp.cli.library_changes import undo_change

    undo_change(meeting)


def redo(meeting: Meeting) -> None:
    """Do again what was undone last."""
    from meetapp.cli.library_changes import redo_change

    redo_change(meeting)


def delete(
    meetings: Meetings,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete meetings for good: sound, text, and what the library knows of them."""
    from meetapp.cli.library_changes import delete_meetings

    delete_meetings(meetings, yes=yes)
