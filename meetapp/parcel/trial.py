"""`python -m meetapp.parcel.trial FILE`: reads what others have sent where it cannot take all memory or time.

No list of bounds names every way in which edits of a hostile mind may hold up a computer; a process that is held to
its own needs no such list. What it says on standard error is why the parcel is refused.
"""

import subprocess
import sys
from pathlib import Path

from meetapp import children
from meetapp.confined import confine
from meetapp.edits import edited
from meetapp.errors import InputError
from meetapp.faults import keep_words_out
from meetapp.parcel.archive import open_archive, refusal
from meetapp.parcel.sent import read_sent

MEMORY_BYTES = 2 << 30
CPU_S = 60.0
LIMIT_S = 300.0
"""On the clock, for a machine that is busy."""


def try_out(file: Path) -> None:
    """Has a confined process read the text of the parcel and apply its edits.

    Raises:
        InputError: it is refused, or takes more time or memory than a meeting needs.
    """
    command = children.command("meetapp.parcel.trial", str(file))
    too_much = refusal(file, "it takes too much time or memory")
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired as err:
        raise too_much from err
    if done.returncode == InputError.exit_code:
        raise InputError(" ".join(done.stderr.split()))
    if done.returncode:
        raise too_much


def main() -> int:
    confine(MEMORY_BYTES, CPU_S)
    try:
        with open_archive(Path(sys.argv[1])) as archive:
            sent = read_sent(archive)
            edited(sent.turns, {}, sent.edits)
    except InputError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    return 0


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
