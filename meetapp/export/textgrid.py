"""TextGrid: Praat's annotation, an interval tier a speaker over the whole length, silence as empty intervals."""

from meetapp.export.arrange import Span, Tier, tiers
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript


def render(transcript: Transcript, _options: Options) -> str:
    """The long text form; times in seconds."""
    made = tiers(transcript) or [Tier("Speaker 1", "Speaker 1", ())]  # Praat does not open a grid without tiers
    end_ms = max((span.end_ms for tier in made for span in tier.spans), default=1000)
    head = (
        f'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = {_s(end_ms)}\n'
        f"tiers? <exists>\nsize = {len(made)}\nitem []:\n"
    )
    return head + "".join(_tier(number, tier, end_ms) for number, tier in enumerate(made, start=1))


def _tier(number: int, tier: Tier, end_ms: int) -> str:
    spans = _without_gaps(tier.spans, end_ms)
    head = (
        f'    item [{number}]:\n        class = "IntervalTier"\n        name = {_quoted(tier.name)}\n'
        f"        xmin = 0\n        xmax = {_s(end_ms)}\n        intervals: size = {len(spans)}\n"
    )
    return head + "".join(
        f"        intervals [{place}]:\n            xmin = {_s(span.start_ms)}\n            xmax = {_s(span.end_ms)}\n"
        f"            text = {_quoted(span.text)}\n"
        for place, span in enumerate(spans, start=1)
    )


def _without_gaps(spans: tuple[Span, ...], end_ms: int) -> list[Span]:
    made: list[Span] = []
    at_ms = 0
    for span in spans:
        if span.start_ms > at_ms:
            made.append(Span(at_ms, span.start_ms, ""))
        made.append(span)
        at_ms = span.end_ms
    if at_ms < end_ms:
        made.append(Span(at_ms, end_ms, ""))
    return made


def _s(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
