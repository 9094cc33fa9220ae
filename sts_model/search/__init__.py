"""Search: encoder frames to words and turn marks."""
