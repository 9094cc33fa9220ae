"""Diarization error as seconds that add up over recordings; overlap is scored."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyannote.core import Annotation, Timeline
from pyannote.core import Segment as Span
from pyannote.metrics.diarization import DiarizationErrorRate

from sts_model.evaluation.segments import Segment


@dataclass(frozen=True)
class SpeakerErrors:
    """Seconds of speaker time missed, falsely claimed and given to another speaker, of `speech_s` in the reference."""

    missed_s: float = 0.0
    false_alarm_s: float = 0.0
    confusion_s: float = 0.0
    speech_s: float = 0.0

    def __add__(self, other: "SpeakerErrors") -> "SpeakerErrors":
        return SpeakerErrors(
            self.missed_s + other.missed_s,
            self.false_alarm_s + other.false_alarm_s,
            self.confusion_s + other.confusion_s,
            self.speech_s + other.speech_s,
        )

    @property
    def errors(self) -> float:
        return self.missed_s + self.false_alarm_s + self.confusion_s

    @property
    def rate(self) -> float | None:
        """Wrong speaker time a second of reference speaker time; None without speech."""
        return self.errors / self.speech_s if self.speech_s else None


def der(
    reference: Sequence[Segment], hypothesis: Sequence[Segment], duration_s: float, collar_s: float
) -> SpeakerErrors:
    """Errors of who speaks when in a recording of `duration_s`, speakers matched best.

    Args:
        collar_s: seconds on each side of a reference boundary that are not scored.
    """
    # pyannote's collar is the width of the whole window around a boundary.
    metric = DiarizationErrorRate(collar=2 * collar_s, skip_overlap=False)
    parts = metric(
        _annotation(reference), _annotation(hypothesis), uem=Timeline([Span(0.0, duration_s)]), detailed=True
    )
    return SpeakerErrors(parts["missed detection"], parts["false alarm"], parts["confusion"], parts["total"])


def _annotation(segments: Sequence[Segment]) -> Annotation:
    annotation = Annotation()
    for i, segment in enumerate(segments):
        if segment.end_time > segment.start_time:
            annotation[Span(segment.start_time, segment.end_time), i] = segment.speaker
    return annotation
