"""Conversion: sound of a device that cannot run at the track's rate, brought to it block by block."""

from array import array


class RateConverter:
    """Blocks at `source` Hz in, what is ready of them at `target` Hz out; libswresample keeps its filter's state."""

    def __init__(self, source: int, target: int) -> None:
        import av  # rarely needed, and a recorder must start at once

        self._source = source
        self._make_frame = av.AudioFrame
        self._inner = av.AudioResampler("s16", "mono", target)

    def __call__(self, wave_S: "array[int]") -> "array[int]":
        out_S = array("h")
        if not wave_S:
            return out_S
        frame = self._make_frame(format="s16", layout="mono", samples=len(wave_S))
        frame.sample_rate = self._source
        # A plane is longer than its samples: FFmpeg rounds its length up.
        size = frame.planes[0].buffer_size
        frame.planes[0].update(wave_S.tobytes().ljust(size, b"\0"))
        for ready in self._inner.resample(frame):
            out_S.frombytes(bytes(ready.planes[0])[: ready.samples * out_S.itemsize])
        return out_S
