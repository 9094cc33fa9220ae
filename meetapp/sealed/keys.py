"""Keys: the library's own pair, the key that one writer makes for itself, and the recovery key as people write it."""

import base64
import functools
import hashlib
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from meetapp.errors import InputError

CONTEXT = b"meetapp sealed 1 "
CHECK_BYTES = 3
GROUP = 4


class Seal:
    """A writer's own key, fresh each time: no two messages ever share a key and a number.

    Args:
        public: the library's.
        purpose: what is written; a message for one purpose opens for no other.
    """

    def __init__(self, public: bytes, purpose: str) -> None:
        ephemeral = X25519PrivateKey.generate()
        self.sender = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
        self._cipher = ChaCha20Poly1305(_derived(shared, self.sender + public, purpose))

    def seal(self, number: int, data: bytes, header: bytes = b"") -> bytes:
        """`data` sealed as message `number`, which no other message of this writer may have, with its tag behind.

        Args:
            header: what shall be known to be unaltered, too; it stays readable.
        """
        return self._cipher.encrypt(_nonce(number), data, header)


def unseal(secret: bytes, sender: bytes, purpose: str, number: int, data: bytes, header: bytes = b"") -> bytes:
    """What `Seal.seal` was given.

    Raises:
        ValueError: the message was altered, is of another purpose, or was sealed for another library.
    """
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(secret, sender, purpose).decrypt(_nonce(number), data, header)
    except InvalidTag as err:
        raise ValueError("not sealed for this") from err


def new_secret() -> bytes:
    """The secret half of a new library key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(secret: bytes) -> bytes:
    """The public half of the library key."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def database_key(secret: bytes) -> str:
    """The key of the library's database, in hexadecimal."""
    return _derived(secret, b"", "database").hex()


def name_of(public: bytes) -> str:
    """What the library's key is called in a keyring."""
    return hashlib.sha256(public).hexdigest()[:16]


def recovery_key(secret: bytes) -> str:
    """`secret` as letters and digits to write down, with a sum that finds a slip of the pen."""
    text = base64.b32encode(secret + _check(secret)).decode()
    return "-".join(text[first : first + GROUP] for first in range(0, len(text), GROUP))


def from_recovery_key(text: str) -> bytes:
    """The secret that `recovery_key` wrote; case, spaces and hyphens do not matter, nor 0 for O, 1 for I, 8 for B.

    Raises:
        InputError: it is none.
    """
    letters = "".join(text.split()).replace("-", "").upper().translate(str.maketrans("018", "OIB"))
    try:
        whole = base64.b32decode(letters)
    except ValueError:
        whole = b""
    secret, check = whole[:-CHECK_BYTES], whole[-CHECK_BYTES:]
    if len(secret) != 32 or check != _check(secret):
        raise InputError("This is no recovery key: it has 14 groups of 4 letters and digits; look for a slip.")
    return secret


@functools.lru_cache(maxsize=4096)
def _cipher(secret: bytes, sender: bytes, purpose: str) -> ChaCha20Poly1305:
    own = X25519PrivateKey.from_private_bytes(secret)
    shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    return ChaCha20Poly1305(_derived(shared, sender + public_of(secret), purpose))


def _derived(shared: bytes, salt: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=CONTEXT + purpose.encode()).derive(shared)


def _nonce(number: int) -> bytes:
    return struct.pack(">4xQ", number)


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(CONTEXT + b"recovery" + secret).digest()[:CHECK_BYTES]
