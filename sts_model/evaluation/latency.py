"""When things are said to have happened, against when they did: start and end of turns, first and last words.

SP: `<sot>` - true start of the turn. FS: first phone put out - true start of the first word. LS: last phone put out -
true end of the last word. EP: `<eot>` - true end of the turn. A token comes at the end of its encoder frame; the
algorithmic lookahead is on top. GIVEN is the audio heard when the turn was final, which has the lookahead in it, and
the chunks in which the recording was fed. Early is negative.
Source: papers.md section 1.8.
"""

from collections.abc import Sequence

from sts_model.evaluation.matching import Match, match_turns
from sts_model.evaluation.segments import Segment, timed_words
from sts_model.units import ENCODER_FRAME_SAMPLES, seconds

FRAME_S = seconds(ENCODER_FRAME_SAMPLES)
LATENCIES = ("SP", "FS", "LS", "EP", "GIVEN")
KINDS = ("placed", "right", "exact")
"""Which turns count as recognised, from loose to strict."""
PLACED_S = 0.5


def latencies_ms(
    reference: Sequence[Segment], hypothesis: Sequence[Segment], match: Match, *, which: str = "placed"
) -> dict[str, list[float]]:
    """The latencies of each recognised turn of a recording, without the lookahead (GIVEN has it).

    A turn is heard as the one that shares most words with it. Its start is recognised when the first word there is, for
    `placed`, at most PLACED_S from its own first word, whatever it says; for `right`, its own first word. The same goes
    for its end and the last words. For `exact`, every word of the turn must be right.
    """
    found: dict[str, list[float]] = {name: [] for name in LATENCIES}
    for i, j in match_turns(match, reference, hypothesis).items():
        said, heard = reference[i], hypothesis[j]
        if heard.marks is None:
            continue
        spoken, words = timed_words(said), timed_words(heard)
        if which == "exact" and said.words != heard.words:
            continue
        placed = [abs(spoken[end].middle_s - words[end].middle_s) <= PLACED_S for end in (0, -1)]
        right = [match.heard.get((i, 0)) == (j, 0), match.heard.get((i, len(spoken) - 1)) == (j, len(words) - 1)]
        starts, ends = placed if which == "placed" else right
        if starts:
            found["FS"].append(_ms(words[0].start_s + FRAME_S, spoken[0].start_s))
            if heard.marks.sot_s is not None:
                found["SP"].append(_ms(heard.marks.sot_s, said.start_time))
        if ends:
            found["LS"].append(_ms(words[-1].end_s, spoken[-1].end_s))
            if heard.marks.eot_s is not None:
                found["EP"].append(_ms(heard.marks.eot_s, said.end_time))
            if heard.marks.given_s is not None:
                found["GIVEN"].append(_ms(heard.marks.given_s, said.end_time))
    return found


def _ms(emitted_s: float, true_s: float) -> float:
    return 1000 * (emitted_s - true_s)
