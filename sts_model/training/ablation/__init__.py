"""Ablations: every arm trained alike but for one choice, heard on the same groups, and compared in pairs."""
