"""Lines: text that lies in a file of lines, or is a small file, sealed as one line that can be opened alone.

    ~<base64 of: the writer's public key, 32 bytes; the message's number, 8 bytes; the sealed text with its tag>

A file may hold plain and sealed lines, from before and after encryption was switched on. JSON never begins with `~`.
"""

import base64
import itertools
import struct

from meetapp.sealed.state import KEY_BYTES, TAG_BYTES, sealing

MARK = "~"
_NUMBER = struct.Struct(">Q")


class LineSealer:
    """Seals lines for one file, with a key of its own."""

    def __init__(self, public: bytes, purpose: str) -> None:
        from meetapp.sealed.keys import Seal

        self._seal, self._numbers = Seal(public, purpose), itertools.count()

    def seal(self, text: str) -> str:
        """`text`, which may have line ends, as one line without any."""
        number = next(self._numbers)
        sealed = self._seal.seal(number, text.encode(errors="replace"))
        return MARK + base64.b64encode(self._seal.sender + _NUMBER.pack(number) + sealed).decode()


def sealer(purpose: str) -> LineSealer | None:
    """What seals lines of the file called `purpose`; None while nothing is to be sealed."""
    state = sealing()
    return LineSealer(state.public, purpose) if state is not None and state.on else None


def seal_text(text: str, purpose: str) -> str:
    """`text` as it is to lie in the file called `purpose`: sealed, when that is wanted."""
    writer = sealer(purpose)
    return text if writer is None else writer.seal(text) + "\n"


def is_sealed(line: str) -> bool:
    return line.startswith(MARK)


def unseal(line: str, purpose: str) -> str:
    """The text of a sealed line; a plain line as it is.

    Raises:
        ValueError: the line is torn, altered, or of another file or library.
        LockedError: there is no key to open it with.
    """
    if not is_sealed(line):
        return line
    from meetapp.sealed.keyring_access import library_secret

    secret = library_secret()
    from meetapp.sealed import keys

    sender, number, sealed = parts(line)
    return keys.unseal(secret, sender, purpose, number, sealed).decode()


def parts(line: str) -> tuple[bytes, int, bytes]:
    """The writer's public key, the number and the sealed text of a line.

    Raises:
        ValueError: it is torn.
    """
    whole = line.rpartition(MARK)[2]  # behind a line that was torn, another may begin
    message = base64.b64decode(whole.strip(), validate=True)
    sender, rest = message[:KEY_BYTES], message[KEY_BYTES:]
    if len(rest) < _NUMBER.size + TAG_BYTES:
        raise ValueError("a torn line")
    return sender, *_NUMBER.unpack_from(rest), rest[_NUMBER.size :]
