"""Markdown: a heading, then one paragraph a turn, all of it escaped so that words stay words."""

import re

from meetapp.export.blocks import Block, blocks
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript

_MARKUP = re.compile(r"[\\`*_\[\]<>&#|~$]")
# What only means something at the start of a paragraph: lists, numbered lists, headings underlined.
_OPENING = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))")


def render(transcript: Transcript, options: Options) -> str:
    """CommonMark, `**Speaker 1** [00:01.0-00:02.5] words`."""
    paragraphs = [f"# {_escape(transcript.title)}", *(_paragraph(block) for block in blocks(transcript, options))]
    return "\n\n".join(paragraphs) + "\n"


def _paragraph(block: Block) -> str:
    speaker = f"**{_escape(block.speaker)}**" if block.speaker else ""
    clock = rf"\[{block.clock}\]" if block.clock else ""
    text = _escape(block.text)
    if not speaker and not clock:
        text = _OPENING.sub(r"\1\\", text)
    return " ".join(part for part in (speaker, clock, text) if part)


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)
