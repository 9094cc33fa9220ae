"""Stream: a transcription told while it is made, as the server-sent events that OpenAI's clients read.

For each turn, when it ends: `transcript.text.delta` with its text and, for diarized_json, `transcript.text.segment`
with its times and its speaker; last `transcript.text.done`. The deltas put together are the text of the last event,
in the order in which turns ended. A segment comes once, with the speaker as far as it was known then; who it was in
the light of the whole recording is said in `segments` of the last event, under the same ids.
"""

import json

from meetapp.service.answer import Heard, Object, logprobs, segment, text_of
from meetapp.service.wanted import Wanted
from sts_model.turns import Turn


class TextStream:
    """The events of one request."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._diarized = wanted.response_format == "diarized_json"
        self._told: dict[int, str] = {}
        self._logprobs: list[Object] = []

    def ended(self, turn: Turn) -> list[Object]:
        """What is told of `turn`; nothing when it only has another speaker now."""
        if turn.id in self._told:
            return []
        delta = (" " if any(self._told.values()) else "") + text_of(turn) if turn.words else ""
        self._told[turn.id] = delta
        told: Object = {"type": "transcript.text.delta", "delta": delta}
        if self._wanted.logprobs:
            told["logprobs"] = logprobs(turn)
            self._logprobs += told["logprobs"]
        if not self._diarized:
            return [told]
        news = segment(turn)
        return [{**told, "segment_id": news["id"]}, news]

    def done(self, heard: Heard) -> Object:
        """The last event."""
        told: Object = {"type": "transcript.text.done", "text": "".join(self._told.values())}
        if self._wanted.logprobs:
            told["logprobs"] = self._logprobs
        if self._diarized:
            told["segments"] = [segment(turn) for turn in heard.turns]
        return told


def server_sent(event: Object | str) -> bytes:
    """`event`, an object or its JSON, as it goes over the line."""
    written = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
    return f"data: {written}\n\n".encode()
