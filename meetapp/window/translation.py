"""The user's language: the window's words from the translations beside the program, Qt's own words from Qt."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).resolve().parent.parent / "i18n"
LANGUAGES = ("de", "es")
CONTEXT = "meetapp"


class Words(QTranslator):
    """Translations that do not ask in which class a text stands: the same words are the same everywhere."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The words for `text`; None leaves it to other translators."""
        return super().translate(CONTEXT, text, disambiguation or "", n) or None


def translate(app: QApplication, locale: QLocale | None = None) -> None:
    """Shows `app` in the language of `locale`, by default the system's; in English where there is no translation."""
    locale = locale or QLocale()
    for translator, name, folder in (
        (QTranslator(app), "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (Words(app), "meetapp", str(FOLDER)),
    ):
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
