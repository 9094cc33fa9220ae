"""Text for qualitative analysis: a paragraph a turn, `#00:00:01-3# Anna: words`.

The mark is that of f4transkript (hours, minutes, seconds and tenths), which MAXQDA, ATLAS.ti and QualCoder look for; a
name, a colon and an empty line between paragraphs let MAXQDA code what each speaker says by itself.
"""

from meetapp.export.blocks import Block, blocks
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript


def render(transcript: Transcript, options: Options) -> str:
    """The transcript, its paragraphs apart; empty when there are none."""
    return "\n".join(_paragraph(block, options) + "\n" for block in blocks(transcript, options))


def _paragraph(block: Block, options: Options) -> str:
    mark = _mark(block.start_s) + " " if options.timestamps else ""
    # A colon would end the name too early.
    return mark + (block.speaker.replace(":", " ") + ": " if block.speaker else "") + block.text


def _mark(at_s: float) -> str:
    minutes, tenths = divmod(round(at_s * 10), 600)
    return f"#{minutes // 60:02d}:{minutes % 60:02d}:{tenths // 10:02d}-{tenths % 10}#"
