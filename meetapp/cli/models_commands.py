"""Commands on model packages: their arguments; what each does is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from meetapp.cli.options import Json

Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name, as `meetapp models list` has it.")]

models = typer.Typer(no_args_is_help=True, help="List, check, install, remove and choose model packages.")


@models.command("list")
def list_(as_json: Json = False) -> None:
    """List the packages of this machine; a star marks the one in use."""
    from meetapp.cli.models import show_models

    show_models(as_json=as_json)


@models.command()
def info(name: Name = "shipped", as_json: Json = False) -> None:
    """Show the version, sizes, licence and error rates of a package."""
    from meetapp.cli.models import show_model

    raise typer.Exit(show_model(name, as_json=as_json))


@models.command()
def install(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", readable=False, help="Folder of a model package.")],
    as_json: Json = False,
) -> None:
    """Copy a package into your folder, once all of it was found to be whole."""
    from meetapp.cli.models import install_model

    install_model(folder, as_json=as_json)


@models.command()
def verify(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which package; every one when left out.")] = None,
    as_json: Json = False,
) -> None:
    """Check that packages are as they were sealed."""
    from meetapp.cli.models import verify_models

    raise typer.Exit(verify_models(name, as_json=as_json))


@models.command()
def remove(name: Name, as_json: Json = False) -> None:
    """Delete an installed package that is not in use."""
    from meetapp.cli.models import remove_model

    remove_model(name, as_json=as_json)


@models.command()
def use(name: Name, as_json: Json = False) -> None:
    """Hear new meetings with this package."""
    from meetapp.cli.models import use_model

    use_model(name, as_json=as_json)
