"""What a task can be, in words for people."""

from app.plugin_api import lazy

PLACES = (
    ("theirs", lazy("At the home of who receives help")),
    ("mine", lazy("At the home of who helps")),
    ("elsewhere", lazy("Somewhere else, or outdoors")),
    ("remote", lazy("By telephone or video")),
    ("any", lazy("Wherever it suits")),
)
RHYTHMS = (
    ("once", lazy("Once")),
    ("now_and_then", lazy("Now and then")),
    ("every_week", lazy("Every week")),
)
LENGTHS = (
    ("60", lazy("Up to an hour")),
    ("120", lazy("Up to two hours")),
    ("240", lazy("Up to half a day")),
)
"""The longest usual duration, in minutes, that a filter lets through."""
