"""Third-party notices, from the metadata of what is installed: name, version, licence and its text; no Qt."""

import html
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

PROGRAM = "meetapp"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
USUAL_FILES = ["LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING", "NOTICE"]
_LONGEST_LICENCE = 60


@dataclass(frozen=True)
class Notice:
    """One package that the program runs with; `texts` are its licence files."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def collect(program: str = PROGRAM) -> list[Notice]:
    """A notice for each package that `program` needs, directly or not, and that is installed, by name."""
    found: dict[str, Notice] = {}
    waiting = _needs(program)
    while waiting:
        name = waiting.pop()
        if name in found or name == program:
            continue
        try:
            found[name] = _notice(metadata.distribution(name))
        except metadata.PackageNotFoundError:
            continue  # for another system, or optional
        waiting += _needs(name)
    return sorted(found.values(), key=lambda notice: notice.name.casefold())


def own_licence() -> str:
    """The licence of the program itself."""
    beside = Path(__file__).resolve().parent.parent.parent / "LICENSE"
    if beside.exists():
        return beside.read_text(encoding="utf-8")
    return "\n\n".join(_texts(metadata.distribution(PROGRAM)))


def list_html(notices: list[Notice]) -> str:
    """All packages as a page; the name of each leads to `notice:NAME`."""
    lines = (
        f'<tr><td><a href="notice:{html.escape(each.name)}">{html.escape(each.name)}</a>&nbsp;&nbsp;</td>'
        f"<td>{html.escape(each.version)}&nbsp;&nbsp;</td><td>{html.escape(each.licence)}</td></tr>"
        for each in notices
    )
    return f"<table cellspacing='3'>{''.join(lines)}</table>"


def notice_html(notice: Notice, back: str) -> str:
    """One package with its licence in full; the word `back` leads to `notice:`."""
    texts = "".join(f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" for text in notice.texts)
    return (
        f'<p><a href="notice:">{html.escape(back)}</a></p><h3>{html.escape(notice.name)} '
        f"{html.escape(notice.version)}</h3><p>{html.escape(notice.licence)}</p>{texts}"
    )


def _needs(name: str) -> list[str]:
    try:
        wanted = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    names = (_NAME.match(each) for each in wanted if "extra ==" not in each)
    return [_normal(match.group()) for match in names if match]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _notice(package: metadata.Distribution) -> Notice:
    about = package.metadata
    return Notice(about["Name"], package.version, _licence(about), tuple(_texts(package)))


def _licence(about: metadata.PackageMetadata) -> str:
    """The licence in a few words: an SPDX expression, else what the classifiers say, else the field itself."""
    if "License-Expression" in about:
        return about["License-Expression"]
    named = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or [] if each.startswith("License")]
    if named:
        return ", ".join(named)
    said = about["License"].strip().partition("\n")[0] if "License" in about else ""
    return said[:_LONGEST_LICENCE] or "see its licence"


def _texts(package: metadata.Distribution) -> list[str]:
    """The licence files that the package names, or those that are usual; its list of all files may be endless."""
    named = package.metadata.get_all("License-File") or USUAL_FILES
    texts = (package.read_text(f"{folder}{name}") for name in named for folder in ("licenses/", ""))
    return [text.strip() for text in texts if text]
