"""PyTorch for a built program: what is imported and the libraries it is linked with, not all of the package.

PyInstaller's own hook takes every module, header and library of it along.
"""

from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_data_files, collect_dynamic_libs

module_collection_mode = "pyz+py"  # parts of PyTorch read their own source
hiddenimports = ["torchgen"]
excludedimports = ["torch.utils.tensorboard"]
datas = collect_data_files("torch", includes=["bin/torch_shm_manager"])  # PyTorch looks for it when it is loaded
binaries = collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
warn_on_missing_hiddenimports = False
