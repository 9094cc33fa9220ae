"""Command line: one command a function; what a command needs is imported inside it, so that `--help` is instant."""

import errno
import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from meetapp import __version__
from meetapp.cli.completion import add_completion
from meetapp.cli.encryption_commands import encryption
from meetapp.cli.hearing_commands import add_hearing_commands
from meetapp.cli.library_commands import add_library_commands
from meetapp.cli.models_commands import models
from meetapp.cli.options import Model
from meetapp.errors import InputError, MeetappError

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


def run(arguments: list[str]) -> int:
    """The exit code of the command that `arguments` name."""
    _print_what_it_can()
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="meetapp", standalone_mode=True)
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except OSError as err:
        if err.errno != errno.ENOSPC:
            raise
        print("The disk is full: what was printed is not complete.", file=sys.stderr)
        return InputError.exit_code
    return int(code or 0)


def _print_what_it_can() -> None:
    """A terminal, or a file on Windows, may lack letters that a name or a word has: they are printed as numbers."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


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


add_hearing_commands(app)


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

    wanted = Service(
        host=host,
        port=port,
        token_file=token_file,
        model=model,
        at_once=at_once,
        max_upload_mb=max_upload,
        requests_per_minute=max_rate,
    )
    raise typer.Exit(run_service(wanted))


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
