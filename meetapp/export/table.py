"""CSV and TSV: one row a turn, with no cell that a spreadsheet would run as a formula."""

import csv
import io

from meetapp.export.arrange import span_ms
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line

# What spreadsheets take for the start of a formula, in its wide forms too; a tab or line end cannot occur in a cell.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def csv_table(transcript: Transcript, options: Options) -> str:
    """Seconds, for people: begins with the mark by which spreadsheets know UTF-8, and ends lines as they do."""
    return "\ufeff" + _table(transcript, options, csv.excel)


def tsv_table(transcript: Transcript, options: Options) -> str:
    """Whole milliseconds in the columns that whisper has, with the speaker between."""
    return _table(transcript, options, _Tabs)


class _Tabs(csv.excel_tab):
    lineterminator = "\n"


def _table(transcript: Transcript, options: Options, dialect: type[csv.Dialect]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, dialect)
    times = options.timestamps
    speakers = options.speakers != "none"
    writer.writerow(["start", "end"] * times + ["speaker"] * speakers + ["text"])
    for turn in transcript.turns:
        start_ms, end_ms = span_ms(turn)
        span = [start_ms, end_ms] if dialect is _Tabs else [f"{start_ms / 1000:.3f}", f"{end_ms / 1000:.3f}"]
        row = [*span] * times + [_cell(transcript.speaker(turn))] * speakers + [_cell(turn.text)]
        writer.writerow(row)
    return text.getvalue()


def _cell(text: str) -> str:
    """`text`, with the apostrophe that tells spreadsheets to show it as it is where they would compute it."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
