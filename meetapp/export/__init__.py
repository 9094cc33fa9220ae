"""Export: turns in, the content of a file out; one module a format, and the one table of formats."""

from meetapp.export import (
    as_docx,
    as_html,
    as_json,
    as_pdf,
    ctm,
    eaf,
    md,
    rttm,
    seglst,
    srt,
    stm,
    table,
    textgrid,
    txt,
    vtt,
)
from meetapp.export.format import CUES, PAGE, RECORDS, Format
from meetapp.export.options import AS_IT_IS, Options, Speakers
from meetapp.export.transcript import Transcript

_NO_WORDS = "Times and confidence of single words are left out."

FORMATS = {
    each.name: each
    for each in (
        Format("txt", "Text", ".txt", txt.render, PAGE, _NO_WORDS),
        Format("md", "Markdown", ".md", md.render, PAGE, _NO_WORDS),
        Format("html", "Web page (HTML)", ".html", as_html.render, PAGE, _NO_WORDS),
        Format("docx", "Word (DOCX)", ".docx", as_docx.render, PAGE, _NO_WORDS, binary=True),
        Format("srt", "Subtitles (SRT)", ".srt", srt.render, CUES, _NO_WORDS),
        Format("vtt", "Subtitles (WebVTT)", ".vtt", vtt.render, CUES, _NO_WORDS),
        Format("csv", "Table (CSV)", ".csv", table.csv_table, PAGE, _NO_WORDS),
        Format("tsv", "Table (TSV)", ".tsv", table.tsv_table, PAGE, _NO_WORDS),
        Format("json", "JSON", ".json", as_json.render, RECORDS),
        Format("seglst", "SegLST", ".seglst.json", seglst.render, RECORDS, _NO_WORDS),
        Format("stm", "STM", ".stm", stm.render, RECORDS, _NO_WORDS),
        Format("ctm", "CTM", ".ctm", ctm.render, RECORDS, "Names of speakers and limits of turns are left out."),
        Format("rttm", "RTTM", ".rttm", rttm.render, RECORDS, "All words are left out."),
        Format("textgrid", "Praat (TextGrid)", ".TextGrid", textgrid.render, RECORDS, _NO_WORDS),
        Format("eaf", "ELAN (EAF)", ".eaf", eaf.render, RECORDS, _NO_WORDS),
        Format("pdf", "PDF", ".pdf", as_pdf.render, PAGE, _NO_WORDS, binary=True, check=as_pdf.check),
    )
}

__all__ = ["AS_IT_IS", "FORMATS", "Format", "Options", "Speakers", "Transcript"]
