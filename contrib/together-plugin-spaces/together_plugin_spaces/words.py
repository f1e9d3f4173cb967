"""What a space can have, in words for people."""

from app.plugin_api import lazy

EQUIPMENT = (
    ("tables_chairs", lazy("Tables and chairs")),
    ("kitchen", lazy("Kitchen")),
    ("oven", lazy("Bread oven")),
    ("projector", lazy("Projector and screen")),
    ("sound", lazy("Sound system")),
    ("wifi", lazy("Internet")),
    ("heating", lazy("Heating")),
    ("toilets", lazy("Toilets")),
    ("accessible_toilets", lazy("Toilets for wheelchairs")),
    ("workbenches", lazy("Workbenches and tools")),
    ("piano", lazy("Piano")),
    ("outdoors", lazy("Garden or yard")),
)

DAYS = (
    ("monday", lazy("Monday")),
    ("tuesday", lazy("Tuesday")),
    ("wednesday", lazy("Wednesday")),
    ("thursday", lazy("Thursday")),
    ("friday", lazy("Friday")),
    ("saturday", lazy("Saturday")),
    ("sunday", lazy("Sunday")),
)
