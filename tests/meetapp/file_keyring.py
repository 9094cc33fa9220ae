"""A keyring in the file that FILE_KEYRING names, for processes that share one; where there is none, it is locked."""

import json
import os
from pathlib import Path

import keyring.backend
import keyring.errors


class FileKeyring(keyring.backend.KeyringBackend):
    priority = 1

    @staticmethod
    def environment(path):
        """What tells processes of the keyring in the file `path`; this module must be where they find modules."""
        return {"PYTHON_KEYRING_BACKEND": "file_keyring.FileKeyring", "FILE_KEYRING": str(path)}

    def get_password(self, service, username):
        return self._read().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        self._path().write_text(json.dumps({**self._read(), f"{service}/{username}": password}), encoding="utf-8")

    def delete_password(self, service, username):
        kept = {name: value for name, value in self._read().items() if name != f"{service}/{username}"}
        self._path().write_text(json.dumps(kept), encoding="utf-8")

    def _read(self):
        try:
            return json.loads(self._path().read_text(encoding="utf-8"))
        except FileNotFoundError as err:
            raise keyring.errors.KeyringLocked("locked") from err

    def _path(self):
        return Path(os.environ["FILE_KEYRING"])
