"""Word: a document with a heading and a paragraph a turn, as programs for qualitative research open it."""

import io
from typing import TYPE_CHECKING

from meetapp.export.blocks import Block, blocks
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, is_right_to_left

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.text.paragraph import Paragraph

# What may follow the mark of direction among the properties of a paragraph: the schema wants them in order.
_AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl"),
    *("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)


def render(transcript: Transcript, options: Options) -> bytes:
    """The document; right-to-left text has its paragraph's direction set."""
    from docx import Document  # not needed to know the formats, and slow to load

    paper = Document()
    paper.core_properties.title = transcript.title[:255]
    paper.core_properties.author = "meetapp"
    paper.core_properties.comments = ""
    _directed(paper.add_heading(transcript.title, level=1), transcript.title)
    if transcript.date:
        paper.add_paragraph(transcript.date)
    for block in blocks(transcript, options):
        _add(paper, block)
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


def _add(paper: "Paper", block: Block) -> None:
    paragraph = paper.add_paragraph()
    if block.speaker:
        paragraph.add_run(block.speaker).bold = True
        paragraph.add_run(" ")
    if block.clock:
        paragraph.add_run(f"[{block.clock}] ")
    paragraph.add_run(block.text)
    _directed(paragraph, block.text)


def _directed(paragraph: "Paragraph", text: str) -> None:
    """Turns the paragraph round when `text` runs from right to left."""
    from docx.oxml import OxmlElement

    for run in paragraph.runs:
        if is_right_to_left(run.text):
            run.font.rtl = True
    if is_right_to_left(text):
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
