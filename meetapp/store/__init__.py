"""The library: meetings, speakers and turns in one SQLite file; every SQL statement of the app is in this package."""

from meetapp.store.schema import Library, LibraryBusyError, LibraryError, open_library

__all__ = ["Library", "LibraryBusyError", "LibraryError", "open_library"]
