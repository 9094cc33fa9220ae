"""What a codec or a telephone does to a wave: encoded, decoded, and put back in place to the sample."""

import io
from dataclasses import dataclass

import av
import numpy as np

from sts_model.data.packs import Wave
from sts_model.units import SAMPLE_RATE


@dataclass(frozen=True)
class Codec:
    """An encoder of FFmpeg, the container that carries it, and its rates; a bit rate of 0 is the codec's only one."""

    encoder: str
    container: str
    sample_rate: int
    bit_rate: int = 0


CODECS = {
    "opus-12k": Codec("libopus", "ogg", 16_000, 12_000),
    "opus-24k": Codec("libopus", "ogg", 16_000, 24_000),
    "mp3-24k": Codec("libmp3lame", "mp3", 16_000, 24_000),
    "mp3-48k": Codec("libmp3lame", "mp3", 16_000, 48_000),
    "g722": Codec("g722", "wav", 16_000, 64_000),
    "mu-law": Codec("pcm_mulaw", "wav", 8_000),
    "a-law": Codec("pcm_alaw", "wav", 8_000),
    "amr-nb": Codec("libopencore_amrnb", "amr", 8_000, 12_200),
}
"""GSM is not among them: PyAV's libraries decode it only. AMR is what telephones went on to."""
LONGEST_DELAY = 2_400
"""Samples by which a codec may come late; more than any of them does."""


def available(name: str) -> bool:
    """Whether the installed PyAV can encode it; builds of FFmpeg differ."""
    return CODECS[name].encoder in av.codecs_available


def through_codec(wave_S: Wave, name: str) -> Wave:
    """`wave_S` as it is after the codec, as long as before and not delayed.

    The samples depend on the version of FFmpeg: a plan with a codec renders the same on one machine only.

    Raises:
        ValueError: no codec of that name is known, or the installed PyAV lacks it.
    """
    if name not in CODECS or not available(name):
        raise ValueError(f"the codec {name} is unknown here; known are {', '.join(filter(available, CODECS))}")
    if not len(wave_S):
        return wave_S
    heard_S = _decoded(_encoded(wave_S, CODECS[name]))
    delay = _delay(wave_S, heard_S)
    aligned_S = heard_S[max(0, delay) :]
    if delay < 0:
        aligned_S = np.concatenate([np.zeros(-delay, np.float32), aligned_S])
    out_S = np.zeros(len(wave_S), np.float32)
    kept = min(len(out_S), len(aligned_S))
    out_S[:kept] = aligned_S[:kept]
    return out_S


def band_limited(wave_S: Wave, low_hz: float, high_hz: float) -> Wave:
    """Only what lies between the two frequencies, with edges a tenth of an octave to both sides wide."""
    size = 1 << max(0, len(wave_S) - 1).bit_length()
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    octave = np.log2(np.maximum(hz, 1e-3))
    rise, fall = ((octave - np.log2(edge)) / 0.1 for edge in (low_hz, high_hz))
    keep = np.clip((rise + 1) / 2, 0, 1) * np.clip((1 - fall) / 2, 0, 1)
    return np.fft.irfft(np.fft.rfft(wave_S, size) * keep, size)[: len(wave_S)].astype(np.float32)


def _encoded(wave_S: Wave, codec: Codec) -> io.BytesIO:
    out = io.BytesIO()
    with av.open(out, "w", format=codec.container) as container:
        stream = container.add_stream(codec.encoder, rate=codec.sample_rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        if codec.bit_rate:
            stream.bit_rate = codec.bit_rate
        accepted = (stream.codec.audio_formats or [av.AudioFormat("s16")])[0]
        resampler = av.AudioResampler(accepted, "mono", codec.sample_rate, frame_size=stream.frame_size or 960)
        frame = av.AudioFrame.from_ndarray(_pcm16(wave_S), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frames = [*resampler.resample(frame), *resampler.resample(None)]
        for ready in [*frames, None]:
            container.mux(stream.encode(ready))
    out.seek(0)
    return out


def _decoded(encoded: io.BytesIO) -> Wave:
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
    parts = []
    with av.open(encoded, "r") as container:
        for frame in container.decode(audio=0):
            parts += [ready.to_ndarray()[0] for ready in resampler.resample(frame)]
    parts += [ready.to_ndarray()[0] for ready in resampler.resample(None)]
    decoded_S: Wave = np.concatenate(parts).astype(np.float32) / np.float32(32_768)
    return decoded_S


def _pcm16(wave_S: Wave) -> np.ndarray:
    return np.round(np.clip(wave_S, -1, 32_767 / 32_768) * 32_768).astype(np.int16)[None]


def _delay(sent_S: Wave, heard_S: Wave) -> int:
    """By how many samples `heard_S` is late: where its correlation with `sent_S` is largest."""
    size = 1 << (len(sent_S) + len(heard_S) + 2 * LONGEST_DELAY).bit_length()
    spectrum = np.fft.rfft(heard_S, size) * np.conj(np.fft.rfft(sent_S, size))
    around = np.roll(np.fft.irfft(spectrum, size), LONGEST_DELAY)[: 2 * LONGEST_DELAY + 1]
    return int(around.argmax()) - LONGEST_DELAY
