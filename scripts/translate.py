"""Brings the translations up to date: `python scripts/translate.py` after words of the window have changed.

Every text in a call of `tr` goes into meetapp/i18n/meetapp_LANGUAGE.ts, which Qt Linguist opens; texts that nobody
has translated yet are marked there, and named on standard error. From these files the .qm files are made that the
window reads. All texts have one context: the same words are the same in every dialog.
"""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from meetapp.export import FORMATS  # noqa: E402
from meetapp.window.translation import CONTEXT, FOLDER, LANGUAGES  # noqa: E402


def main() -> int:
    """Writes the files; 1 when a text has no translation yet."""
    wanted = sorted(texts())
    missing = 0
    for language in LANGUAGES:
        path = FOLDER / f"meetapp_{language}.ts"
        known = read(path) if path.exists() else {}
        path.write_text(ts(language, wanted, known), encoding="utf-8")
        for text in wanted:
            if not known.get(text):
                missing += 1
                print(f"{language}: {text}", file=sys.stderr)
        lrelease = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([lrelease, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)
    return int(missing > 0)


def texts() -> set[str]:
    """Everything that the window may show in the user's language."""
    found = {text for path in (ROOT / "meetapp" / "window").rglob("*.py") for text in texts_in(path)}
    return found | {
        text for form in FORMATS.values() for text in (form.label, form.about, form.overlap, form.loses) if text
    }


def texts_in(path: Path) -> Iterator[str]:
    """The texts in calls of `tr` in the file at `path`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _name(node.func) == "tr":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def read(path: Path) -> dict[str, str]:
    """The finished translations in the file at `path`."""
    messages = ET.parse(path).getroot().iter("message")
    return {
        each.findtext("source", ""): each.findtext("translation", "")
        for each in messages
        if each.find("translation").get("type") != "unfinished"  # type: ignore[union-attr]
    }


def ts(language: str, wanted: list[str], known: dict[str, str]) -> str:
    """The file of a language: the texts `wanted` with the translations that are `known`."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in wanted:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        translation.text = known.get(text, "")
        if not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


if __name__ == "__main__":
    sys.exit(main())
