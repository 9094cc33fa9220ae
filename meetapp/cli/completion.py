"""`meetapp completion SHELL`: the script that lets a shell complete commands, options and their values at Tab.

The script asks meetapp itself, through a variable of the environment, so it never grows old.
"""

import os
from typing import Annotated, Literal

import typer

VARIABLE = "_MEETAPP_COMPLETE"
Shell = Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="bash|zsh|fish", help="Your shell.")]


def add_completion(app: typer.Typer) -> None:
    """Gives `app` the command, and the ears for what a shell asks."""
    if VARIABLE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]  # typer has it, and hides it

        completion_init()
    app.command()(completion)


def completion(shell: Shell) -> None:
    """Print the script that completes commands and options at Tab.

    \b
    bash:  meetapp completion bash > ~/.local/share/bash-completion/completions/meetapp
    zsh:   meetapp completion zsh > ~/.zfunc/_meetapp     (and fpath+=~/.zfunc before compinit)
    fish:  meetapp completion fish > ~/.config/fish/completions/meetapp.fish
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    print(get_completion_script(prog_name="meetapp", complete_var=VARIABLE, shell=shell))
