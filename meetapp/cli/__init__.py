"""Command line: one command a function; what a command needs is imported inside it, so that `--help` is instant."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from meetapp import __version__
from meetapp.errors import MeetappError

FormatName = Literal["txt", "json", "seglst", "srt"]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write files into this folder instead of printing.")
]
Format = Annotated[FormatName, typer.Option("--format", "-f", help="Form of the transcript.")]
Model = Annotated[
    Path | None, typer.Option("--model", metavar="DIR", help="Model folder to use instead of the shipped one.")
]

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


@app.command()
def transcribe(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", readable=False, help="Audio or video files.")],
    format: Format = "txt",
    output: Output = None,
    model: Model = None,
) -> None:
    """Print or write who said what in recordings; the library is left alone."""
    from meetapp.cli.transcribe import Request, transcribe_files

    raise typer.Exit(transcribe_files(Request(tuple(files), format, output, model)))


@app.command()
def record(
    input: Annotated[
        str, typer.Option("--input", "-i", metavar="NAME", help="Input, as `meetapp devices` names it.")
    ] = "",
    duration: Annotated[float | None, typer.Option(metavar="S", min=0.1, help="Stop after this many seconds.")] = None,
    title: Annotated[str, typer.Option(metavar="T", help="Title of the meeting.")] = "",
    output: Output = None,
    format: Format = "txt",
    model: Model = None,
) -> None:
    """Record a meeting into the library and print its turns as they end; Ctrl-C stops."""
    from meetapp.cli.record import Recording, record_meeting

    raise typer.Exit(record_meeting(Recording(input, duration, title, format, output, model)))


@app.command()
def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the inputs that can be recorded."""
    from meetapp.cli.devices import list_devices

    list_devices(as_json=as_json)
