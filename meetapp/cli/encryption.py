"""`meetapp encryption`: switched on and off, its state, and the key brought back."""

import getpass
import json
import sys
from dataclasses import asdict

from meetapp.encryption import switch
from meetapp.errors import InputError

LEFT = InputError.exit_code


def switch_on() -> int:
    """The exit code: 0 once everything is encrypted; 2 when something has to wait.

    Raises:
        LockedError: packages are missing, or the keyring refuses.
        StorageError: the disk refused; the same command goes on later.
    """
    switch.begin(_show_recovery_key)
    return _convert("encrypted", "meetapp encryption on")


def switch_off() -> int:
    """The exit code: 0 once nothing is encrypted; 2 when something has to wait. Errors as `switch_on`."""
    switch.begin_off()
    code = _convert("decrypted", "meetapp encryption off")
    if not code and switch.finish_off():
        print("The key is forgotten; the recovery key opens nothing any more.")
    return code


def show_status(*, as_json: bool) -> int:
    """The exit code: 0 when everything is in the form that is wanted, and can be read."""
    found = switch.status()
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found)))
    return LEFT if found.key or found.meetings_left or found.files_left else 0


def unlock_library() -> int:
    """The exit code, once the key is in the keyring. Raises as `switch.unlock`."""
    asked = "Recovery key: "
    switch.unlock(getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline())
    print("The key is in the keyring.")
    return 0


def _show_recovery_key(key: str) -> None:
    print("Write down this recovery key, and keep it away from this computer. It is shown once. Without it, and")
    print("without the keyring of this system, nobody can read the library again.")
    print(f"\n    {key}\n", flush=True)


def _convert(done: str, again: str) -> int:
    waiting = switch.convert_all(lambda name: print(f"{name}: {done}.", file=sys.stderr))
    for sentence in waiting:
        print(sentence, file=sys.stderr)
    if waiting:
        print(f"Not everything is {done} yet: run `{again}` once more.", file=sys.stderr)
        return LEFT
    print(f"Everything is {done}.")
    for path in switch.status().stray:
        print(f"Still in the clear: {path}; delete that file if the library is whole.")
    return 0


def _lines(found: switch.Status) -> list[str]:
    if found.state == "never":
        return ["The library is not encrypted."]
    left = [*found.meetings_left, *found.files_left]
    wanted, again = ("encrypted", "on") if found.state == "on" else ("decrypted", "off")
    lines = [f"Encryption is {found.state}: {found.meetings} meetings."]
    lines += [f"Not {wanted} yet: {each}." for each in left]
    lines += [f"Run `meetapp encryption {again}` to go on."] * bool(left)
    lines += [f"Still in the clear: {each}; delete that file if the library is whole." for each in found.stray]
    return [*lines, found.key or "The key is in the keyring."]
