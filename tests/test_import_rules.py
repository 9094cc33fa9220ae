"""Who may import whom: one table, held by reading the source and by starting each process.

A module may import the standard library, third-party packages that are not watched, and what its row names. The
row with the longest matching prefix counts. Why the rows are as they are: the recorder must never stop, the
window must never wait, and the model knows nothing of meetings.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"meetapp", "sts_model"}
# Nothing that is not encrypted needs any of these, so no start loads one.
SEALING = {"cryptography", "keyring", "sqlcipher3"}
HEAVY = {"torch", "PySide6", "sounddevice", "sqlite3"} | SEALING
SAME_WEIGHT = {"torchaudio": "torch", "shiboken6": "PySide6"}

CORE = {
    f"sts_model.{part}"
    for part in ("config", "units", "turns", "packed_turns", "streaming", "vocabulary", "checked", "tables", "effort")
}
# `units` is here because turns count in samples; `journal` because whatever writes to a meeting's folder needs its
# one way of telling that the disk refused.
BASE = {
    f"meetapp.{part}"
    for part in (
        "events",
        "errors",
        "meeting",
        "paths",
        "settings",
        "journal",
        "locks",
        "children",
        "typed",
        "vocabulary",
        "confined",
        "part",
        "faults",
        "after",
        "hearing",
        "voices",
        "sealed",  # whatever is written to a meeting's folder may have to be
        "sources",
        "bounds",
    )
} | {
    "sts_model.config",
    "sts_model.effort",
    "sts_model.speakers.count",
    "sts_model.turns",
    "sts_model.units",
    "sts_model.wording",
}
# What separator and encoders are built from; no part that stands alone.
LAYERS = {"sts_model.convolution", "sts_model.recurrence", "sts_model.stacks", "sts_model.subsampling"}
PARTS = (
    CORE
    | LAYERS
    | {
        f"sts_model.{part}"
        for part in ("frontend", "masking", "separator", "encoders", "predictor", "joiner", "segmenter")
    }
)

RULES: dict[str, set[str]] = {
    "meetapp": BASE,
    "meetapp.__main__": {"meetapp.cli"},
    "meetapp.sealed": BASE | SEALING,
    "meetapp.tracks": BASE | {"meetapp.track_file"},
    "meetapp.encryption": BASE | {f"meetapp.{part}" for part in ("tracks", "store", "plain", "encryption")},
    "meetapp.cli": BASE | {"meetapp"},
    "meetapp.export": BASE | {"meetapp.export"},
    "meetapp.export.pdf_printer": {"PySide6"},  # a process of its own, and only once it runs
    "meetapp.exchange": BASE | {"meetapp.export.transcript", "meetapp.edits.retext", "meetapp.exchange"},
    "meetapp.supervisor": BASE | {"meetapp.supervisor"},
    "meetapp.media": BASE | {"meetapp.media", "meetapp.tracks"},  # an import writes the track a recorder would
    "meetapp.edits": {"meetapp.edits", "meetapp.typed"}
    | {f"sts_model.{part}" for part in ("turns", "units", "wording")},
    "meetapp.store": BASE | {"meetapp.store", "meetapp.edits", "sqlite3", "sqlcipher3"},
    "meetapp.aging": BASE | {"meetapp.store"},
    "meetapp.newcomer": BASE | {"meetapp.edits", "meetapp.store"},
    "meetapp.intake": BASE | {f"meetapp.{part}" for part in ("edits", "exchange", "newcomer", "parcel", "store")},
    "meetapp.parcel": BASE
    | {f"meetapp.{part}" for part in ("tracks", "media", "store", "edits", "newcomer", "parcel")}
    | {"meetapp.export.transcript"},
    "meetapp.plain": BASE | {"meetapp.edits", "meetapp.export", "meetapp.store"},
    "meetapp.state": BASE | {"meetapp.supervisor", "meetapp.store"},
    "meetapp.recovery": BASE | {f"meetapp.{part}" for part in ("tracks", "supervisor", "store", "recovery")},
    "meetapp.recount": BASE | {"meetapp.store", "sts_model.speakers"},
    "meetapp.recorder": BASE | {"meetapp.tracks", "meetapp.recorder", "sounddevice"},
    # A loudspeaker is reached the way an input is.
    "meetapp.player": BASE | {"meetapp.tracks", "meetapp.recorder.devices", "meetapp.player", "sounddevice"},
    "meetapp.engine": BASE
    | {f"meetapp.{part}" for part in ("tracks", "media", "store", "engine", "plain")}
    | {"sts_model.pipeline", "sts_model.package", "sts_model.package_search", "torch"},
    # It serves what the command line does, and sums up and reports in the same words.
    "meetapp.service": BASE
    | {f"meetapp.{part}" for part in ("tracks", "supervisor", "export", "service", "cli.follow", "cli.report")}
    | {"sts_model.manifest"},
    "meetapp.window": BASE
    | {
        f"meetapp.{part}"
        for part in (
            "tracks",
            "supervisor",
            "store",
            "recovery",
            "edits",
            "exchange",
            "export",
            "models",
            "recount",
            "state",
            "plain",
            "aging",
            "intake",
            "parcel",
            "window",
        )
    }
    | {"meetapp.player.protocol", "sts_model.packed_turns", "PySide6"},
    "sts_model": CORE | {"torch"},
    "sts_model.turns": CORE,
    "sts_model.packed_turns": CORE,
    "sts_model.units": CORE,
    "sts_model.wording": CORE,
    "sts_model.config": CORE,
    "sts_model.vocabulary": CORE,
    "sts_model.checked": CORE,
    "sts_model.effort": CORE,
    "sts_model.speakers.count": CORE,
    "sts_model.tables": CORE,
    "sts_model.weights": {"torch"},
    "sts_model.separator": CORE | LAYERS | {"torch"},
    "sts_model.stacks": CORE | LAYERS | {"torch"},
    "sts_model.predictor": CORE | LAYERS | {"torch"},
    "sts_model.masking": CORE | LAYERS | {"torch"},
    "sts_model.encoders": CORE | LAYERS | {"sts_model.encoders", "torch"},
    "sts_model.ngram": CORE | {"sts_model.compiled"},
    "sts_model.neural_lm": CORE | {"sts_model.compiled"},
    "sts_model.search": CORE
    | {f"sts_model.{part}" for part in ("search", "lexicon", "ngram", "neural_lm", "compiled")},
    # The band loss asks the joiner only where an alignment may pass, so it cannot take finished scores.
    "sts_model.losses": CORE | {"sts_model.losses", "sts_model.joiner", "sts_model.compiled", "torch"},
    # Values that one part hands to the next: what search heard, and the segments that get a speaker.
    "sts_model.segmenter": CORE | {"sts_model.segmenter", "sts_model.search.result", "sts_model.leakage"},
    "sts_model.leakage": CORE | {"sts_model.search.result"},
    "sts_model.speakers": CORE | {"sts_model.speakers", "sts_model.segmenter", "sts_model.weights", "torch"},
    "sts_model.data": CORE
    | {f"sts_model.{part}" for part in ("data", "frontend", "lexicon", "ngram")}  # what they compute once
    | {"torch"},
    "sts_model.model": PARTS | {"torch"},
    "sts_model.listen": PARTS | {"sts_model.model", "torch"},
    # A package holds a whole model and how to search with it.
    "sts_model.package": CORE
    | {f"sts_model.{part}" for part in ("manifest", "model", "search.config", "weights")}
    | {"torch"},
    "sts_model.package_search": CORE
    | {f"sts_model.{part}" for part in ("model", "predictor", "search", "lexicon", "ngram", "neural_lm", "package")}
    | {"torch"},
    "sts_model.manifest": CORE,
    "meetapp.models": BASE | {"sts_model.manifest"},  # packages are moved and checked without loading any
    "sts_model.pipeline": PARTS
    | {
        f"sts_model.{part}"
        for part in ("model", "search", "speakers", "package", "package_search", "presence", "readable")
    }
    | {"torch"},
    "sts_model.readable": CORE | {"sts_model.readable", "torch"},
    **{
        f"sts_model.readable.{part}": {"sts_model", "torch"}  # what learns and measures, at no time what runs
        for part in ("corpus", "labels", "training_command", "scoring_command")
    },
    **{
        f"sts_model.{part}": {"sts_model", "torch"}
        for part in (
            *("simulation", "training", "evaluation", "fairness", "bench", "assemble"),
            *("calibrate", "word_bonuses", "__main__"),
        )
    },
}

# What is imported together, and what must not be there afterwards.
STARTS: dict[str, tuple[set[str], set[str]]] = {
    "meetapp.__main__": ({"meetapp.__main__"}, HEAVY),
    "base": (
        (BASE - {"meetapp.sealed"})
        | {f"meetapp.sealed.{part}" for part in ("state", "files", "blocks", "lines", "reading", "writing")}
        | {"meetapp.tracks", "meetapp.edits", "meetapp.export", "meetapp.media", "meetapp.supervisor"},
        HEAVY,
    ),
    "meetapp.store": ({"meetapp.store"}, {"torch", "PySide6", "sounddevice"} | SEALING),
    "meetapp.recorder": ({"meetapp.recorder"}, {"torch", "PySide6", "sqlite3"} | SEALING),
    "meetapp.player": ({"meetapp.player"}, {"torch", "PySide6", "sqlite3"} | SEALING),
    "meetapp.engine": ({"meetapp.engine"}, {"PySide6", "sounddevice"} | SEALING),
    "meetapp.service": ({"meetapp.service"}, HEAVY),
    "meetapp.window": ({"meetapp.window"}, {"torch", "sounddevice"} | SEALING),
    "values of the model": (
        {f"sts_model.{part}" for part in ("turns", "units", "config", "vocabulary")},
        HEAVY | {"meetapp"},
    ),
    "sts_model.pipeline": (
        {"sts_model.pipeline"},
        {"PySide6", "meetapp", "sts_model.training", "sts_model.losses", "sts_model.evaluation"},
    ),
    "sts_model": ({"sts_model"}, {"PySide6", "meetapp"}),
}


def within(module: str, prefixes: set[str]) -> bool:
    """Whether `module` is one of `prefixes` or lies in one."""
    return any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes)


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {dotted(path): path for package in sorted(OURS) for path in sorted((ROOT / package).rglob("*.py"))}


def imported(path: Path) -> list[str]:
    """Every module that the file imports anywhere, late imports included; a relative import shows its dots."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            deeper = [f"{source}.{alias.name}" for alias in node.names]
            names += [name if name in FILES else source for name in deeper]
    return [SAME_WEIGHT.get(name.partition(".")[0], name) for name in names]


@pytest.mark.parametrize("module", FILES)
def test_imports_stay_in_their_row(module):
    row = RULES[max((prefix for prefix in RULES if within(module, {prefix})), key=len)]
    strays = [
        name
        for name in imported(FILES[module])
        if name.startswith(".")
        or (within(name, OURS | HEAVY) and not within(name, row) and name not in OURS)  # a bare package is a version
    ]
    assert not strays, f"{module} may not import {strays}"


@pytest.mark.parametrize("name", STARTS)
def test_starts_without_what_it_must_not_need(name):
    prefixes, banned = STARTS[name]
    modules = sorted(module for module in FILES if within(module, prefixes))
    code = (
        "import importlib, json, sys\n"
        f"for module in {modules!r}: importlib.import_module(module)\n"
        f"print(json.dumps(sorted({banned!r} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import torch.nn as nn", ["torch.nn"]),
        ("def late():\n    from meetapp import paths", ["meetapp.paths"]),
        ("from meetapp.errors import MeetappError", ["meetapp.errors"]),
        ("from . import x", ["."]),
        ("from torchaudio.functional import resample", ["torch"]),
    ],
)
def test_the_reader_sees_every_form_of_import(tmp_path, source, expected):
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert imported(path) == expected
