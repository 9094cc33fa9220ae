"""What the user chose for exports: between the settings that remember it and the options that a format takes; no Qt."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from meetapp.export import Format, Options, Transcript
from meetapp.export.as_pdf import paper
from meetapp.settings import Settings
from meetapp.window.catalog import Entry
from meetapp.window.times import safe_name
from sts_model.turns import Turn

SHORT_WIDTH, SHORT_COUNT = 42, 2
"""Letters of a line and lines of a subtitle, as broadcasters have them."""

PREVIEW_TURNS, PREVIEW_LETTERS = 25, 4000

PAGES = frozenset({"html", "docx", "pdf"})
"""Formats that people see as a page, whatever the file holds."""


def options_of(chosen: Settings) -> Options:
    """The options that these settings remember."""
    return Options(
        timestamps=chosen.export_timestamps,
        speakers=cast(Any, chosen.export_speakers),  # the settings have checked it
        merge_s=None if chosen.export_merge_s < 0 else float(chosen.export_merge_s),
        max_line_width=SHORT_WIDTH if chosen.export_short_subtitles else 0,
        max_line_count=SHORT_COUNT if chosen.export_short_subtitles else 0,
        highlight_words=chosen.export_highlight,
        wording=cast(Any, chosen.export_wording),
    )


def transcript_of(entry: Entry, turns: list[Turn], names: Mapping[int, str]) -> Transcript:
    """What there is to export of a meeting."""
    created = datetime.fromtimestamp(entry.created).astimezone().isoformat(timespec="seconds")
    return Transcript(entry.title, tuple(turns), dict(names), created)


def preview(form: Format, transcript: Transcript, options: Options) -> str:
    """How the file begins: a page in HTML for `PAGES`, the text of the file for others.

    Raises:
        InputError: a template does not work.
    """
    begin = replace(transcript, turns=transcript.turns[:PREVIEW_TURNS])
    if form.name in PAGES:
        return paper(form.prepared(begin, options), options)
    text = form.render(begin, options).decode("utf-8-sig")
    return text if len(text) <= PREVIEW_LETTERS else text[:PREVIEW_LETTERS].rpartition("\n")[0] + "\n…"


def offered_path(chosen: Settings, title: str, form: Format) -> Path:
    """Where a file is offered to be written."""
    return Path(chosen.export_folder or Path.home()) / (safe_name(title) + form.suffix)
