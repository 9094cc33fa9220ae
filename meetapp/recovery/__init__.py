"""Recovery: meetings that were cut short are found by their marker, made whole, and given the text they lack.

Each folder stands for itself: one that is damaged is named with a reason and keeps none of the others waiting. Every
step may be broken off and done again.
"""

from meetapp.recovery.finding import Interrupted, find
from meetapp.recovery.finishing import finish
from meetapp.recovery.repair import repair

__all__ = ["Interrupted", "find", "finish", "repair"]
