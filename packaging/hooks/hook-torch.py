"""PyTorch for a built program: what is imported and the libraries it is linked with, not all of the package.

PyInstaller's own hook takes every module, header and library of it along.
"""

from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_data_files, collect_dynamic_libs

# Parts of PyTorch read their own source while they are loaded.
_READ = (
    *("_export.config", "_library.custom_ops", "compiler.config", "distributed.config", "functional"),
    *("fx.experimental._config", "nn.functional", "nn.modules.rnn", "utils._debug_mode"),
)
module_collection_mode = {"torch": "pyz", **{f"torch.{name}": "pyz+py" for name in _READ}}
hiddenimports = ["torchgen"]
datas = collect_data_files("torch", includes=["bin/torch_shm_manager"])  # PyTorch looks for it when it is loaded
binaries = collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
warn_on_missing_hiddenimports = False
