"""What a thing can be, in words for people."""

from app.plugin_api import lazy

MODES = (("lend", lazy("Lend, and get it back")), ("give", lazy("Give for good")))
CONDITIONS = (
    ("new", lazy("As new")),
    ("good", lazy("In good order")),
    ("worn", lazy("Worn, but it works")),
    ("to_repair", lazy("Needs a repair")),
)
