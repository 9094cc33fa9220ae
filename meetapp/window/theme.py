"""Appearance: tokens turned into Qt fonts, palette and style sheet, following the system until told otherwise."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from meetapp.window import tokens
from meetapp.window.style_sheet import style_sheet
from meetapp.window.tokens import Theme


class Appearance(QObject):
    """The theme and text size in use; everything that paints listens to `changed`.

    The type face is the system's unless `family` names another, as for pictures that look the same everywhere.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system", percent: int = 100, family: str = "") -> None:
        super().__init__(app)
        self._app = app
        self._family = family or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        self.choice, self.percent = choice, percent
        self.shows_doubts, self.is_calm = True, False
        self.theme: Theme = tokens.LIGHT
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def scale(self) -> float:
        return self.percent / 100

    def _chosen_theme(self) -> Theme:
        if self.choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return tokens.DARK if dark else tokens.LIGHT
        return tokens.DARK if self.choice == "dark" else tokens.LIGHT

    def choose(self, choice: str) -> None:
        """Follows the system, or holds to light or dark."""
        self.choice = choice
        self._apply()

    def resize(self, percent: int) -> None:
        """Shows all text at `percent` of its designed size."""
        self.percent = percent
        self._apply()

    def show_doubts(self, shown: bool) -> None:
        """Marks words that the model is unsure of, or does not."""
        self.shows_doubts = shown
        self.changed.emit()

    def calm_down(self, calm: bool) -> None:
        """Keeps what blinks from blinking."""
        self.is_calm = calm
        self.changed.emit()

    def px(self, size: float) -> int:
        """A designed size in pixels at the scale in use."""
        return round(size * self.scale)

    def font(self, size: float, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
        """The interface font at a designed size; `tabular` figures keep times from jumping."""
        font = QFont(self._family)
        font.setPointSizeF(size * self.scale * 72 / self._dots_per_inch())
        font.setWeight(weight)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def colour(self, name: str) -> QColor:
        """The colour that the theme calls `name`."""
        return QColor(getattr(self.theme, name))

    def _dots_per_inch(self) -> float:
        screen = QGuiApplication.primaryScreen()
        return screen.logicalDotsPerInch() if screen else 96.0

    def _apply(self) -> None:
        self.theme = self._chosen_theme()
        self._app.setFont(self.font(tokens.CONTROL_PX))
        self._app.setPalette(_palette(self.theme))
        self._app.setStyleSheet(style_sheet(self.theme, self.scale))
        # A style sheet that meets a widget for the first time gives it back the font it was made with: meet it now.
        for widget in self._app.allWidgets():
            widget.ensurePolished()
        self.changed.emit()


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    put = partial(_put, palette)
    put(roles.Window, theme.background)
    put(roles.WindowText, theme.ink)
    put(roles.Base, theme.panel)
    put(roles.AlternateBase, theme.background)
    put(roles.Text, theme.ink)
    put(roles.Button, theme.panel)
    put(roles.ButtonText, theme.ink)
    put(roles.BrightText, theme.record)
    put(roles.Highlight, theme.accent)
    put(roles.HighlightedText, theme.accent_ink)
    put(roles.Link, theme.accent)
    put(roles.PlaceholderText, theme.dim)
    put(roles.ToolTipBase, theme.panel)
    put(roles.ToolTipText, theme.ink)
    put(roles.Mid, theme.line)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette


def _put(palette: QPalette, role: QPalette.ColorRole, colour: str) -> None:
    palette.setColor(role, QColor(colour))
