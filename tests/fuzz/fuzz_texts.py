"""Mutated transcripts that are read back, and mutated templates that are filled in."""

import random
import sys
from pathlib import Path

from fuzz_mutations import mutated, mutated_json
from made_turns import turn

from meetapp import children
from meetapp.errors import InputError
from meetapp.exchange import read_file
from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.template import load_template

TALK = Transcript(
    "Team <1>",
    (
        turn(0, "I think that <b>we</b> {must} & --> go", 1, 3.5),
        turn(1, "yes", 2, 2.5, speaker=2, channel=1),
        turn(2, "NOTE 42 שלום: 日本語", 4, 6, speaker=3),
    ),
    {1: "Anna: B", 2: "=Bob"},
)


def refused_sentence(err: InputError) -> str:
    if "\n" in str(err) or not str(err).endswith("."):
        raise AssertionError(f"no sentence: {err}") from err
    return "refused"


class Imports:
    """SRT, WebVTT and SegLST; what could be read must be fit for every format of text."""

    name = "imports"
    limit_s = 30.0
    limit_mb = 1024

    def prepare(self, folder: Path) -> None:
        self._folder = folder
        self._seeds = {suffix: FORMATS[name].render(TALK) for name, suffix in _SUFFIXES.items()}

    def run(self, rng: random.Random) -> str:
        suffix, data = rng.choice(sorted(self._seeds.items()))
        path = self._folder / f"talk{suffix}"
        if suffix == ".json" and rng.random() < 0.7:
            path.write_text(mutated_json(data.decode(), rng), encoding="utf-8", errors="surrogateescape")
        else:
            path.write_bytes(mutated(data, rng, rng.choice(list(self._seeds.values()))))
        try:
            read = read_file(path)
        except InputError as err:
            return refused_sentence(err)
        for form in FORMATS.values():
            if not form.binary:
                form.render(read)
        return "read"


class Templates:
    name = "templates"
    limit_s = 30.0
    limit_mb = 1024

    def prepare(self, folder: Path) -> None:
        self._path = folder / "minutes.md.jinja"
        # The same process with less patience, or one in three cases would take its 20 s.
        children.command = lambda _module: [sys.executable, "-c", _HURRIED]

    def run(self, rng: random.Random) -> str:
        pieces = [rng.choice(_PIECES) for _ in range(rng.randrange(1, 8))]
        source = "".join(pieces).encode()
        self._path.write_bytes(mutated(source, rng, source) if rng.random() < 0.5 else source)
        try:
            load_template(self._path).render(TALK, Options())
        except InputError as err:
            return refused_sentence(err)
        return "read"


_HURRIED = """
import sys
from meetapp.export import template_filler
template_filler.CPU_S = 2
sys.exit(template_filler.main())
"""
_SUFFIXES = {"srt": ".srt", "vtt": ".vtt", "seglst": ".json"}
_PIECES = (
    "# {{ title }}\n",
    "{% for turn in turns %}{{ turn.start | clock }} {{ turn.speaker }}: {{ turn.text }}\n{% endfor %}",
    "{% for turn in turns %}{% for word in turn.words %}{{ word.text }} {% endfor %}{% endfor %}",
    "{{ turns[0].start | srt_time }} {{ -1 | vtt_time }} {{ 1e300 | clock }} {{ 'x' | clock }}",
    "{% if turns %}{{ speakers | join(', ') }}{% else %}",
    "{% endif %}",
    "{{ 'a' * 10 ** 9 }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{{ '%999999999d' % 1 }}",
    "{{ 9 ** (9 ** 9) }}",
    "{{ lipsum(n=100000) }}",
    "{% set x = namespace(v='a') %}{% for i in range(60) %}{% set x.v = x.v ~ x.v %}{% endfor %}{{ x.v }}",
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{{ turns | tojson }}",
    "{{ ''.__class__ }}{{ turns | map(attribute='__class__') | list }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include 'x' %}{% import 'os' as os %}",
    "{{ '\\ud800' }}",
)
