"""Command line: one command a function; what a command needs is imported inside it, so that `--help` is instant."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from meetapp import __version__
from meetapp.cli.completion import add_completion
from meetapp.cli.encryption_commands import encryption
from meetapp.cli.library_commands import add_library_commands
from meetapp.cli.models_commands import models
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
from meetapp.errors import MeetappError

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


def run(arguments: list[str]) -> int:
    """The exit code of the command that `arguments` name."""
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="meetapp", standalone_mode=True)
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return int(code or 0)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
) -> None:
    """Records or imports a meeting and shows who said what, wholly on this machine. Without a command: the window."""
    if version:
        print(f"meetapp {__version__}")
    elif context.invoked_subcommand is None:
        from meetapp.cli.window import show

        raise typer.Exit(show())


@app.command("open")
def open_window(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", readable=False, help="Recordings to import.")
    ] = None,
    record: Annotated[bool, typer.Option("--record", help="Start a recording at once.")] = False,
) -> None:
    """Open the window with recordings to import, or with a new one."""
    from meetapp.cli.window import show

    raise typer.Exit(show(files or [], record=record))


@app.command()
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

    wording = wording_of(verbatim, fillers)
    options = Options(timestamps, speakers, merge_turns, max_line_width, max_line_count, highlight_words, wording)
    part = Part(start, WHOLE.stop_s if stop is None else stop)
    hearing = hearing_of(num_speakers, min_speakers, max_speakers, effort, threads, low_priority)
    named = (format, output, model, template, options, vocabulary, part, after, hearing, skip_existing, tracks)
    request = Request(tuple(files), *named)
    raise typer.Exit(transcribe_files(request))


@app.command()
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

    wording = wording_of(verbatim, fillers)
    options = Options(timestamps, speakers, merge_turns, max_line_width, max_line_count, highlight_words, wording)
    if system_sound and second_input:
        raise typer.BadParameter("--system-sound and --second-input both name the second input: give one of them.")
    second = COMPUTER_SOUND if system_sound else second_input
    hearing = hearing_of(num_speakers, min_speakers, max_speakers, effort, threads, low_priority)
    named = (format, output, model, template, options, vocabulary, after, hearing, second)
    wanted = Recording(input, duration, title, *named)
    raise typer.Exit(record_meeting(wanted))


@app.command()
def recover(
    model: Model = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Repair meetings that were cut short, by a crash or a loss of power, and complete their text."""
    from meetapp.cli.recover import recover_all

    raise typer.Exit(recover_all(as_json=as_json, model=model))


@app.command()
def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the inputs that can be recorded."""
    from meetapp.cli.devices import list_devices

    list_devices(as_json=as_json)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Port; 0: any that is free.")] = 8123,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="127.0.0.1, localhost or ::1; others are refused.")
    ] = "127.0.0.1",
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the token is, or is put; without it, in the user's folder."),
    ] = None,
    model: Model = None,
    at_once: Annotated[int, typer.Option(min=1, metavar="N", help="Recordings that are heard at the same time.")] = 2,
    max_upload: Annotated[int, typer.Option(min=1, metavar="MB", help="The largest file that is taken.")] = 1024,
    max_rate: Annotated[int, typer.Option(min=1, metavar="N", help="Requests that are taken in a minute.")] = 120,
) -> None:
    """Transcribe for other programs on this machine, until Ctrl-C.

    The service speaks as OpenAI's does: programs that let you choose the address of the service and a key can use it.
    The address and the file with the key, here called the token, are printed when it starts. Nothing leaves this
    machine, and nothing of a recording is kept.

    \b
    POST /v1/audio/transcriptions  a recording to text; fields as OpenAI has them: file, model,
                                   language (English only), stream, include[]=logprobs,
                                   timestamp_granularities[]=word|segment, response_format=
                                   json|text|srt|vtt|verbose_json|diarized_json (who said what)
    GET  /v1/live                  WebSocket: sound as it is recorded, turns as they are said
    GET  /v1/models, GET /health   what there is, and whether it runs

    \b
    Example, with the printed port and token file:
      curl http://127.0.0.1:8123/v1/audio/transcriptions \\
        -H "Authorization: Bearer $(cat TOKEN_FILE)" \\
        -F file=@meeting.flac -F response_format=diarized_json
    """
    from meetapp.cli.serve import Service, run_service

    raise typer.Exit(run_service(Service(host, port, token_file, model, at_once, max_upload, max_rate)))


@app.command()
def check(
    repair: Annotated[bool, typer.Option("--repair", help="Make whole what is not, from backups and folders.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Say whether the library and the folders of its meetings are whole."""
    from meetapp.cli.check import check_library

    raise typer.Exit(check_library(repair=repair, as_json=as_json))


add_library_commands(app)
app.add_typer(models, name="models")
app.add_typer(encryption, name="encryption")
add_completion(app)
