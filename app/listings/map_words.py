"""The words of the map's own buttons, in the reader's language."""

import json

from app.text import _


def map_words() -> str:
    """Return, as JSON, what the map says by itself."""
    return json.dumps(
        {
            "map": _("Map of what is listed; the list beside it says the same"),
            "group": _("%(num)s listings here. Open to come closer"),
            "close": _("Close"),
            "failed": _("The map cannot be shown on this device. The list says the same."),
            "locale": {
                "NavigationControl.ZoomIn": _("Come closer"),
                "NavigationControl.ZoomOut": _("See more around"),
                "CooperativeGesturesHandler.WindowsHelpText": _("Hold Ctrl and scroll to come closer"),
                "CooperativeGesturesHandler.MacHelpText": _("Hold ⌘ and scroll to come closer"),
                "CooperativeGesturesHandler.MobileHelpText": _("Move the map with two fingers"),
                "Map.Title": _("Map"),
                "Popup.Close": _("Close"),
            },
        },
        ensure_ascii=False,
    )
