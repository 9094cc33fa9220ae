"""PDF: the page of the transcript, set by Qt in a process of its own, so that any script finds its fonts."""

import os
import subprocess

from meetapp import children
from meetapp.errors import SystemPartError
from meetapp.export.as_html import page
from meetapp.export.options import AS_IT_IS, Options
from meetapp.export.transcript import Transcript

_LIMIT_S = 300
_STYLE = """
h1 { font-size: 17pt; font-weight: 600; }
h1, .date { margin-bottom: 10px; }
.date, time { color: #666666; }
.turn { margin-top: 5px; margin-bottom: 5px; }
.speaker { font-weight: 600; }
"""


def render(transcript: Transcript, options: Options) -> bytes:
    """The file, its pages numbered, on the paper of the user's country.

    Raises:
        SystemPartError: Qt cannot run here.
    """
    html = paper(transcript, options)
    command = children.command("meetapp.export.pdf_printer")
    # The screen is of no concern here, and there may be none.
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            command, input=html.encode(), capture_output=True, timeout=_LIMIT_S, env=environment, check=False
        )
    except subprocess.TimeoutExpired as err:
        raise SystemPartError(f"Qt did not make the PDF within {_LIMIT_S} seconds; choose html or docx.") from err
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise SystemPartError(
            "A PDF cannot be made because Qt does not start on this machine; choose html or docx, or install Qt's"
            " system libraries."
        )
    return done.stdout


def paper(transcript: Transcript, options: Options) -> str:
    """The transcript as HTML that Qt sets well on paper."""
    return page(transcript, options, _STYLE)


def check() -> None:
    """Makes a PDF of nothing, so that a refusal comes before hours of work.

    Raises:
        SystemPartError: Qt cannot run here.
    """
    render(Transcript("", ()), AS_IT_IS)
