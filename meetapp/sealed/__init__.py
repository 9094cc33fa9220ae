"""Encryption at rest: what a meeting says lies sealed on disk, and nobody reads it without the library's key.

The library has one X25519 key. Its public half lies in `encryption.json` in the user's folder and is enough to write:
every writer makes a key of its own, agrees with the public half on a secret, and forgets both when it ends. So a
recorder needs no secret, no two writers share a nonce whatever crashed between them, and a keyring that is locked
stops no recording. The secret half lies in the keyring of the system, and on paper as the recovery key.

Each block of a track and each line of events or edits can be opened alone, whatever is missing around it. The
packages that do the mathematics are imported once there is something to seal or to open, and never before.
"""
