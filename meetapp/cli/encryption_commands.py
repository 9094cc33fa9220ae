"""Commands on the encryption of the library: their arguments; what each does is imported when it is called."""

import typer

from meetapp.cli.options import Json

encryption = typer.Typer(no_args_is_help=True, help="Encrypt what is kept, with a key from the system's keyring.")


@encryption.command()
def on() -> None:
    """Encrypt sound, text and library, the old ones too; shows the recovery key once."""
    from meetapp.cli.encryption import switch_on

    raise typer.Exit(switch_on())


@encryption.command()
def off() -> None:
    """Keep everything in the clear again, and forget the key."""
    from meetapp.cli.encryption import switch_off

    raise typer.Exit(switch_off())


@encryption.command()
def status(as_json: Json = False) -> None:
    """Say what is encrypted, and whether the key is there."""
    from meetapp.cli.encryption import show_status

    raise typer.Exit(show_status(as_json=as_json))


@encryption.command()
def unlock() -> None:
    """Read the recovery key from standard input and put the key into the keyring again."""
    from meetapp.cli.encryption import unlock_library

    raise typer.Exit(unlock_library())
