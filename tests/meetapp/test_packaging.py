"""What a built program takes along, and the stand-in for PyTorch's library for graphics cards, tried on small ones."""

import ctypes
import importlib.util
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "packaging"

needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("cc") and shutil.which("nm")), reason="needs a C compiler"
)


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


contents, gpu_stub = load("contents"), load("gpu_stub")


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/lib/libtorch_cuda.so", False),
        ("torch/lib/libtorch_cuda_linalg.so", False),
        ("torch/lib/libc10_cuda.so", True),
        ("torch/bin/torch_shm_manager", True),
        ("nvidia/cu13/lib/libcudart.so.13", True),
        ("nvidia/cu13/lib/libcublas.so.13", False),
        ("nvidia_cublas-13.1.0.3.dist-info/METADATA", False),
        ("libcublasLt.so.13", False),
        ("libasound.so.2", False),
        ("av.libs/libasound-c7818c60.so.2.0.0", True),
        ("libportaudio.so.2", True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/plugins/qmltooling/libqmldbg_debugger.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fi.qm", False),
        ("PySide6/Qt/translations/qtdeclarative_de.qm", False),
        ("assets\\models\\default\\model.safetensors", True),
    ],
)
def test_what_is_taken_along(place, wanted):
    assert contents.is_wanted(place) is wanted


def test_qt_speaks_the_languages_of_the_program():
    for path in (FOLDER.parent / "meetapp" / "i18n").glob("*.qm"):
        language = path.stem.rpartition("_")[2]
        assert contents.is_wanted(f"PySide6/Qt/translations/qtbase_{language}.qm"), language


def test_nothing_that_the_program_needs_is_left_out():
    installed = {each.name.lower().replace("_", "-") for each in metadata.distributions()}
    known: set[str] = set()
    open_ = {"meetapp"}
    while open_:
        name = open_.pop()
        known.add(name)
        lines = [line for line in metadata.requires(name) or [] if "extra ==" not in line]
        # PyTorch needs its compiler, and that many others; numba compiles ahead, when a program is built.
        found = {re.split(r"[^\w.-]", line)[0].lower() for line in lines} if name not in ("torch", "numba") else set()
        open_ |= (found & installed) - known
    left_out = {name.replace("-", "_") for name in known} & set(contents.UNUSED_MODULES)
    assert left_out == {"numba"} and {"aiohttp", "pydantic"} <= known


def test_libraries_that_nothing_leads_to_stay_behind():
    needs = {"window": ["drawing", "libc"], "drawing": ["shapes"], "shapes": ["drawing"], "gtk": ["pango", "shapes"]}
    assert contents.reached(needs, {"window"}) == {"window", "drawing", "libc", "shapes"}


@needs_compiler
def test_a_user_of_the_stub_loads_runs_and_is_refused_in_a_sentence(tmp_path):
    compile_library(
        tmp_path, "libgpu", "int answer = 3; int compute(void) { return 7; } int unused(void) { return 1; }"
    )
    compile_library(tmp_path, "libkept", "int shared(void) { return 5; }")
    user = compile_library(
        tmp_path, "libuser", "int compute(void), shared(void); int ask(void) { return compute(); }", "-lgpu", "-lkept"
    )
    symbols = gpu_stub.missing([user], [tmp_path / "libgpu.so"], kept=[user, tmp_path / "libkept.so"])
    assert symbols == {"compute": "T"}
    (tmp_path / "made").mkdir()
    made = gpu_stub.build(symbols, tmp_path / "made")
    assert gpu_stub.defined(made).keys() >= {"compute"} and made.stat().st_size < 100_000
    (tmp_path / "libgpu.so").unlink()
    code = f"import ctypes; ctypes.CDLL({str(made)!r}, ctypes.RTLD_GLOBAL).compute()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode < 0 and "without a graphics card" in done.stderr


@needs_compiler
def test_descriptions_of_types_are_real(tmp_path):
    made = gpu_stub.build({"_ZTI5Thing": "V", "_ZTV5Thing": "V", "_ZN4c10d15get_gil_checkerEv": "T"}, tmp_path)
    library = ctypes.CDLL(str(made))
    table, name = (ctypes.c_void_p * 2).in_dll(library, "_ZTI5Thing")
    assert table and ctypes.string_at(name) == b"5Thing"
    place = library._ZN4c10d15get_gil_checkerEv
    place.restype = ctypes.c_void_p
    assert place()


def compile_library(folder: Path, name: str, source: str, *options: str) -> Path:
    (folder / f"{name}.c").write_text(source)
    path = folder / f"{name}.so"
    command = ["cc", "-shared", "-fPIC", "-o", str(path), str(folder / f"{name}.c"), f"-L{folder}", *options]
    subprocess.run(command, check=True, timeout=240)
    return path
