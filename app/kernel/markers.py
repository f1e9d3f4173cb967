"""The two pluggy markers of the project."""

import pluggy

PROJECT = "together"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
