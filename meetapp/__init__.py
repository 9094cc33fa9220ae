"""meetapp: records or imports a meeting and shows who said what, wholly on this machine."""

__version__ = "0.1.0"
