"""What a room can be, in words for people."""

from app.plugin_api import lazy

ROOM_TYPES = (
    ("spare_room", lazy("Spare room")),
    ("sofa_bed", lazy("Sofa bed")),
    ("studio", lazy("Studio")),
    ("whole_home", lazy("Whole home")),
)
