"""Durations as people type and say them: "1 h 30", "1:30", "90 min", "1,5 h"."""

from app.amounts import HOUR, LONGEST, minutes_from
from app.amounts import minutes as minutes_in_words

__all__ = ["HOUR", "LONGEST", "minutes_from", "minutes_in_words"]
