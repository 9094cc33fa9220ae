"""Opens the dialogs of the window, each at most once at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from meetapp import paths
from meetapp.export import FORMATS
from meetapp.sealed.state import seems_on
from meetapp.window import tokens
from meetapp.window.actions import KEYS
from meetapp.window.models import find_models

if TYPE_CHECKING:
    from meetapp.window.about import AboutDialog
    from meetapp.window.main_window import MainWindow
    from meetapp.window.models_dialog import ModelsDialog
    from meetapp.window.settings_dialog import SettingsDialog
    from meetapp.window.settings_rows import Row


class Dialogs(QObject):
    """None of them keeps the rest of the window from being used, nor is loaded before somebody asks for it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.settings: SettingsDialog | None = None
        self.about: AboutDialog | None = None
        self.models: ModelsDialog | None = None

    def show_settings(self, section: str = "general") -> None:
        """Opens the settings, or brings them to the front."""
        from meetapp.window.settings_dialog import SettingsDialog

        window = self._window
        if self.settings is None:
            titles = window.actions_.titles()
            dialog = SettingsDialog(window.appearance, window.preferences, self._rows(), titles, KEYS, window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.destroyed.connect(lambda: setattr(self, "settings", None))
            dialog.models_wanted.connect(self.show_models)
            self.settings = dialog
        self.settings.open_at(section)

    def show_models(self) -> None:
        """Opens the list of model packages, in front of the settings."""
        from meetapp.window.models_dialog import ModelsDialog

        if self.models is None:
            window = self._window
            self.models = ModelsDialog(window.appearance, window.desk.jobs, window.preferences, window)
            self.models.changed.connect(self._on_models_changed)
        self.models.show_all()

    def _on_models_changed(self) -> None:
        from meetapp.window.settings_fields import SettingRow

        line = self.settings.line("model") if self.settings is not None else None
        if isinstance(line, SettingRow):
            line.show_options(self._models(), self._window.preferences.settings.model)

    def _models(self) -> tuple[tuple[object, str], ...]:
        chosen = self._window.preferences.settings.model
        return tuple((each.folder, each.title) for each in find_models(chosen))

    def show_about(self) -> None:
        """Opens what is to be known of the program."""
        from meetapp.window.about import AboutDialog

        if self.about is None:
            window = self._window
            self.about = AboutDialog(window.appearance, window.desk.jobs, window.preferences.settings.model, window)
        self.about.show()
        self.about.raise_()

    def show_guide(self) -> None:
        """Shows the first steps, as to somebody new."""
        self._window.show_welcome()

    def _rows(self) -> "list[Row]":
        from meetapp.window.settings_rows import rows

        return rows(
            self._window.tr,
            inputs=tuple((each.name, each.description) for each in self._window.inputs.inputs),
            models=self._models(),
            formats=tuple((name, form.label) for name, form in FORMATS.items()),
            sizes=tuple(round(scale * 100) for scale in tokens.SCALES),
            home=str(paths.home()),
            keys_problem=self._window.global_keys.problem(),
            is_encrypted=seems_on(),
        )
