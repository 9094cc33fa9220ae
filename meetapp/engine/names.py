"""Names and terms that a user expects: those that the model can hear are listened for, of the rest the user is told."""

from functools import partial
from pathlib import Path

from meetapp.engine.run import Loader, load_pipeline
from meetapp.events import EventReader, EventWriter, Trouble
from meetapp.hearing import AS_SET, Hearing
from meetapp.meeting import events_path
from meetapp.vocabulary import kept

BOOST = 3.0
"""How much likelier a listed word counts, in nats."""

MOST_NAMED = 10


def loader(folder: Path, model: Path, hearing: Hearing = AS_SET) -> Loader:
    """What loads the package in `model` so that it hears as `hearing` says, and listens for the folder's vocabulary.

    Raises:
        InputError: the vocabulary was damaged.
        ModelPackageError: the package's lexicon cannot be used.
    """
    phrases = kept(folder)
    if not phrases:
        return partial(load_pipeline, hearing=hearing)
    from sts_model.package_search import unknown_words

    unknown = unknown_words(model, phrases)
    if unknown:
        _tell(folder, unknown)
    heard = {phrase: BOOST for phrase in phrases if unknown.isdisjoint(phrase.split())}
    return partial(load_pipeline, hearing=hearing, hot_words=heard)


def _tell(folder: Path, unknown: set[str]) -> None:
    """Says which words cannot be listened for, unless an engine before this one has said so."""
    named = ", ".join(sorted(unknown)[:MOST_NAMED]) + ("…" if len(unknown) > MOST_NAMED else "")
    trouble = Trouble(f"The model has no pronunciation for these words of the vocabulary: {named}.")
    if trouble not in EventReader(events_path(folder)).read_new():
        events = EventWriter(events_path(folder))
        events.write(trouble)
        events.close()
