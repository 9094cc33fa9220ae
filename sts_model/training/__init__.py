"""Training: a corpus of aligned utterances, rows made of them, one objective, one loop."""
