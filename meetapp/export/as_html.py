"""HTML: one page that needs no other file, follows light and dark, and lets each sentence run its own way."""

from html import escape

from meetapp.export.blocks import Block, blocks
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, is_right_to_left

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
.date, time { color: GrayText; }
time { font-size: .8125rem; font-variant-numeric: tabular-nums; margin-inline-end: .5em; }
.turn { margin: .75rem 0; }
.speaker { font-weight: 600; margin-inline-end: .5em; }
"""


def render(transcript: Transcript, options: Options) -> str:
    """A page with a paragraph a turn."""
    return page(transcript, options, _STYLE)


def page(transcript: Transcript, options: Options, style: str) -> str:
    """The transcript as a page that looks as `style` says."""
    title = escape(transcript.title)
    date = f'<p class="date">{escape(transcript.date)}</p>\n' if transcript.date else ""
    body = paragraphs(transcript, options)
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{style}</style>\n</head>\n'
        f'<body>\n<h1 dir="auto">{title}</h1>\n{date}{body}\n</body>\n</html>\n'
    )


def paragraphs(transcript: Transcript, options: Options) -> str:
    """A paragraph a turn, to be put into a page."""
    return "\n".join(_paragraph(block) for block in blocks(transcript, options))


def _paragraph(block: Block) -> str:
    speaker = f'<bdi class="speaker">{escape(block.speaker)}</bdi> ' if block.speaker else ""
    clock = f'<time datetime="PT{block.start_s:.3f}S">{block.clock}</time> ' if block.clock else ""
    way = ' dir="rtl"' if is_right_to_left(block.text) else ""  # said, because Qt and old readers do not guess
    return f'<p class="turn"{way}>{speaker}{clock}<span class="words" dir="auto">{escape(block.text)}</span></p>'
