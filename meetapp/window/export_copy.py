"""Turns on the clipboard as rich text: with names and times set for word processors and mail, plain for the rest."""

from dataclasses import replace
from html import escape

from PySide6.QtCore import QMimeData

from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.as_html import paragraphs


def rich(transcript: Transcript, options: Options, *, titled: bool) -> QMimeData:
    """What goes to the clipboard; `titled` puts the title of the meeting above."""
    prepared = FORMATS["html"].prepared(transcript, options)
    bare = replace(options, wording="verbatim", merge_s=0.0)  # it is prepared already
    heading = f"<h2>{escape(transcript.title)}</h2>\n" if titled else ""
    content = QMimeData()
    content.setHtml(f'<meta charset="utf-8">{heading}{_bold(paragraphs(prepared, options))}')
    text = FORMATS["txt"].render(prepared, bare).decode()
    content.setText(f"{transcript.title}\n\n{text}" if titled else text)
    return content


def _bold(html: str) -> str:
    """Names set in bold without a style sheet, which a paste leaves behind."""
    return html.replace('<bdi class="speaker">', "<b>").replace("</bdi>", "</b>")
