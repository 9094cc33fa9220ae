"""The tables of the library, as numbered migrations: statements that lead from each version to the next.

A migration that has shipped is never edited. Since version 2, `turns` is what the model made, `edits` is what a person
changed, and `shown` and `speakers` are what both come to: made from the two others, for searching and listing.
"""

_FIRST = (
    """CREATE TABLE meetings (
        id INTEGER PRIMARY KEY,
        folder TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        created REAL NOT NULL,
        duration_s REAL
    )""",
    """CREATE TABLE speakers (
        meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (meeting, number)
    ) WITHOUT ROWID""",
    """CREATE TABLE turns (
        row INTEGER PRIMARY KEY,
        meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
        id INTEGER NOT NULL,
        channel INTEGER NOT NULL,
        speaker INTEGER NOT NULL,
        start_samples INTEGER NOT NULL,
        end_samples INTEGER NOT NULL,
        words TEXT NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (meeting, id)
    )""",
    "CREATE VIRTUAL TABLE turn_index USING fts5"
    " (text, content='turns', content_rowid='row', tokenize='unicode61 remove_diacritics 2')",
    """CREATE TRIGGER turn_put AFTER INSERT ON turns BEGIN
        INSERT INTO turn_index (rowid, text) VALUES (new.row, new.text);
    END""",
    """CREATE TRIGGER turn_gone AFTER DELETE ON turns BEGIN
        INSERT INTO turn_index (turn_index, rowid, text) VALUES ('delete', old.row, old.text);
    END""",
    """CREATE TRIGGER turn_changed AFTER UPDATE OF text ON turns BEGIN
        INSERT INTO turn_index (turn_index, rowid, text) VALUES ('delete', old.row, old.text);
        INSERT INTO turn_index (rowid, text) VALUES (new.row, new.text);
    END""",
)

_EDITS = (
    """CREATE TABLE edits (
        meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
        id INTEGER NOT NULL,
        action INTEGER NOT NULL,
        created REAL NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        PRIMARY KEY (meeting, id)
    ) WITHOUT ROWID""",
    """CREATE TRIGGER edits_stay BEFORE UPDATE ON edits BEGIN
        SELECT RAISE(ABORT, 'edits are only ever added');
    END""",
    """INSERT INTO edits (meeting, id, action, created, kind, payload)
        SELECT meeting, place, place, created, 'RenameSpeaker',
            json_object('speaker', json_object('number', number, 'turns', json_array()), 'name', name)
        FROM (
            SELECT speakers.*, meetings.created, row_number() OVER (PARTITION BY meeting ORDER BY number) AS place
            FROM speakers JOIN meetings ON meetings.id = speakers.meeting
        )""",
    """CREATE TABLE tags (
        meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
        tag TEXT NOT NULL COLLATE NOCASE,
        PRIMARY KEY (meeting, tag)
    ) WITHOUT ROWID""",
    "ALTER TABLE meetings ADD COLUMN is_stale INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE shown (
        row INTEGER PRIMARY KEY,
        meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
        turn INTEGER NOT NULL,
        speaker INTEGER NOT NULL,
        start_samples INTEGER NOT NULL,
        end_samples INTEGER NOT NULL,
        text TEXT NOT NULL,
        said TEXT NOT NULL,
        UNIQUE (meeting, turn)
    )""",
    "DROP TRIGGER turn_put",
    "DROP TRIGGER turn_gone",
    "DROP TRIGGER turn_changed",
    "DROP TABLE turn_index",
    "CREATE VIRTUAL TABLE shown_index USING fts5"
    " (text, said, content='shown', content_rowid='row', tokenize='unicode61 remove_diacritics 2')",
    """CREATE TRIGGER shown_put AFTER INSERT ON shown BEGIN
        INSERT INTO shown_index (rowid, text, said) VALUES (new.row, new.text, new.said);
    END""",
    """CREATE TRIGGER shown_gone AFTER DELETE ON shown BEGIN
        INSERT INTO shown_index (shown_index, rowid, text, said) VALUES ('delete', old.row, old.text, old.said);
    END""",
    """CREATE TRIGGER shown_changed AFTER UPDATE OF text, said ON shown BEGIN
        INSERT INTO shown_index (shown_index, rowid, text, said) VALUES ('delete', old.row, old.text, old.said);
        INSERT INTO shown_index (rowid, text, said) VALUES (new.row, new.text, new.said);
    END""",
    """INSERT INTO shown (meeting, turn, speaker, start_samples, end_samples, text, said)
        SELECT meeting, id, speaker, start_samples, end_samples, text, '' FROM turns ORDER BY row""",
)

_CERTAINTY = ("ALTER TABLE turns ADD COLUMN certainty REAL",)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _EDITS, _CERTAINTY)
