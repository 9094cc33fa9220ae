"""A stand-in for PyTorch's library for graphics cards: 40 kB instead of 450 MB and of the 2.5 GB it would load.

PyTorch built with CUDA does not start without `libtorch_cuda.so`, but on a processor calls nothing in it. So the
built program carries a library of that name in which every symbol that others are linked with is there: functions
end the program with a sentence, descriptions of types are real because Python bindings register them. Where PyTorch
was installed for processors alone there is nothing to replace, and nothing of this is used.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

SONAME = "libtorch_cuda.so"
_SENTENCE = "meetapp: this build computes without a graphics card, and was asked for one"
_HEAD = """
#include <stdio.h>
#include <stdlib.h>
extern char _ZTVN10__cxxabiv117__class_type_infoE[];
static void *place[64];
static void refuse(void) { fputs("%s\\n", stderr); abort(); }
"""
# Called while PyTorch is loaded: gives a place at which Python's lock is registered.
_PLACES = {"_ZN4c10d15get_gil_checkerEv"}
_TYPE_INFO = "_ZTI"


def defined(library: Path) -> dict[str, str]:
    """The symbols that `library` offers to others, each with the letter of its kind."""
    rows = (line.split() for line in _symbols(library, "--defined-only"))
    return {row[2].partition("@")[0]: row[1] for row in rows if len(row) == 3}


def needed(library: Path) -> set[str]:
    """The symbols that `library` wants from others."""
    return {line.split()[-1].partition("@")[0] for line in _symbols(library, "--undefined-only")}


def missing(users: Iterable[Path], removed: Iterable[Path], kept: Iterable[Path]) -> dict[str, str]:
    """What `users` would look for in vain once the libraries `removed` are gone, each with the letter of its kind."""
    gone = {symbol: kind for library in removed for symbol, kind in defined(library).items()}
    there = {symbol for library in kept for symbol in defined(library)}
    wanted = {symbol for library in users for symbol in needed(library)}
    return {symbol: gone[symbol] for symbol in sorted(wanted & gone.keys() - there)}


def source(symbols: dict[str, str]) -> str:
    """C for a library that defines `symbols`."""
    return _HEAD % _SENTENCE + "".join(_definition(i, name, kind) for i, (name, kind) in enumerate(symbols.items()))


def build(symbols: dict[str, str], folder: Path) -> Path:
    """The library itself, made in `folder` by the machine's C compiler.

    Raises:
        subprocess.CalledProcessError: the compiler refused.
    """
    text, library = folder / "gpu_stub.c", folder / SONAME
    text.write_text(source(symbols), encoding="utf-8")
    command = ["cc", "-O1", "-shared", "-fPIC", f"-Wl,-soname,{SONAME}", "-o", str(library), str(text)]
    subprocess.run([*command, "-l:libstdc++.so.6"], check=True)
    return library


def _definition(number: int, name: str, kind: str) -> str:
    if name in _PLACES:
        return f'void *s{number}(void) __asm__("{name}"); void *s{number}(void) {{ return place; }}\n'
    if name.startswith(_TYPE_INFO):
        value = f'{{ _ZTVN10__cxxabiv117__class_type_infoE + 16, "{name.removeprefix(_TYPE_INFO)}" }}'
        return f'struct {{ void *table; const char *name; }} s{number} __asm__("{name}") = {value};\n'
    if kind.upper() in ("T", "W", "I"):
        return f'void s{number}(void) __asm__("{name}"); void s{number}(void) {{ refuse(); }}\n'
    return f'char s{number}[512] __asm__("{name}") = {{0}};\n'


def _symbols(library: Path, which: str) -> list[str]:
    command = ["nm", "--dynamic", which, str(library)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
