"""What a lesson can be, in words for people."""

from app.plugin_api import lazy

LEVELS = (
    ("all", lazy("Any level")),
    ("beginner", lazy("Beginners")),
    ("intermediate", lazy("Some experience")),
)
SETTINGS = (("one_to_one", lazy("One to one")), ("group", lazy("In a group")), ("online", lazy("Online")))
