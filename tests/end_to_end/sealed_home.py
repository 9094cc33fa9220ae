"""A home whose library is encrypted, with a keyring that a test can lock, and real commands in it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "meetapp"))

from commands import HEARS_LOUDNESS, Done, meetapp
from file_keyring import FileKeyring
from made_media import beeps, write_sound

ROOT = Path(__file__).resolve().parent.parent.parent
WORD = "zanzibar"
TITLE = "Kilimanjaro"
FILE = "layoffs.wav"
WORLD = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.path.append({str(ROOT / 'tests' / 'meetapp')!r})\n"
    + HEARS_LOUDNESS
    + "import sts_model.turns as turns\n"
    + f"Word = turns.Word\nturns.Word = lambda text, *rest: Word({WORD!r} if text == 'beep' else text, *rest)\n"
)

# What is not encrypted works without these packages, and loads none of them.
WITHOUT_PACKAGES = """
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("cryptography", "keyring", "sqlcipher3"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
"""


@dataclass
class SealedHome:
    """`home` with the keyring in `keyring`; `folder` is the meeting that was imported first."""

    home: Path
    keyring: Path
    sound: Path

    @property
    def environment(self) -> dict[str, str]:
        return FileKeyring.environment(self.keyring)

    @property
    def folders(self) -> list[Path]:
        return sorted((self.home / "meetings").iterdir())

    def run(self, *arguments: object, code: int = 0, world: str = WORLD) -> Done:
        done = meetapp(*arguments, home=self.home, world=world, **self.environment)
        assert done.code == code, (done.out, done.err[-2000:])
        return done

    def json(self, *arguments: object) -> object:
        return json.loads(self.run(*arguments, "--json").out)

    def lock(self) -> None:
        self.keyring.rename(self.keyring.with_suffix(".away"))

    def unlock(self) -> None:
        self.keyring.with_suffix(".away").rename(self.keyring)

    def holding(self, *secrets: bytes) -> set[str]:
        """Files of the home that hold any of that in the clear."""
        files = [path for path in self.home.rglob("*") if path.is_file()]
        return {path.name for path in files if any(each in path.read_bytes() for each in secrets)}


def empty(tmp_path: Path) -> SealedHome:
    """A home without any meeting, in the clear."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    keyring = tmp_path / "keyring.json"
    keyring.write_text("{}", encoding="utf-8")
    return SealedHome(home, keyring, write_sound(tmp_path / FILE, beeps(3)))


def made(tmp_path: Path) -> SealedHome:
    """A home with one imported meeting in the clear."""
    made = empty(tmp_path)
    made.run("import", made.sound, "--title", TITLE, "--tag", "Serengeti", world=WORLD + WITHOUT_PACKAGES)
    return made


def secrets_of(made: SealedHome) -> list[bytes]:
    """What must not be found: words, title, tag, the file's name, and a piece of the sound."""
    track = made.folders[0] / "tracks" / "0.pcm"
    data = track.read_bytes()
    loud = max(range(0, len(data) - 64, 64), key=lambda at: len(set(data[at : at + 64])))
    return [*(word.encode() for word in (WORD, TITLE, "Serengeti", FILE)), data[loud : loud + 64]]
