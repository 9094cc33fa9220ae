"""Who spoke a turn: an embedder from frames to a voice vector, and a tracker from voice vectors to labels."""
