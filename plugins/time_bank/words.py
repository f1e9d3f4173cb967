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
CHEQUE_STATES = {
    "printed": lazy("Not used yet"),
    "used": lazy("Used"),
    "cancelled": lazy("Cancelled"),
    "lost": lazy("Lost"),
}
CHEQUE_LOOKS = {"printed": "open", "used": "done", "cancelled": "closed", "lost": "refused"}
"""How each state looks as a badge."""
WHO_PAYS = (
    ("each", lazy("Each participant gives it whole to the leader")),
    ("shared", lazy("The participants share it between them")),
    ("through", lazy("Each participant gives the time to the community, which gives the leader theirs")),
    ("community", lazy("The community gives it; coming costs nothing")),
)
"""Where the time of who leads a workshop comes from."""
YEAR_ENDS = (
    ("carry", lazy("Everything is carried over")),
    ("cap", lazy("What is above a cap goes to the community")),
    ("melt", lazy("A part of what is above a floor melts into the community's account")),
)
REASONS = {
    "workshop": lazy("Workshop"),
    "association": lazy("For the association"),
    "year_end": lazy("End of the year"),
    "cheque": lazy("Cheque"),
}
"""Why an amount moved, on statements."""
