"""Meetings made from single-speaker speech: timing, channels, plans and waves."""
