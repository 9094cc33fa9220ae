"""What of the environment a built program takes along, as plain rules over names; the spec file asks them.

The program computes on processors only. PyTorch's wheels for Linux bring 4 GB for graphics cards: of those, the four
small libraries stay that PyTorch's other parts are linked with, `gpu_stub.py` stands in for the large one.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

# Packages that something we use knows how to use, and that we do not need.
UNUSED_MODULES = (
    *("IPython", "matplotlib", "pandas", "scipy", "sklearn", "tkinter", "triton"),
    *("Cython", "cython", "coverage", "hypothesis", "mypy", "pytest", "setuptools", "pip", "uv"),
    *("jiwer", "meeteval", "pocketsphinx", "pyannote"),
    *("sts_model.bench", "sts_model.evaluation", "sts_model.simulation", "sts_model.training"),
    # The search is compiled when the program is built (ahead.py).
    *("numba", "llvmlite"),
    # PyTorch's compiler and what only that needs, its exporter, and what other packages use where it is there.
    *("torch._dynamo", "torch._inductor", "torch.onnx", "torch.utils.tensorboard", "sympy", "networkx", "mpmath"),
    *("_pytest", "fsspec", "psutil"),
)

_OF_THE_SYSTEM = {"libasound.so.2"}
"""Looks for its plugins, PulseAudio's among them, where the system that it comes from keeps them."""

_LINKED = {"libcudart.so.13", "libcufile.so.0", "libcupti.so.13", "libcudnn.so.9"}
"""What libtorch_cpu and libtorch_python cannot be loaded without, 8 MB in all."""

_NVIDIA = (
    *("libcublas", "libcudart", "libcudnn", "libcufft", "libcufile", "libcupti", "libcurand", "libcusolver"),
    *("libcusparse", "libnccl", "libnvrtc", "libnvJitLink", "libnvjitlink", "libnvshmem", "libnvToolsExt"),
)
_GPU_PARTS = ("libtorch_cuda", "libtorch_nvshmem", "libcaffe2_nvrtc")
GPU_LIBRARY = "torch/lib/libtorch_cuda.so"

_QT_PLUGINS = {
    *("iconengines", "imageformats", "platforminputcontexts", "platforms"),
    *("platformthemes", "printsupport", "styles", "tls", "wayland-decoration-client"),
    *("wayland-graphics-integration-client", "wayland-shell-integration", "xcbglintegrations"),
}
_QT_UNUSED = (
    *("Qt6Qml", "Qt6Quick", "Qt6VirtualKeyboard", "Qt6Pdf", "QtQml", "QtQuick", "Qt6EglF"),
    *("libqlinuxfb", "libqminimal", "libqvkkhrdisplay", "libqvnc", "libqeglfs"),
    "libqgtk3",  # brings half of GTK, to look like it; the theme of portals does without
)
_QT_LANGUAGES = ("qtbase_de", "qtbase_es")

# Symbols for debuggers, a quarter of these files; some others come out damaged when they are taken away.
_STRIPPED = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_python.so",
    "libpython",
    "python3.",
    "av/",
    "meetapp_ahead",
)


def is_wanted(destination: str) -> bool:
    """Whether the file that would lie at `destination` in the built program belongs there."""
    path = PurePosixPath(destination.replace("\\", "/"))
    name = path.name
    if name.startswith(_GPU_PARTS) or name in _OF_THE_SYSTEM:
        return False
    if path.parts[0].startswith("nvidia") or name.startswith(_NVIDIA):
        return name in _LINKED
    if "PySide6" in path.parts:
        return _is_wanted_of_qt(path)
    return not path.parts[0].startswith("triton")


def is_stripped(destination: str) -> bool:
    """Whether the library at `destination` sheds its debugging symbols."""
    return destination.startswith(_STRIPPED)


def reached(needs: Mapping[str, Iterable[str]], starts: Iterable[str]) -> set[str]:
    """`starts` and all that they are linked with, and so on; `needs` says with what each library is linked."""
    found: set[str] = set()
    open_ = set(starts)
    while open_:
        name = open_.pop()
        found.add(name)
        open_ |= set(needs.get(name, ())) - found
    return found


def _is_wanted_of_qt(path: PurePosixPath) -> bool:
    if any(unused in path.name for unused in _QT_UNUSED):
        return False
    if "translations" in path.parts:
        return path.name.startswith(_QT_LANGUAGES)
    if "plugins" in path.parts:
        return path.parts[path.parts.index("plugins") + 1] in _QT_PLUGINS
    return "qml" not in path.parts
