"""The table of kinds, in the order in which they are run; each is imported where it is used, since some need torch."""

import importlib

from fuzz_kind import Kind

KINDS = {
    "media": "fuzz_media.Media",
    "packages": "fuzz_packages.Packages",
    "libraries": "fuzz_stores.Libraries",
    "sessions": "fuzz_stores.Sessions",
    "imports": "fuzz_texts.Imports",
    "templates": "fuzz_texts.Templates",
}


def make_kind(place: str) -> Kind:
    """The kind at `place`, a module and a class."""
    module, _, kind = place.partition(".")
    made: Kind = getattr(importlib.import_module(module), kind)()
    return made
