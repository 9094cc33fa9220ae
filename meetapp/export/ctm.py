"""CTM: one line a word; the column of channels holds the number of the speaker, so that overlap survives."""

from meetapp.export.arrange import line_field
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Word
from sts_model.units import seconds


def render(transcript: Transcript, _options: Options) -> str:
    """`file channel start duration word confidence`, in order of channel, then start; times in seconds."""
    file = line_field(transcript.title)
    words = [(turn.speaker, word) for turn in transcript.turns for word in turn.words]
    words.sort(key=lambda spoken: (spoken[0], spoken[1].start_samples))
    return "".join(f"{file} {speaker} {_word(word)}\n" for speaker, word in words if one_line(word.text))


def _word(word: Word) -> str:
    start_ms, end_ms = (round(seconds(at) * 1000) for at in (word.start_samples, word.end_samples))
    length_s = max(0, end_ms - start_ms) / 1000
    return f"{start_ms / 1000:.3f} {length_s:.3f} {line_field(word.text)} {word.confidence:.3f}"
