"""torchaudio for a built program: its library beside what is imported.

PyInstaller's own hook loads every module of it to look.
"""

from PyInstaller.utils.hooks import collect_dynamic_libs

hiddenimports = ["torchaudio.lib"]
binaries = collect_dynamic_libs("torchaudio")
bindepend_symlink_suppression = ["**/torchaudio/lib/*.so*"]
