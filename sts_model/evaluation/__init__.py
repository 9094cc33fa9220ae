"""Scores the whole streaming pipeline on test sets, next to other systems."""
