"""Keys of the X server: hands over the keys that were asked for from whatever program they are pressed in, no others.

Needs python-xlib, which the program runs well without; nothing of it is imported before it is wanted. No Qt.
"""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from Xlib.protocol.rq import Event

Keys = tuple[str, frozenset[str]]
"""A key by its name in X, and the modifiers held with it: "Control", "Shift", "Mod1", "Mod4"."""

Answer = Literal["held", "taken", "no such key"]


class XKeys:
    """A connection to the X server with the keys that it hands over.

    Raises:
        ImportError: python-xlib is not there.
        OSError: nor is an X server.
    """

    def __init__(self, server: str | None = None) -> None:
        from Xlib.display import Display
        from Xlib.error import DisplayError

        try:
            self._display = Display(server)
        except DisplayError as err:
            raise OSError(str(err)) from err
        self._held: dict[tuple[int, int], Keys] = {}
        self._released: dict[int, int] = {}  # when each key came up last, in the server's milliseconds

    def fileno(self) -> int:
        """What becomes readable when a key is pressed."""
        return int(self._display.fileno())

    def take(self, keys: Keys) -> Answer:
        """Asks for a key, which another program may have "taken", or this keyboard may not have."""
        from Xlib import XK, X, error

        name, held = keys
        code = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        mask = sum(getattr(X, f"{each}Mask") for each in held)
        if not code:
            return "no such key"
        root, every = self._display.screen().root, (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask)
        refused = error.CatchError(error.BadAccess)
        for locks in every:  # Caps Lock and Num Lock do not matter
            root.grab_key(code, mask | locks, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        if refused.get_error():
            for locks in every:  # with some of them it may be ours by now
                root.ungrab_key(code, mask | locks)
            self._display.sync()
            return "taken"
        self._held[code, mask] = keys
        return "held"

    def pressed(self) -> list[Keys]:
        """Keys that were pressed since the last call; one that is held down counts once."""
        from Xlib import X

        found = []
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.KeyRelease:
                self._released[event.detail] = event.time
            elif event.type == X.KeyPress and not self._repeats(event):
                found.append(self._held.get((event.detail, event.state & ~(X.LockMask | X.Mod2Mask))))
        return [keys for keys in found if keys is not None]

    def close(self) -> None:
        """Gives all keys back."""
        self._display.close()

    def _repeats(self, event: "Event") -> bool:
        """A key that is held down comes up and goes down in the same millisecond, again and again."""
        return bool(self._released.get(event.detail) == event.time)
