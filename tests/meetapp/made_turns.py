"""Turns of any shape for tests: hypothesis strategies, and a short way to write one down."""

from hypothesis import strategies as st

from sts_model.turns import Turn, Word

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)
NEVER = st.none()


@st.composite
def turns(draw, last_id=20, last_s=20_000, written=NEVER):
    start = draw(st.integers(0, last_s * 16_000))
    words, place = [], start
    for text in draw(st.lists(texts, max_size=5)):
        end = place + draw(st.integers(1, 16_000))
        words.append(Word(text, place, end, round(draw(st.floats(0, 1)), 4), draw(written)))
        place = end
    return Turn(
        draw(st.integers(0, last_id)), draw(st.integers(0, 1)), draw(st.integers(1, 6)), start, place, tuple(words)
    )


def turn(id, text, start_s=0.0, end_s=1.0, speaker=1, channel=0):
    """A turn that says `text`, its words spread evenly."""
    start, end = round(start_s * 16_000), round(end_s * 16_000)
    words = text.split()
    edges = [start + (end - start) * i // max(1, len(words)) for i in range(len(words) + 1)]
    spread = tuple(Word(word, edges[i], edges[i + 1]) for i, word in enumerate(words))
    return Turn(id, channel, speaker, start, end, spread)
