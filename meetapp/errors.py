"""Errors that a user may see: each is one sentence that says what is wrong and what to do.

MeetappError
├── InputError            exit code 2: the file, option or model folder given is not usable
│   ├── MediaError        a recording that cannot be decoded
│   └── StorageError      a disk that is full, read-only or gone
├── LockedError           exit code 2: what is encrypted, and no key to open it with
└── SystemPartError       exit code 3: a part of the system is missing (PortAudio, an input device)
    └── DeviceError
"""


class MeetappError(Exception):
    """Base of all errors with a sentence for the user."""

    exit_code = 1


class InputError(MeetappError):
    """What the user gave cannot be used."""

    exit_code = 2


class MediaError(InputError):
    """A recording that cannot be decoded."""


class StorageError(InputError):
    """A disk that refused a write; all earlier writes are intact."""


class LockedError(MeetappError):
    """What is encrypted, and no key to open it with; never taken for damage, which something is done about."""

    exit_code = 2


class SystemPartError(MeetappError):
    """A part of the system is missing."""

    exit_code = 3


class DeviceError(SystemPartError):
    """No usable audio input."""
