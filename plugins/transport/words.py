"""The days of a regular ride, in words for people."""

from app.plugin_api import lazy

WEEKDAYS = (
    ("mon", lazy("Monday")),
    ("tue", lazy("Tuesday")),
    ("wed", lazy("Wednesday")),
    ("thu", lazy("Thursday")),
    ("fri", lazy("Friday")),
    ("sat", lazy("Saturday")),
    ("sun", lazy("Sunday")),
)
