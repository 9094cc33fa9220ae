"""Work on one recording outside the library: a supervisor in a temporary meeting folder, gone afterwards."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from meetapp import supervisor, vocabulary
from meetapp.cli.follow import INTERRUPTED, OUR_FAULT, Outcome, follow
from meetapp.errors import InputError, StorageError
from meetapp.events import Event
from meetapp.hearing import AS_SET, Hearing, keep
from meetapp.media.readable import check_readable
from meetapp.meeting import create_at
from meetapp.part import WHOLE, Part


class Work:
    """The transcription of a part of `files`, tracks of one recording, begun at once.

    `outcome` is complete when `follow` has come to its end.
    """

    def __init__(
        self,
        files: Sequence[Path],
        stem: str,
        *,
        model: Path | None = None,
        phrases: Sequence[str] = (),
        part: Part = WHOLE,
        hearing: Hearing = AS_SET,
    ) -> None:
        self.file, self.stem = files[0], stem
        self.outcome = Outcome()
        self._stopped = False
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        try:
            for file in files:
                check_readable(file)  # what is plain at once needs no processes
            self._folder = Path(tempfile.mkdtemp(prefix="meetapp-"))
            create_at(self._folder, title=self.file.stem, source=str(self.file))
            vocabulary.keep(self._folder, phrases)
            keep(self._folder, hearing, several=len(files) > 1)
            self._process = supervisor.start(
                self._folder,
                media=[file.absolute() for file in files],
                part=part,
                model=model.absolute() if model else None,
            )
        except InputError as err:
            self._refused(err)
        except OSError as err:
            self._refused(StorageError(f"Cannot write into the folder for temporary files: {err.strerror}."))

    def follow(self) -> Iterator[Event | None]:
        """Each event; None now and then when there is nothing new."""
        if self._process and self._folder:
            yield from follow(self._process, self._folder, self.outcome)
        if self._stopped and not self.outcome.finished:
            self.outcome.code = INTERRUPTED

    def stop(self) -> None:
        """Breaks the work off; `follow` comes to its end soon."""
        if self._folder and not self._stopped:
            self._stopped = True
            with contextlib.suppress(InputError):  # it has ended by itself
                supervisor.order(self._folder, "stop")

    def close(self) -> None:
        """Ends what still runs and removes the folder, unless the fault is ours: then its log is worth reading."""
        if self._process and self._process.poll() is None:
            self.stop()
            self._process.wait()
        if self._folder is None:
            return
        if self.outcome.code == OUR_FAULT and self.outcome.failure:
            shutil.rmtree(self._folder / "tracks", ignore_errors=True)
        else:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _refused(self, err: InputError) -> None:
        self.outcome.failure, self.outcome.code = str(err), err.exit_code

    def __enter__(self) -> "Work":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
