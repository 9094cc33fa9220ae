"""Manifest: what a model package is and holds, sealed with sizes and checksums; known without loading any of it."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sts_model.checked import object_of, settings_text

FORMAT = 1
MANIFEST = "manifest.json"
MOST_BYTES = 8 << 30

_READ = (".json", ".safetensors")
"""Endings of files that something may read: none of them may lie in a package unlisted."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


class ModelPackageError(Exception):
    """A model folder that cannot be used, in one sentence."""


@dataclass(frozen=True)
class PackageInfo:
    """What a package says of itself; `files` maps names to sizes in bytes."""

    name: str
    version: str
    files: dict[str, int]

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}"


def write_manifest(folder: Path, name: str, version: str) -> PackageInfo:
    """Seals the folder: sizes and checksums of every file in it, so that `verify` notices any change."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": _digest(path)}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST
    }
    content = {"format": FORMAT, "name": name, "version": version, "files": files}
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return verify(folder)


def verify(folder: Path) -> PackageInfo:
    """What the package is, once every file has been found to be as it was sealed, and no other is there to be read.

    Raises:
        ModelPackageError: the folder, a file or the manifest is missing, altered or of a newer format.
    """
    content = _manifest(folder)
    try:
        for name, entry in content["files"].items():
            _verify_file(folder, name, entry)
        strays = [path.name for path in sorted(folder.iterdir()) if path.suffix in _READ and path.name != MANIFEST]
    except OSError as err:
        raise ModelPackageError(f"The model folder {folder} cannot be read: {err.strerror}.") from err
    for name in strays:
        if name not in content["files"]:
            raise ModelPackageError(
                f"The model folder {folder} holds the file {name!a}, which is no part of the model; remove it."
            )
    sizes = {name: entry["bytes"] for name, entry in content["files"].items()}
    return PackageInfo(content["name"], content["version"], sizes)


def _verify_file(folder: Path, name: str, entry: dict[str, Any]) -> None:
    path = folder / name
    if not _NAME.fullmatch(name):
        raise ModelPackageError(f"The model folder {folder} names a file outside itself: {ascii(name)[:80]}.")
    if path.is_symlink():
        raise ModelPackageError(f"The file {name} of the model folder {folder} is a link; put the file itself there.")
    if not path.is_file():
        raise ModelPackageError(f"The model folder {folder} lacks the file {name}; install the model again.")
    if path.stat().st_size != entry["bytes"] or _digest(path) != entry["sha256"]:
        raise ModelPackageError(f"The file {name} of the model folder {folder} was altered; install the model again.")


def _manifest(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise ModelPackageError(f"There is no model folder {folder}.")
    try:
        content = object_of(settings_text(folder / MANIFEST))
    except FileNotFoundError as err:
        raise ModelPackageError(f"The folder {folder} is no model package: it lacks {MANIFEST}.") from err
    except (OSError, ValueError) as err:
        raise ModelPackageError(f"The {MANIFEST} of the model folder {folder} cannot be read.") from err
    if content.get("format") != FORMAT or not _is_complete(content):
        raise ModelPackageError(f"The model folder {folder} is of a format this version does not know.")
    total = sum(entry["bytes"] for entry in content["files"].values())
    if total > MOST_BYTES:
        raise ModelPackageError(f"The model folder {folder} holds more than {MOST_BYTES >> 30} GB; that is no model.")
    return content


def _is_complete(content: dict[str, Any]) -> bool:
    """Whether the manifest has a name, a version, and what `_verify_file` asks for."""
    files = content.get("files")
    named = all(isinstance(content.get(key), str) and len(content[key]) <= 100 for key in ("name", "version"))
    return named and isinstance(files, dict) and all(_is_entry(entry) for entry in files.values())


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("sha256"), str):
        return False
    return type(entry.get("bytes")) is int and entry["bytes"] >= 0


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
