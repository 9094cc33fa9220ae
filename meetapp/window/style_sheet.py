"""The style sheet of all standard controls, made from tokens; no Qt."""

from string import Template

from meetapp.window import tokens
from meetapp.window.tokens import Theme, mix

_SHEET = Template("""
QMainWindow, QDialog { background: $background; }
QWidget#middle, QWidget#dock, QWidget#welcome, QWidget#captions { background: $panel; }
QWidget#captions QTextEdit { background: transparent; border: 0; padding: 0; }
QWidget#sidebar, QWidget#people, QWidget#side { background: $background; }
QWidget#sidebar { border-right: 1px solid $line; }
QWidget#side { border-left: 1px solid $line; }
QWidget#dock { border-top: 1px solid $line; }
QLabel { background: transparent; }
QLabel[tone="dim"] { color: $dim; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="record"] { color: $record; }

QPushButton, QComboBox, QToolButton#control {
    background: $panel; color: $ink; border: 1px solid $line; border-radius: ${radius}px;
    padding: ${pad_y}px ${pad_x}px;
}
QPushButton:hover, QComboBox:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:disabled, QComboBox:disabled { color: $faint; }
QPushButton:focus, QComboBox:focus, QLineEdit:focus { border-color: $accent; }
QPushButton[look="primary"] { background: $accent; border-color: $accent; color: $accent_ink; font-weight: 500; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus { border-color: $ink; }
QPushButton[look="primary"]:disabled { background: $line; border-color: $line; color: $dim; }
QPushButton[look="quiet"] { border-color: transparent; background: transparent; padding: 2px 4px; color: $accent; }
QPushButton[look="quiet"]:hover { background: $hover; }
QPushButton[look="quiet"]:focus { border-color: $accent; }
QPushButton[look="tool"] { border-color: transparent; background: transparent; color: $dim;
    padding: ${tool_y}px ${tool_x}px; border-radius: 6px; }
QPushButton[look="tool"]:hover { background: $hover; color: $ink; }
QPushButton[look="tool"]:focus { border-color: $accent; }
QPushButton[look="tool"]:disabled { color: $faint; }
QTextEdit#turn-editor { background: $panel; color: $ink; border: 1px solid $accent; border-radius: 5px;
    padding: 0 5px; selection-background-color: $accent; selection-color: $accent_ink; }
QPushButton[look="small"] { padding: ${small_y}px ${small_x}px; }
QPushButton[look="pill"] { border-radius: ${pill}px; padding: ${small_y}px ${pad_x}px; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit {
    background: $panel; color: $ink; border: 1px solid $line; border-radius: ${radius}px;
    padding: ${pad_y}px ${small_x}px; selection-background-color: $accent; selection-color: $accent_ink;
}
QLineEdit[look="bare"] { border-color: transparent; background: transparent; padding: 0; font-weight: 600; }
QLineEdit[look="plain"] { border-color: transparent; background: transparent; padding: 1px 2px; }
QLineEdit[look="plain"]:hover { border-color: $line; }
QLineEdit[look="plain"]:focus { border-color: $accent; background: $panel; }
QLineEdit[look="bare"]:hover { border-color: $line; }
QLineEdit[look="bare"]:focus { border-color: $accent; background: $panel; }

QComboBox { padding: ${small_y}px ${small_x}px; }
QComboBox::drop-down { border: 0; width: ${drop}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $panel; color: $ink; border: 1px solid $line; outline: 0; padding: 4px;
    selection-background-color: $hover; selection-color: $ink;
}

QListView { background: transparent; border: 0; outline: 0; }
QListView#transcript { background: $panel; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $scroll; border-radius: 3px; min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:vertical { background: $scroll; border-radius: 3px; min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover { background: $dim; }
QScrollBar::add-line, QScrollBar::sub-line { background: none; height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: 0; }

QListWidget#sections { background: transparent; }
QListWidget#sections::item { padding: ${small_y}px ${small_x}px; border-radius: 6px; color: $ink; }
QListWidget#sections::item:hover { background: $line; }
QListWidget#sections::item:selected { background: $hover; color: $ink; }
QListWidget#sections::item:selected:focus { border: 1px solid $accent; }
QScrollArea#settings, QWidget#settings { background: $panel; }
QWidget#foot { border-top: 1px solid $line; }
QFrame#offers { background: $hover; border: 0; border-bottom: 1px solid $line; }
QFrame#rule { background: $line; border: 0; }
QSpinBox, QTextBrowser, QPlainTextEdit {
    background: $panel; color: $ink; border: 1px solid $line; border-radius: ${radius}px;
    padding: ${small_y}px ${small_x}px; selection-background-color: $accent; selection-color: $accent_ink;
}
QTextBrowser { padding: 0; }
QSpinBox:focus, QTextBrowser:focus, QPlainTextEdit:focus { border-color: $accent; }
QTabWidget::pane { border: 0; }
QTabWidget::tab-bar { left: 0; }
QTabBar::tab { background: transparent; color: $dim; padding: ${small_y}px ${small_x}px; margin: 0 4px 6px 0;
    border: 1px solid transparent; border-radius: 6px; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { background: $hover; color: $ink; }
QTabBar::tab:focus { border-color: $accent; }

QProgressBar { background: $line; border: 0; border-radius: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QFrame[look="card"] { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }

QMenuBar { background: $background; color: $ink; border-bottom: 1px solid $line; padding: 1px 6px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; color: $ink; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 20px; border-radius: 4px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $panel; color: $ink; border: 1px solid $line; padding: 4px 6px; }
""")


def style_sheet(theme: Theme, scale: float) -> str:
    """The whole sheet for `theme`, with paddings at `scale`."""
    return _SHEET.substitute(
        background=theme.background,
        panel=theme.panel,
        line=theme.line,
        ink=theme.ink,
        dim=theme.dim,
        faint=theme.faint,
        accent=theme.accent,
        accent_ink=theme.accent_ink,
        accent_hover=mix(theme.ink, theme.accent, 0.12),
        hover=theme.hover,
        record=theme.record,
        warning=theme.warning,
        scroll=mix(theme.dim, theme.panel, 0.35),
        radius=tokens.RADIUS,
        pill=round(14 * scale),
        drop=round(18 * scale),
        pad_y=round(7 * scale),
        pad_x=round(12 * scale),
        small_y=round(5 * scale),
        tool_y=round(3 * scale),
        tool_x=round(6 * scale),
        small_x=round(10 * scale),
    )
