"""Makes the demo meeting: four synthetic voices plan a move, and sometimes speak at once.

    python assets/demo/make_demo.py            writes meeting.flac and meeting.seglst.json beside this file

Needs the Debian packages flite, festival and festvox-kallpc16k. The same versions give the same bytes of speech.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile

from sts_model.data.tts import VOICES, Wave, speak, trim
from sts_model.units import SAMPLE_RATE, samples, seconds

HERE = Path(__file__).resolve().parent
SESSION = "meeting"
LEAD_S, TAIL_S = 0.6, 0.8
NOISE_DB = -66.0


@dataclass(frozen=True)
class Seat:
    """Where a speaker sits: the voice and its pace, how loud it arrives, and the room around it."""

    voice: str
    pace: float
    level_db: float
    reverb_s: float
    reverb_db: float


@dataclass(frozen=True)
class Line:
    """What is said, and when: `gap_s` after the turn before (below 0 it overlaps it), or `inside_s` into it."""

    speaker: str
    text: str
    gap_s: float = 0.0
    inside_s: float | None = None


@dataclass(frozen=True)
class Spoken:
    """A line with its place in the meeting."""

    line: Line
    start_samples: int
    wave: Wave

    @property
    def end_samples(self) -> int:
        return self.start_samples + len(self.wave)


SEATS = {
    "anna": Seat("slt", pace=1.0, level_db=-24.0, reverb_s=0.18, reverb_db=-14.0),
    "ross": Seat("rms", pace=1.0, level_db=-26.0, reverb_s=0.28, reverb_db=-12.0),
    "ewan": Seat("awb", pace=1.12, level_db=-22.0, reverb_s=0.22, reverb_db=-16.0),
    "paul": Seat("kal-festival", pace=1.15, level_db=-28.0, reverb_s=0.35, reverb_db=-11.0),
}

SCRIPT = (
    Line("anna", "Good morning everyone. Today we have to choose a day for the move to the new office."),
    Line("ross", "I think Friday is the best day, because most people work from home.", gap_s=0.4),
    Line("ewan", "Friday is hard for me. The new desks will not be here before Monday.", gap_s=-1.1),
    Line("anna", "Right.", inside_s=1.9),
    Line("paul", "Can we ask them to bring the desks a little earlier? I can call them after lunch.", gap_s=0.35),
    Line("ross", "Good idea.", inside_s=3.4),
    Line("anna", "Yes, please call them today. And what about the phones?", gap_s=-0.7),
    Line("ross", "The phones are ready, but the people who check the lines need two more days.", gap_s=0.5),
    Line("ewan", "Two days is too long. Our customers call us every hour.", gap_s=-2.1),
    Line("anna", "How many calls do we get in one day?", gap_s=0.3),
    Line("ewan", "About three hundred, and most of them come in the morning.", gap_s=0.25),
    Line("ross", "Okay.", inside_s=1.4),
    Line("paul", "Then we could move in the evening, and leave two phones here until the end of the week.", gap_s=-0.9),
    Line("anna", "I like that. What will it cost us?", gap_s=0.4),
    Line("ross", "We still have five thousand in the plan, so the money is not a problem.", gap_s=0.3),
    Line("paul", "It should be less than that. I will send you the numbers tomorrow.", gap_s=-1.4),
    Line("ewan", "And who is going to tell the customers?", gap_s=0.45),
    Line("anna", "I can write a short letter and send it out this week.", gap_s=-0.5),
    Line("ewan", "Great, thank you.", gap_s=0.25),
    Line("anna", "So, we move on Monday evening, and we keep two phones here. Does everyone agree?", gap_s=0.6),
    Line("ross", "Yes, I agree.", gap_s=0.3),
    Line("paul", "Yes, that is fine with me.", gap_s=-0.55),
    Line("anna", "Good. Then we meet again on Thursday. Thank you all.", gap_s=0.4),
)


def place(script: tuple[Line, ...]) -> list[Spoken]:
    """Every line spoken and put on the clock; what is said inside a turn does not move the floor."""
    spoken: list[Spoken] = []
    floor: Spoken | None = None
    for line in script:
        seat = SEATS[line.speaker]
        wave_S = trim(speak(line.text, replace(VOICES[seat.voice], pace=seat.pace)))
        if floor is None:
            start = samples(LEAD_S)
        elif line.inside_s is not None:
            start = floor.start_samples + samples(line.inside_s)
        else:
            start = floor.end_samples + samples(line.gap_s)
        spoken.append(Spoken(line, start, wave_S))
        if line.inside_s is None:
            floor = spoken[-1]
    return spoken


def room(seat: Seat, rng: np.random.Generator) -> Wave:
    """An impulse response: the direct sound, then noise that falls by 60 dB in `reverb_s`, at `reverb_db` in all."""
    length = samples(seat.reverb_s)
    tail_S = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail_S[: samples(0.003)] = 0.0
    tail_S *= np.sqrt(10 ** (seat.reverb_db / 10) / np.square(tail_S).sum())
    tail_S[0] = 1.0
    return tail_S.astype(np.float32)


def mix(spoken: list[Spoken]) -> Wave:
    """All lines at their levels in their rooms, over a low noise that falls with frequency."""
    rng = np.random.default_rng(20)
    rooms = {name: room(seat, rng) for name, seat in SEATS.items()}
    length = max(one.end_samples for one in spoken) + samples(TAIL_S)
    mixed_S = _brown_noise(length, rng)
    for one in spoken:
        level = 10 ** (SEATS[one.line.speaker].level_db / 20)
        dry_S = one.wave * (level / np.sqrt(np.square(one.wave).mean()))
        wet_S = np.convolve(dry_S, rooms[one.line.speaker])[: length - one.start_samples]
        mixed_S[one.start_samples : one.start_samples + len(wet_S)] += wet_S
    return mixed_S.astype(np.float32)


def _brown_noise(length: int, rng: np.random.Generator) -> Wave:
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum /= np.maximum(np.arange(len(spectrum)) / length * SAMPLE_RATE, 60.0) ** 0.5
    noise_S = np.fft.irfft(spectrum, n=length)
    return (noise_S * (10 ** (NOISE_DB / 20) / np.sqrt(np.square(noise_S).mean()))).astype(np.float32)


def reference(spoken: list[Spoken]) -> list[dict[str, str | float]]:
    """The turns as SegLST: words in lower case without marks, times where the voice is really heard."""
    ordered = sorted(spoken, key=lambda one: one.start_samples)
    return [
        {
            "session_id": SESSION,
            "speaker": one.line.speaker,
            "start_time": round(seconds(one.start_samples), 3),
            "end_time": round(seconds(one.end_samples), 3),
            "words": "".join(c for c in one.line.text.lower() if c.isalpha() or c in " '"),
        }
        for one in ordered
    ]


def main() -> None:
    spoken = place(SCRIPT)
    soundfile.write(HERE / "meeting.flac", mix(spoken), SAMPLE_RATE, subtype="PCM_16")
    lines = ",\n".join(json.dumps(turn) for turn in reference(spoken))
    (HERE / "meeting.seglst.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
