"""Line breaking by word widths: which words stand on which line; no Qt."""

from collections.abc import Sequence


def wrap(widths: Sequence[float], space: float, room: float) -> list[tuple[int, int]]:
    """Lines as (first word, one past the last word); a word wider than `room` has a line of its own.

    Args:
        widths: width of each word.
        space: width between two words.
        room: width of a line; same unit as the others.
    """
    lines = []
    first, used = 0, 0.0
    for place, width in enumerate(widths):
        grown = used + space + width if place > first else width
        if grown > room and place > first:
            lines.append((first, place))
            first, grown = place, width
        used = grown
    if len(widths) > first:
        lines.append((first, len(widths)))
    return lines


def characters_a_line(room: float, character_width: float) -> float:
    """About how many characters of text stand on a line."""
    # Lines end 4 characters before the edge on average, because words are not broken.
    return max(1.0, room / character_width - 4)
