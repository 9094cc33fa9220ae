"""Text to speech with the free engines of Debian: one sentence and one voice in, a 16 kHz waveform out.

The engines are the Debian packages flite, festival with festvox-kallpc16k, and espeak-ng. All of them
give the same samples for the same text and version, so whatever is made from them can be made again.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from sts_model.units import SAMPLE_RATE

Wave = NDArray[np.float32]
SPEAK_LIMIT_S = 60.0


class TtsError(Exception):
    """An engine is missing or refused; the message is a sentence for a person."""


@dataclass(frozen=True)
class Voice:
    """One voice of one engine; `pace` above 1 speaks slower."""

    name: str
    engine: str
    engine_voice: str
    licence: str
    pace: float = 1.0


_CMU = "CMU, free for any use with the copyright notice"
_GPL = "GPL-3.0-or-later engine; its output is not covered"
VOICES: dict[str, Voice] = {
    voice.name: voice
    for voice in (
        Voice("slt", "flite", "slt", _CMU),
        Voice("rms", "flite", "rms", _CMU),
        Voice("awb", "flite", "awb", _CMU),
        Voice("kal16", "flite", "kal16", _CMU),
        Voice("kal-festival", "festival", "kal_diphone", "University of Edinburgh and CMU, free for any use"),
        Voice("espeak-us", "espeak-ng", "en-us", _GPL),
        Voice("espeak-gb", "espeak-ng", "en-gb", _GPL),
        Voice("espeak-rp-female", "espeak-ng", "en-gb-x-rp+f4", _GPL),
        Voice("espeak-us-female", "espeak-ng", "en-us+f3", _GPL),
        Voice("espeak-scotland", "espeak-ng", "en-gb-scotland", _GPL),
    )
}


def installed() -> tuple[Voice, ...]:
    """The voices whose engines are there."""
    return tuple(voice for voice in VOICES.values() if shutil.which(_program(voice)))


def speak(text: str, voice: Voice) -> Wave:
    """`text` as `voice` says it: mono float32 at SAMPLE_RATE, the engine's own silences at the ends included.

    Raises:
        TtsError: the engine is not installed, refused the text, or gave no sound.
    """
    engine, program = _ENGINES[voice.engine], _program(voice)
    if shutil.which(program) is None:
        raise TtsError(f"Install {voice.engine} to speak with the voice {voice.name}: {program} is not there.")
    with tempfile.TemporaryDirectory() as folder:
        said, heard = Path(folder, "said.txt"), Path(folder, "heard.wav")
        said.write_text(text + "\n", encoding="utf-8")
        try:
            subprocess.run(
                engine(voice, str(said), str(heard)), check=True, capture_output=True, text=True, timeout=SPEAK_LIMIT_S
            )
            wave_S, rate = soundfile.read(heard, dtype="float32")
        except subprocess.CalledProcessError as err:
            raise TtsError(f"{voice.engine} refused {text!r}: {err.stderr.strip()}") from err
        except (subprocess.TimeoutExpired, soundfile.LibsndfileError) as err:
            raise TtsError(f"{voice.engine} gave no sound for {text!r}.") from err
    return _resample(wave_S, rate)


def trim(wave_S: Wave, below_peak_db: float = 35.0, window_samples: int = SAMPLE_RATE // 100) -> Wave:
    """`wave_S` without the silence at its ends.

    An end is silent while windows of 10 ms stay more than `below_peak_db` under the loudest one; windows, not
    samples, because engines click at the very start of a file.
    """
    num = len(wave_S) // window_samples
    if num == 0:
        return wave_S
    power = np.square(wave_S[: num * window_samples].reshape(num, window_samples)).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (-below_peak_db / 10))
    if len(loud) == 0:
        return wave_S[:0]
    return wave_S[loud[0] * window_samples : (loud[-1] + 1) * window_samples]


def _program(voice: Voice) -> str:
    return "text2wave" if voice.engine == "festival" else voice.engine


def _flite(voice: Voice, said: str, heard: str) -> list[str]:
    return ["flite", "-voice", voice.engine_voice, "--setf", f"duration_stretch={voice.pace}", "-f", said, "-o", heard]


def _festival(voice: Voice, said: str, heard: str) -> list[str]:
    setup = f"(begin (voice_{voice.engine_voice}) (Parameter.set 'Duration_Stretch {voice.pace}))"
    return ["text2wave", "-eval", setup, "-o", heard, said]


def _espeak(voice: Voice, said: str, heard: str) -> list[str]:
    words_a_minute = str(round(165 / voice.pace))
    return ["espeak-ng", "-v", voice.engine_voice, "-s", words_a_minute, "-f", said, "-w", heard]


_ENGINES: dict[str, Callable[[Voice, str, str], list[str]]] = {
    "flite": _flite,
    "festival": _festival,
    "espeak-ng": _espeak,
}


def _resample(wave_S: Wave, rate: int) -> Wave:
    """`wave_S` at SAMPLE_RATE, by cutting or padding its spectrum; fit for whole sentences, which end in silence."""
    if rate == SAMPLE_RATE:
        return wave_S
    length = round(len(wave_S) * SAMPLE_RATE / rate)
    spectrum = np.fft.rfft(wave_S.astype(np.float64))[: length // 2 + 1]
    return (np.fft.irfft(spectrum, n=length) * (length / len(wave_S))).astype(np.float32)
