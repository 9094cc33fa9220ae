"""The player's loop: orders in, sound a little ahead of the device, reports of what is heard out."""

import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from meetapp.errors import MeetappError
from meetapp.player.output import Block, Output
from meetapp.player.protocol import (
    Only,
    Open,
    Opened,
    Order,
    Pause,
    Play,
    Position,
    Problem,
    Report,
    Seek,
    SetSpeed,
)
from meetapp.player.route import FADE_S, Route, route_through
from meetapp.player.sound import Sound, open_sound
from meetapp.player.stretch import Stretcher

AHEAD_S = 0.1
"""Sound made before the device asks for it: a busy machine may keep this process from running that long."""

WAKE_S, REPORT_S, RELEASE_S = 0.015, 0.04, 10.0
"""The last is how long the device is kept after a pause: to open it again takes part of the 100 ms."""

RISE_S = 0.003


class Player:
    """One meeting at a time; told what to do by `obey`, and given time by `tend`.

    Args:
        tell: takes reports.
        open_output: opens the loudspeaker at a rate.
    """

    def __init__(self, tell: Callable[[Report], None], open_output: Callable[[int], Output] = Output) -> None:
        self._tell, self._open_output = tell, open_output
        self._folder = Path()
        self._sound = Sound([])
        self._route = Route()
        self._output: Output | None = None
        self._stretcher: Stretcher | None = None  # there is one while there is more to make
        self._speed = 1.0
        self._at_s = 0.0
        self._playing = self._rising = False
        self._end_s = 0.0
        self._orders = 0
        self._reported_s = self._quiet_since_s = 0.0

    @property
    def wait_s(self) -> float | None:
        """How long `tend` may wait for an order; None when nothing is to be done without one."""
        if self._playing:
            return WAKE_S
        return RELEASE_S if self._output is not None else None

    def obey(self, order: Order) -> None:
        """Does what `order` says.

        Raises:
            MeetappError: it cannot be done.
        """
        self._orders += 1
        if isinstance(order, Open):
            self._silence(0.0)
            self._route, self._folder = Route(), Path(order.folder)
            self._open_sound()
            self._tell(Opened(self._sound.duration_s))
            return
        if isinstance(order, Only):
            self._route = route_through(order.spans, self._sound.rate)
        elif isinstance(order, SetSpeed):
            self._speed = order.speed
        if isinstance(order, Pause):
            self._silence(self._now_s())
        elif isinstance(order, Play) or self._playing:
            self._start(self._begin_s(order))
        elif isinstance(order, Seek):
            self._silence(order.at_s)

    def tend(self, now_s: float) -> None:
        """Keeps the device fed, and tells where playing is.

        Raises:
            DeviceError: the loudspeaker went away.
        """
        output = self._output
        if output is not None and output.lost:
            self._recover()
        elif self._playing and output is not None:
            self._feed(output)
            if self._stretcher is None and not output.queued_s and self._now_s() >= self._end_s - 1e-3:
                self._silence(self._end_s)
            elif now_s - self._reported_s >= REPORT_S:
                self._reported_s = now_s
                self._tell_position(self._now_s())
        elif output is not None and now_s - self._quiet_since_s >= RELEASE_S:
            self.release()

    def release(self) -> None:
        """Gives the device back."""
        if self._output is not None:
            self._output.close()
            self._output = None

    def _open_sound(self) -> None:
        self._sound.close()
        self._sound = Sound([])
        self._sound = open_sound(self._folder)

    def _recover(self) -> None:
        """Goes on with what the system plays on now, the device being gone."""
        was_playing = self._playing
        self._silence(self._now_s())
        self.release()
        if was_playing:
            self._start(self._at_s)

    def _begin_s(self, order: Order) -> float:
        """Where playing begins after `order`."""
        if isinstance(order, Play | Seek) and order.at_s is not None:
            return order.at_s
        # What the device has in its hands is heard still: go on after it.
        following_s = self._output.next_s() if self._playing and self._output is not None else None
        return self._now_s() if following_s is None else following_s

    def _start(self, at_s: float) -> None:
        """Plays from `at_s`, or from where the route goes on after it; from the beginning when that is its end."""
        if not self._sound.duration_s:
            self._open_sound()  # its tracks may have been compressed since, or have begun
        rate = self._sound.rate
        last = min(self._route.length, self._route.place(round(self._sound.duration_s * rate)))
        place = self._route.place(round(at_s * rate))
        place = 0 if place >= last else place
        self._silence(self._route.sample(place) / rate, tell=False)
        if not last:
            self._tell(Problem("This meeting has no sound to play."))
            return
        if self._output is None or self._output.lost or self._output.rate != rate:
            self.release()
            try:
                self._output = self._open_output(rate)
            except MeetappError:
                self._tell_position(self._at_s)
                raise
        self._stretcher = Stretcher(self._read, rate, place, self._speed)
        self._playing, self._end_s = True, self._at_s
        self._rising = True
        self._feed(self._output)
        self._tell_position(self._at_s)

    def _feed(self, output: Output) -> None:
        while self._stretcher is not None and output.queued_s < AHEAD_S:
            at_s = self._route.sample(round(self._stretcher.position)) / self._sound.rate
            wave_S = self._stretcher.next_block()
            if not len(wave_S):
                self._stretcher = None
                return
            if self._rising:
                rise = round(RISE_S * self._sound.rate)
                wave_S = wave_S.copy()
                wave_S[:rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)
                self._rising = False
            output.put(Block(wave_S, at_s, self._speed))
            self._end_s = at_s + len(wave_S) / self._sound.rate * self._speed

    def _silence(self, at_s: float, *, tell: bool = True) -> None:
        """Stays at `at_s` without a sound."""
        if self._output is not None:
            self._output.drop()
        self._stretcher, self._playing, self._at_s = None, False, at_s
        self._quiet_since_s = time.monotonic()
        if tell:
            self._tell_position(at_s)

    def _tell_position(self, at_s: float) -> None:
        self._tell(Position(round(at_s, 3), self._playing, self._orders))

    def _now_s(self) -> float:
        """Where playing is."""
        heard_s = self._output.heard_s() if self._playing and self._output is not None else None
        return max(self._at_s, heard_s) if heard_s is not None else self._at_s

    def _read(self, place: int, count: int) -> NDArray[np.float32]:
        fade = round(FADE_S * self._sound.rate)
        parts = []
        for first, samples, span in self._route.pieces(place, count):
            wave_S = self._sound.read(first, samples)
            parts.append(self._route.faded(wave_S, first, span, fade))
            if len(wave_S) < samples:
                break
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def run(
    orders: "SimpleQueue[Order | None]", tell: Callable[[Report], None], open_output: Callable[[int], Output] = Output
) -> None:
    """Obeys `orders` until the None that says there will be no more."""
    player = Player(tell, open_output)
    while True:
        try:
            order = orders.get(timeout=player.wait_s)
            if order is None:
                break
            player.obey(order)
        except Empty:
            pass
        except MeetappError as err:
            tell(Problem(str(err)))
        try:
            player.tend(time.monotonic())
        except MeetappError as err:
            tell(Problem(str(err)))
    player.release()
